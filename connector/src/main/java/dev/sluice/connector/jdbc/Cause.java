package dev.sluice.connector.jdbc;

import dev.sluice.connector.Outcome;
import dev.sluice.core.ReasonCode;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of a driver means.
 *
 * @param reason of {@code SOURCE_UNAVAILABLE}, one of the words of {@link Reasons}; null otherwise
 */
public record Cause(ReasonCode code, @Nullable String reason) {
    public static final Cause TIMEOUT = new Cause(ReasonCode.TIMEOUT, null);
    public static final Cause QUERY_FAILED = new Cause(ReasonCode.QUERY_FAILED, null);

    public static Cause unavailable(String reason) {
        return new Cause(ReasonCode.SOURCE_UNAVAILABLE, reason);
    }

    /**
     * What the SQL standard's class of the state says, and the network below: for an engine to ask
     * when its own codes say nothing. A failure without a state is the connection's.
     */
    public static Cause standard(SQLException e) {
        if (e instanceof LoginException login) {
            return unavailable(login.reason());
        }
        String network = Reasons.ofNetwork(e);
        if (network != null) {
            return unavailable(network);
        }
        String state = e.getSQLState();
        if (state == null || state.length() < 2) {
            return unavailable(Reasons.UNAVAILABLE);
        }
        return switch (state.substring(0, 2)) {
            case "08" -> unavailable("connection_lost");
            case "28" -> unavailable("login_refused");
            case "3D" -> unavailable("unknown_database");
            // Rolled back by the server, resources, operator, system.
            case "40", "53", "57", "58" -> unavailable(Reasons.UNAVAILABLE);
            default -> QUERY_FAILED;
        };
    }

    Outcome.Failed failed(@Nullable String sqlState) {
        return new Outcome.Failed(
                code, sqlState, reason == null ? Map.of() : Map.of("reason", reason));
    }
}
