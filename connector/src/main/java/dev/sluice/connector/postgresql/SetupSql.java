package dev.sluice.connector.postgresql;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Grants;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes the SQL for a user that may log in and read, and nothing else. Names are quoted; one with
 * a control character is refused, since a line break would end a comment.
 */
final class SetupSql {
    private final String role;
    private final String database;
    private final StringBuilder sql = new StringBuilder();

    private SetupSql(ConnectionSettings settings) {
        this.role = name(settings.user());
        this.database = name(settings.database());
    }

    static String of(ConnectionSettings settings, Grants grants) {
        SetupSql script = new SetupSql(settings);
        script.role();
        switch (grants) {
            case Grants.Schemas(List<String> schemas) -> schemas.forEach(script::wholeSchema);
            case Grants.Tables(List<TableName> tables) -> script.tables(tables);
        }
        return script.sql.toString();
    }

    private void role() {
        line("-- Run as an administrator, connected to the database " + database + ".");
        line(
                "CREATE ROLE "
                        + role
                        + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION"
                        + " NOBYPASSRLS CONNECTION LIMIT 32;");
        line("-- Set its password without showing it: \\password " + role);
        set("default_transaction_read_only = on");
        set("statement_timeout = '1h'");
        set("lock_timeout = '5s'");
        set("idle_in_transaction_session_timeout = '60s'");
        grant("CONNECT ON DATABASE " + database);
    }

    private void wholeSchema(String schema) {
        String quoted = name(schema);
        grant("USAGE ON SCHEMA " + quoted);
        grant("SELECT ON ALL TABLES IN SCHEMA " + quoted);
        line("-- Also for tables that are created later by whoever runs this:");
        line(
                "-- ALTER DEFAULT PRIVILEGES IN SCHEMA "
                        + quoted
                        + " GRANT SELECT ON TABLES TO "
                        + role
                        + ";");
    }

    private void tables(List<TableName> tables) {
        TreeSet<String> schemas = new TreeSet<>();
        tables.forEach(table -> schemas.add(name(table.schema())));
        schemas.forEach(schema -> grant("USAGE ON SCHEMA " + schema));
        for (TableName table : tables) {
            grant("SELECT ON TABLE " + name(table.schema()) + "." + name(table.name()));
        }
    }

    private void set(String setting) {
        line("ALTER ROLE " + role + " SET " + setting + ";");
    }

    private void grant(String privilege) {
        line("GRANT " + privilege + " TO " + role + ";");
    }

    private void line(String text) {
        sql.append(text).append('\n');
    }

    private static String name(String name) {
        if (name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT, "A name is empty or holds control characters.");
        }
        return Quoting.identifier(name);
    }
}
