package dev.sluice.connector.mysql;

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
            case 1044 -> Cause.unavailable("not_permitted");
            // Wrong, no such way to log in, expired.
            case 1045, 1251, 1524, 1698, 1820, 1862 -> Cause.unavailable("login_refused");
            case 1049 -> Cause.unavailable("unknown_database");
            case 1040, 1203, 1226 -> Cause.unavailable("too_many_connections");
            // Host blocked, host not allowed, encryption demanded.
            case 1129, 1130, 3159 -> Cause.unavailable("connection_rejected");
            case 1053, 1077, 1078, 1079 -> Cause.unavailable("starting_or_stopping");
            // Lost, aborted, killed.
            case 1152, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013 ->
                    Cause.unavailable("connection_lost");
            // Disk or memory, deadlock.
            case 1021, 1037, 1038, 1041, 1114, 1213 -> Cause.unavailable("unavailable");
            default -> Cause.standard(e);
        };
    }
}
