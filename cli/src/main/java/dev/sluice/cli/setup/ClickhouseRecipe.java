package dev.sluice.cli.setup;

import static dev.sluice.cli.setup.Quote.escapedBackticks;

import dev.sluice.core.TableName;
import java.util.List;

/** ClickHouse. A schema is a database there. */
final class ClickhouseRecipe implements Recipe {
    @Override
    public void setup(Script script, Reader reader) {
        String user = escapedBackticks(reader.user());
        script.say("Run as a user with ACCESS MANAGEMENT, for example with clickhouse-client.");
        script.run(
                "CREATE USER ",
                user,
                reader.password()
                        ? " IDENTIFIED WITH sha256_password BY '" + Script.PASSWORD + "'"
                        : " HOST NONE",
                reader.password() && !reader.from().isEmpty()
                        ? " HOST IP " + Quote.text(reader.from())
                        : "",
                " DEFAULT ROLE NONE SETTINGS readonly = 2 READONLY, allow_ddl = 0 READONLY,"
                        + " allow_introspection_functions = 0 READONLY");
        grants(script, reader, "GRANT SELECT ON ", " TO " + user);
        script.say("readonly 2 lets each query set its own limits, and nothing write.");
        if (!reader.password()) {
            script.say("Then give it a password of 20 characters or more, and let it in:");
            script.say(
                    "ALTER USER " + user + " IDENTIFIED WITH sha256_password BY '...' HOST ANY;");
        }
    }

    @Override
    public void rotate(Script script, Reader reader) {
        String user = escapedBackticks(reader.user());
        if (reader.password()) {
            script.run(
                    "ALTER USER ",
                    user,
                    " IDENTIFIED WITH sha256_password BY '" + Script.PASSWORD + "'");
        } else {
            script.say("ALTER USER " + user + " IDENTIFIED WITH sha256_password BY '...';");
        }
        script.say("Then 'sluice db rotate NAME', which tests the new one before it keeps it.");
    }

    @Override
    public void revoke(Script script, Reader reader) {
        grants(script, reader, "REVOKE SELECT ON ", " FROM " + escapedBackticks(reader.user()));
        script.say("To remove the user altogether:");
        script.say("DROP USER " + escapedBackticks(reader.user()) + ";");
    }

    private static void grants(Script script, Reader reader, String verb, String whom) {
        for (TableName table : reader.tables()) {
            String path = Quote.path(Quote::escapedBackticks, table.schema(), table.name());
            script.run(verb, path, whom);
        }
        List<String> schemas =
                reader.schemas().isEmpty() ? List.of(reader.database()) : reader.schemas();
        if (reader.tables().isEmpty()) {
            schemas.forEach(it -> script.run(verb, escapedBackticks(it), ".*", whom));
        }
    }
}
