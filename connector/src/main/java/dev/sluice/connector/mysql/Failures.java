package dev.sluice.connector.mysql;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.jdbc.Cause;
import java.sql.SQLException;

/**
 * What the servers' errors mean.
 *
 * @see <a href="https://mariadb.com/docs/server/reference/error-codes">MariaDB's error codes</a>
 * @see <a href="https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html">MySQL's
 *     error codes</a>
 */
final class Failures {
    private Failures() {}

    static Cause cause(SQLException e) {
        return switch (e.getErrorCode()) {
            // Time limits of MariaDB and MySQL, a lock's, and KILL QUERY.
            case 1969, 3024, 1205, 1317 -> Cause.TIMEOUT;
            case 1044 -> Cause.of(Diagnosis.NOT_PERMITTED);
            case 1045, 1698 -> Cause.of(Diagnosis.LOGIN_REFUSED);
            case 1820, 1862 -> Cause.of(Diagnosis.CREDENTIAL_EXPIRED);
            case 1251, 1524 -> Cause.of(Diagnosis.SIGN_IN_METHOD_REFUSED);
            case 1130 -> Cause.of(Diagnosis.ADDRESS_NOT_ALLOWED);
            case 3159 -> Cause.of(Diagnosis.TLS_REQUIRED);
            case 1049 -> Cause.of(Diagnosis.UNKNOWN_DATABASE);
            case 1040, 1203, 1226 -> Cause.of(Diagnosis.TOO_MANY_CONNECTIONS);
            // Too many failures from our address before.
            case 1129 -> Cause.of(Diagnosis.CONNECTION_REJECTED);
            case 1053, 1077, 1078, 1079 -> Cause.of(Diagnosis.STARTING_OR_STOPPING);
            // Lost, aborted, killed.
            case 1152, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013 ->
                    Cause.of(Diagnosis.CONNECTION_LOST);
            // Disk or memory, deadlock.
            case 1021, 1037, 1038, 1041, 1114, 1213 -> Cause.of(Diagnosis.UNAVAILABLE);
            default -> Cause.standard(e);
        };
    }
}
