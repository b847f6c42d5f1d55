package dev.sluice.connector.mysql;

import dev.sluice.connector.Capabilities;
import java.time.Duration;

/** What the two engines do not have in common. */
enum Flavour {
    MYSQL("mysql", "MySQL") {
        @Override
        String settings() {
            return "SET SESSION transaction_read_only = 1, sql_mode = 'ONLY_FULL_GROUP_BY,"
                    + "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
                    + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";
        }

        @Override
        String limit(Duration timeout) {
            return "SET SESSION max_execution_time = " + timeout.toMillis();
        }
    },
    MARIADB("mariadb", "MariaDB") {
        @Override
        String settings() {
            return "SET SESSION tx_read_only = 1, sql_mode = 'STRICT_TRANS_TABLES,"
                    + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";
        }

        @Override
        String limit(Duration timeout) {
            return "SET SESSION max_statement_time = " + timeout.toMillis() / 1e3;
        }
    };

    /** Of every session: waits for nothing longer than the queries of PostgreSQL do. */
    private static final String COMMON =
            ", time_zone = '+00:00', lock_wait_timeout = 2, innodb_lock_wait_timeout = 2";

    private final String type;
    private final String title;

    Flavour(String type, String title) {
        this.type = type;
        this.title = title;
    }

    /** The name in settings, which is also that of the guard's dialect. */
    String type() {
        return type;
    }

    String title() {
        return title;
    }

    /** The tests have a MariaDB to run, and no MySQL. */
    Capabilities.Proof proof() {
        return this == MARIADB ? Capabilities.Proof.REAL : Capabilities.Proof.WIRE;
    }

    /** The engine's own default mode, whatever the server's configuration says (see ADR 13). */
    abstract String settings();

    String sessionSettings() {
        return settings() + COMMON;
    }

    /** What makes the engine end each statement after this time. */
    abstract String limit(Duration timeout);
}
