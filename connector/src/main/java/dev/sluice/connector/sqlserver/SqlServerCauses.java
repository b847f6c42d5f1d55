package dev.sluice.connector.sqlserver;

import com.microsoft.sqlserver.jdbc.SQLServerException;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.jdbc.Cause;
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
        return of(e).diagnosis() == Diagnosis.LOGIN_REFUSED;
    }

    static Cause of(SQLException e) {
        if (e instanceof SQLTimeoutException || CANCELLED_OR_LATE.equals(e.getSQLState())) {
            return Cause.TIMEOUT;
        }
        if (!(e instanceof SQLServerException known) || known.getSQLServerError() == null) {
            return Cause.standard(e);
        }
        return switch (known.getSQLServerError().getErrorNumber()) {
            // Lock request time out.
            case 1222 -> Cause.TIMEOUT;
            // Login failed, an untrusted domain, a disabled login, a locked one.
            case 18451, 18452, 18456, 18470, 18486, 40532 -> Cause.of(Diagnosis.LOGIN_REFUSED);
            case 911, 4060 -> Cause.of(Diagnosis.UNKNOWN_DATABASE);
            // No permission to see plans, or to enter the database.
            case 262, 916 -> Cause.of(Diagnosis.NOT_PERMITTED);
            case 40615 -> Cause.of(Diagnosis.ADDRESS_NOT_ALLOWED);
            case 18487, 18488 -> Cause.of(Diagnosis.CREDENTIAL_EXPIRED);
            case 10928, 10929, 17809, 40501, 49918, 49919, 49920 ->
                    Cause.of(Diagnosis.TOO_MANY_CONNECTIONS);
            case 6005, 17142, 17143, 40197, 40613, 42108, 42109 ->
                    Cause.of(Diagnosis.STARTING_OR_STOPPING);
            // Deadlock, out of memory, out of workers, out of disk: not the query's fault.
            case 701, 1105, 1204, 1205, 8645, 8651, 9002, 10930 -> Cause.of(Diagnosis.UNAVAILABLE);
            // Severity 20 and above ends the connection.
            default ->
                    known.getSQLServerError().getErrorSeverity() >= 20
                            ? Cause.of(Diagnosis.CONNECTION_LOST)
                            : Cause.QUERY_FAILED;
        };
    }
}
