package dev.sluice.cli;

import java.util.List;

/**
 * The SQL with which an administrator of a PostgreSQL database makes the dedicated, read-only user.
 * It holds no password: one that passes through a file, a history or a server log is no secret.
 *
 * @param schemas whose tables the user may read
 */
record SetupSql(String database, String user, List<String> schemas) {
    /** More than a server opens for one source, and few of the 100 that PostgreSQL starts with. */
    private static final int CONNECTIONS_MAX = 32;

    /** The last line of defence: no policy may give a query more time than this. */
    private static final List<String> SETTINGS =
            List.of(
                    "default_transaction_read_only = on",
                    "statement_timeout = '1h'",
                    "lock_timeout = '5s'",
                    "idle_in_transaction_session_timeout = '60s'");

    String text() {
        StringBuilder sql = new StringBuilder();
        String role = quoted(user);
        sql.append("-- Run as an administrator of the database ").append(quoted(database));
        sql.append(", for example with psql.\n");
        sql.append("CREATE ROLE ").append(role);
        sql.append(
                " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION"
                        + " NOBYPASSRLS CONNECTION LIMIT "
                        + CONNECTIONS_MAX
                        + ";\n");
        for (String setting : SETTINGS) {
            sql.append("ALTER ROLE ").append(role);
            sql.append(" SET ").append(setting).append(";\n");
        }
        sql.append("GRANT CONNECT ON DATABASE ").append(quoted(database));
        sql.append(" TO ").append(role).append(";\n");
        for (String schema : schemas) {
            String name = quoted(schema);
            sql.append("GRANT USAGE ON SCHEMA ").append(name);
            sql.append(" TO ").append(role).append(";\n");
            sql.append("GRANT SELECT ON ALL TABLES IN SCHEMA ").append(name);
            sql.append(" TO ").append(role).append(";\n");
        }
        sql.append("-- To grant less, replace ALL TABLES IN SCHEMA by the tables:");
        sql.append(" GRANT SELECT ON schema.table TO ").append(role).append(";\n");
        sql.append("-- For tables made later, run this as their owner:\n");
        for (String schema : schemas) {
            sql.append("-- ALTER DEFAULT PRIVILEGES IN SCHEMA ").append(quoted(schema));
            sql.append(" GRANT SELECT ON TABLES TO ").append(role).append(";\n");
        }
        sql.append("-- Then give it a password; psql asks for it and sends only its hash:\n");
        sql.append("-- \\password ").append(role).append('\n');
        return sql.toString();
    }

    /** An identifier as PostgreSQL takes it literally; line ends would leave a comment. */
    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"").replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
