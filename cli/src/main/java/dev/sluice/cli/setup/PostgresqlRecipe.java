package dev.sluice.cli.setup;

import static dev.sluice.cli.setup.Quote.standard;

import dev.sluice.core.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** PostgreSQL 12 and newer. */
final class PostgresqlRecipe implements Recipe {
    /** More than a server opens for one source, and few of the 100 that PostgreSQL starts with. */
    private static final int CONNECTIONS_MAX = 32;

    /** The last line of defence: no policy may give a query more time than this. */
    private static final List<String> SETTINGS =
            List.of(
                    "default_transaction_read_only = on",
                    "statement_timeout = '1h'",
                    "lock_timeout = '5s'",
                    "idle_in_transaction_session_timeout = '60s'");

    @Override
    public void setup(Script script, Reader reader) {
        String role = standard(reader.user());
        script.say(
                "Run as an administrator of the database "
                        + standard(reader.database())
                        + ", for example with psql.");
        script.run(
                "CREATE ROLE ",
                role,
                " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS"
                        + " CONNECTION LIMIT "
                        + CONNECTIONS_MAX);
        SETTINGS.forEach(setting -> script.run("ALTER ROLE ", role, " SET ", setting));
        script.run("GRANT CONNECT ON DATABASE ", standard(reader.database()), " TO ", role);
        for (String schema : schemas(reader)) {
            script.run("GRANT USAGE ON SCHEMA ", standard(schema), " TO ", role);
        }
        if (reader.tables().isEmpty()) {
            wholeSchemas(script, reader, role);
        }
        for (TableName table : reader.tables()) {
            script.run("GRANT SELECT ON ", name(table), " TO ", role);
        }
        script.say(
                "On PostgreSQL 14 and older everybody may create tables in public. To end that:");
        script.say("REVOKE CREATE ON SCHEMA public FROM PUBLIC;");
        password(script, reader, role);
    }

    private static void wholeSchemas(Script script, Reader reader, String role) {
        for (String schema : reader.schemas()) {
            script.run("GRANT SELECT ON ALL TABLES IN SCHEMA ", standard(schema), " TO ", role);
        }
        script.say("For tables made later, run this as their owner:");
        for (String schema : reader.schemas()) {
            script.say(
                    "ALTER DEFAULT PRIVILEGES IN SCHEMA "
                            + standard(schema)
                            + " GRANT SELECT ON TABLES TO "
                            + role
                            + ";");
        }
    }

    private static void password(Script script, Reader reader, String role) {
        if (reader.password()) {
            script.run("ALTER ROLE ", role, " PASSWORD '" + Script.PASSWORD + "'");
        } else {
            script.say("Then give it a password; psql asks for it and sends only its hash:");
            script.say("\\password " + role);
        }
    }

    @Override
    public void rotate(Script script, Reader reader) {
        String role = standard(reader.user());
        script.say("From here until 'sluice db rotate' new connections of Sluice are refused.");
        password(script, reader, role);
        script.say("Then 'sluice db rotate NAME', which tests the new one before it keeps it.");
    }

    @Override
    public void revoke(Script script, Reader reader) {
        String role = standard(reader.user());
        for (TableName table : reader.tables()) {
            script.run("REVOKE SELECT ON ", name(table), " FROM ", role);
        }
        for (String schema : reader.tables().isEmpty() ? reader.schemas() : List.<String>of()) {
            script.run("REVOKE SELECT ON ALL TABLES IN SCHEMA ", standard(schema), " FROM ", role);
            script.say("Names and types stay visible. To take the schema away as well:");
            script.say("REVOKE USAGE ON SCHEMA " + standard(schema) + " FROM " + role + ";");
        }
        script.say("To remove the user altogether:");
        script.say(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = "
                        + Quote.text(reader.user())
                        + ";");
        script.say("DROP OWNED BY " + role + ";");
        script.say("DROP ROLE " + role + ";");
    }

    private static Set<String> schemas(Reader reader) {
        Set<String> schemas = new LinkedHashSet<>();
        if (reader.tables().isEmpty()) {
            schemas.addAll(reader.schemas());
        }
        reader.tables().forEach(table -> schemas.add(table.schema()));
        return schemas;
    }

    private static String name(TableName table) {
        return Quote.path(Quote::standard, table.schema(), table.name());
    }
}
