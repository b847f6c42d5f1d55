package dev.sluice.connector.postgresql;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.NetworkException;
import dev.sluice.connector.Outcome;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

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
    private static final String CHECK_OF_ADDRESS = "ClientAuthentication";
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
        return diagnosis(e).failed(state(e));
    }

    /** The same for an administrator, who is told in a sentence. */
    static SluiceException forAdministrator(SQLException e) {
        Map<String, Object> details = new TreeMap<>(NetworkException.detailsIn(e));
        details.put("sql_state", String.valueOf(e.getSQLState()));
        return diagnosis(e).exception(details);
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
        return code(state) == ReasonCode.SOURCE_UNAVAILABLE
                ? Map.of("reason", diagnosis(e).reason())
                : Map.of();
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

    private static Diagnosis diagnosis(SQLException e) {
        return Diagnosis.ofNetwork(e).orElseGet(() -> ofState(e));
    }

    private static Diagnosis ofState(SQLException e) {
        return switch (String.valueOf(e.getSQLState())) {
            case "28P01" -> Diagnosis.LOGIN_REFUSED;
            // The same state for an unknown role; which function of the server said so tells.
            case "28000" ->
                    CHECK_OF_ADDRESS.equals(routine(e))
                            ? Diagnosis.ADDRESS_NOT_ALLOWED
                            : Diagnosis.LOGIN_REFUSED;
            case "3D000" -> Diagnosis.UNKNOWN_DATABASE;
            case "42501" -> Diagnosis.NOT_PERMITTED;
            case "53300" -> Diagnosis.TOO_MANY_CONNECTIONS;
            case "57P03" -> Diagnosis.STARTING_OR_STOPPING;
            case "08006" -> Diagnosis.CONNECTION_LOST;
            case "08004" -> Diagnosis.CONNECTION_REJECTED;
            case "08P01" -> Diagnosis.WRONG_SERVER;
            default -> Diagnosis.UNAVAILABLE;
        };
    }

    private static @Nullable String routine(SQLException e) {
        ServerErrorMessage message =
                e instanceof PSQLException known ? known.getServerErrorMessage() : null;
        return message == null ? null : message.getRoutine();
    }
}
