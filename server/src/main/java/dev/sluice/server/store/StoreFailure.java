package dev.sluice.server.store;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.sql.SQLException;
import java.util.Set;

/** Says what a failure of the store is. */
public final class StoreFailure {
    /**
     * Classes of SQLSTATE (PostgreSQL documentation, appendix A): connection, resources, operator.
     */
    private static final Set<String> UNAVAILABLE = Set.of("08", "53", "57", "58");

    /** Invalid authorization: the role or its password is wrong. */
    private static final String LOGIN_REFUSED = "28";

    private static final int CLASS_LENGTH = 2;

    private StoreFailure() {}

    /**
     * {@code STORE_UNAVAILABLE} when the server is away or has no room, {@code CONFIG_INVALID} when
     * it refuses the login, {@code INTERNAL} for anything that a statement of ours did wrong. The
     * driver's text is in the cause alone.
     */
    public static SluiceException of(SQLException failure) {
        if (UNAVAILABLE.contains(kind(failure))) {
            return unavailable(failure);
        }
        if (isLoginRefused(failure)) {
            return new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "The store's database refuses the login: its user or password is wrong.",
                    failure);
        }
        return new SluiceException(
                ReasonCode.INTERNAL, "A statement on the store failed.", failure);
    }

    static SluiceException unavailable(Exception cause) {
        return new SluiceException(
                ReasonCode.STORE_UNAVAILABLE, "The store cannot be reached.", cause);
    }

    static boolean isLoginRefused(SQLException failure) {
        return LOGIN_REFUSED.equals(kind(failure));
    }

    private static String kind(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.length() < CLASS_LENGTH
                ? ""
                : state.substring(0, CLASS_LENGTH);
    }
}
