package dev.sluice.connector.postgresql;

import dev.sluice.connector.Outcome;
import dev.sluice.connector.transport.NetworkException;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Turns what the driver throws into codes and reasons of our own. Messages are never looked at:
 * they quote values of rows that a caller may not see.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error
 *     codes</a>
 */
final class Failures {
    private static final String QUERY_CANCELED = "57014";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String OVERFLOW = "08S01";
    private static final String OUT_OF_MEMORY = "53200";
    private static final String PLAN_OUTDATED = "0A000";
    private static final String STATEMENT_UNKNOWN = "26000";

    private Failures() {}

    /** Why a query has no answer. */
    static Outcome.Failed ofQuery(SQLException e, boolean overflowed) {
        String state = state(e);
        if (overflowed || (!fromServer(e) && isOverflow(state))) {
            return new Outcome.Failed(
                    ReasonCode.RESULT_TOO_LARGE,
                    null,
                    Map.of("result_bytes_max", Login.RESULT_BYTES_MAX));
        }
        return new Outcome.Failed(code(state), state, details(e, state));
    }

    /** Why there is no connection. */
    static Outcome.Failed ofLogin(SQLException e) {
        return new Outcome.Failed(ReasonCode.SOURCE_UNAVAILABLE, state(e), reasons(e));
    }

    /** The same for an administrator, who is told in a sentence. */
    static SluiceException forAdministrator(SQLException e) {
        Map<String, Object> details = new TreeMap<>(reasons(e));
        details.put("sql_state", String.valueOf(e.getSQLState()));
        String sentence =
                NetworkException.in(e)
                        .map(network -> network.obstacle().sentence())
                        .orElseGet(() -> sentence(reason(e)));
        return new SluiceException(ReasonCode.SOURCE_UNAVAILABLE, sentence, details);
    }

    /** Whether the connection was dead, or held a plan that is, before the query reached it. */
    static boolean isStale(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return (state.startsWith("08") && !state.equals(OVERFLOW))
                || state.startsWith("57P")
                || state.equals(PLAN_OUTDATED)
                || state.equals(STATEMENT_UNKNOWN);
    }

    private static ReasonCode code(@Nullable String state) {
        if (state == null || state.length() < 2) {
            return ReasonCode.SOURCE_UNAVAILABLE;
        }
        if (state.equals(QUERY_CANCELED) || state.equals(LOCK_NOT_AVAILABLE)) {
            return ReasonCode.TIMEOUT;
        }
        return switch (state.substring(0, 2)) {
            // Connection, authorisation, rolled back by the server, resources, operator, system.
            case "08", "28", "3D", "40", "53", "57", "58" -> ReasonCode.SOURCE_UNAVAILABLE;
            default -> ReasonCode.QUERY_FAILED;
        };
    }

    private static Map<String, Object> details(SQLException e, @Nullable String state) {
        return code(state) == ReasonCode.SOURCE_UNAVAILABLE ? reasons(e) : Map.of();
    }

    /** What the network says first: what it has cut off, the database has not refused. */
    private static Map<String, Object> reasons(SQLException e) {
        return NetworkException.in(e)
                .map(NetworkException::details)
                .orElseGet(() -> Map.of("reason", reason(e)));
    }

    private static boolean isOverflow(@Nullable String state) {
        return OVERFLOW.equals(state) || OUT_OF_MEMORY.equals(state);
    }

    private static boolean fromServer(SQLException e) {
        return e instanceof PSQLException known && known.getServerErrorMessage() != null;
    }

    private static @Nullable String state(SQLException e) {
        return e.getSQLState();
    }

    private static String reason(SQLException e) {
        return switch (String.valueOf(e.getSQLState())) {
            case "28P01", "28000" -> "login_refused";
            case "3D000" -> "unknown_database";
            case "42501" -> "not_permitted";
            case "53300" -> "too_many_connections";
            case "57P03" -> "starting_or_stopping";
            case "08006" -> "connection_lost";
            case "08004" -> "connection_rejected";
            default -> "unavailable";
        };
    }

    private static String sentence(String reason) {
        return switch (reason) {
            case "login_refused" -> "The database refused the user or the password.";
            case "unknown_database" -> "There is no database of this name.";
            case "not_permitted" -> "The role may not connect to this database.";
            case "too_many_connections" -> "The database has no free connection.";
            case "starting_or_stopping" -> "The database is starting or stopping.";
            case "connection_rejected" ->
                    "The connection was rejected: check tls, and what the server offers.";
            default -> "The database cannot be reached.";
        };
    }
}
