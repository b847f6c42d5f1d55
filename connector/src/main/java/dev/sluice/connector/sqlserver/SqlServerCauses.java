package dev.sluice.connector.sqlserver;

import com.microsoft.sqlserver.jdbc.SQLServerException;
import dev.sluice.connector.jdbc.Cause;
import dev.sluice.connector.jdbc.Reasons;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;

/**
 * What the server's error numbers mean; the driver makes SQL states of them that say less.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/database-engine-events-and-errors">
 *     Database engine errors</a>
 */
final class SqlServerCauses {
    private static final String CANCELLED_OR_LATE = "HY008";

    private SqlServerCauses() {}

    static boolean isLoginRefused(SQLException e) {
        return "login_refused".equals(of(e).reason());
    }

    static Cause of(SQLException e) {
        if (e instanceof SQLTimeoutException || CANCELLED_OR_LATE.equals(e.getSQLState())) {
            return Cause.TIMEOUT;
        }
        if (e instanceof TokenSource.NoToken none) {
            return Cause.unavailable(none.reason());
        }
        if (!(e instanceof SQLServerException known) || known.getSQLServerError() == null) {
            return ofDriver(e);
        }
        return switch (known.getSQLServerError().getErrorNumber()) {
            // Lock request time out.
            case 1222 -> Cause.TIMEOUT;
            // Login failed, an untrusted domain, a disabled or expired login, a locked one.
            case 18451, 18452, 18456, 18470, 18486, 18487, 18488, 40532 ->
                    Cause.unavailable("login_refused");
            case 911, 4060 -> Cause.unavailable("unknown_database");
            case 262 -> Cause.unavailable("plan_not_permitted");
            case 916, 40615 -> Cause.unavailable("not_permitted");
            case 10928, 10929, 17809, 40501, 49918, 49919, 49920 ->
                    Cause.unavailable("too_many_connections");
            case 6005, 17142, 17143, 40197, 40613, 42108, 42109 ->
                    Cause.unavailable("starting_or_stopping");
            // Deadlock, out of memory, out of workers, out of disk: not the query's fault.
            case 701, 1105, 1204, 1205, 8645, 8651, 9002, 10930 ->
                    Cause.unavailable(Reasons.UNAVAILABLE);
            // Severity 20 and above ends the connection.
            default ->
                    known.getSQLServerError().getErrorSeverity() >= 20
                            ? Cause.unavailable("connection_lost")
                            : Cause.QUERY_FAILED;
        };
    }

    /** The driver gives up on what it does not understand, and on servers that do not encrypt. */
    private static Cause ofDriver(SQLException e) {
        String network = Reasons.ofNetwork(e);
        if (network != null) {
            return Cause.unavailable(network);
        }
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08")
                ? Cause.unavailable("connection_lost")
                : Cause.unavailable(Reasons.UNAVAILABLE);
    }
}
