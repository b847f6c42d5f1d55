package dev.sluice.connector.jdbc;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.Outcome;
import dev.sluice.core.ReasonCode;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of a driver means.
 *
 * @param diagnosis of {@code SOURCE_UNAVAILABLE}, null otherwise
 */
public record Cause(ReasonCode code, @Nullable Diagnosis diagnosis) {
    public static final Cause TIMEOUT = new Cause(ReasonCode.TIMEOUT, null);
    public static final Cause QUERY_FAILED = new Cause(ReasonCode.QUERY_FAILED, null);

    public static Cause of(Diagnosis diagnosis) {
        return new Cause(ReasonCode.SOURCE_UNAVAILABLE, diagnosis);
    }

    /**
     * What the network below says, and the SQL standard's class of the state: for an engine to ask
     * when its own codes say nothing. A failure without a state is the connection's.
     */
    public static Cause standard(SQLException e) {
        if (e instanceof LoginException login) {
            return of(login.diagnosis());
        }
        return Diagnosis.ofNetwork(e).map(Cause::of).orElseGet(() -> ofState(e.getSQLState()));
    }

    private static Cause ofState(@Nullable String state) {
        if (state == null || state.length() < 2) {
            return of(Diagnosis.UNAVAILABLE);
        }
        return switch (state.substring(0, 2)) {
            case "08" -> of(Diagnosis.CONNECTION_LOST);
            case "28" -> of(Diagnosis.LOGIN_REFUSED);
            case "3D" -> of(Diagnosis.UNKNOWN_DATABASE);
            // Rolled back by the server, resources, operator, system.
            case "40", "53", "57", "58" -> of(Diagnosis.UNAVAILABLE);
            default -> QUERY_FAILED;
        };
    }

    /** Of a login, which fails for no other reason than that. */
    Diagnosis ofLogin() {
        return diagnosis == null ? Diagnosis.UNAVAILABLE : diagnosis;
    }

    Outcome.Failed failed(@Nullable String sqlState) {
        return diagnosis == null
                ? new Outcome.Failed(code, sqlState, Map.of())
                : diagnosis.failed(sqlState);
    }
}
