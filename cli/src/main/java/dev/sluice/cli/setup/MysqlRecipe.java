package dev.sluice.cli.setup;

import static dev.sluice.cli.setup.Quote.backticks;

import dev.sluice.core.TableName;
import java.util.List;

/** MySQL 8 and MariaDB 10.6, and newer. A schema is a database there. */
final class MysqlRecipe implements Recipe {
    private static final int CONNECTIONS_MAX = 32;

    @Override
    public void setup(Script script, Reader reader) {
        String user = user(reader);
        script.say("Run as an administrator, for example with the client mysql or mariadb.");
        script.run(
                "CREATE USER ",
                user,
                reader.password() ? " IDENTIFIED BY '" + Script.PASSWORD + "'" : "",
                reader.tls() ? " REQUIRE SSL" : "",
                " WITH MAX_USER_CONNECTIONS " + CONNECTIONS_MAX,
                reader.password() ? "" : " ACCOUNT LOCK");
        grants(script, reader, "GRANT SELECT ON ", " TO " + user);
        if (!reader.password()) {
            script.say("Then give it a password of 20 characters or more, and unlock it:");
            script.say("ALTER USER " + user + " IDENTIFIED BY '...' ACCOUNT UNLOCK;");
        }
        if (reader.from().isEmpty()) {
            script.say("The user may come from everywhere; --from ADDRESS narrows that.");
        }
    }

    @Override
    public void rotate(Script script, Reader reader) {
        String user = user(reader);
        script.say("From here until 'sluice db rotate' new connections of Sluice are refused.");
        if (reader.password()) {
            script.run("ALTER USER ", user, " IDENTIFIED BY '" + Script.PASSWORD + "'");
        } else {
            script.say("ALTER USER " + user + " IDENTIFIED BY '...';");
        }
        script.say("MySQL 8 can keep the old one until then: ... RETAIN CURRENT PASSWORD, and");
        script.say("ALTER USER " + user + " DISCARD OLD PASSWORD;");
        script.say("Then 'sluice db rotate NAME', which tests the new one before it keeps it.");
    }

    @Override
    public void revoke(Script script, Reader reader) {
        grants(script, reader, "REVOKE SELECT ON ", " FROM " + user(reader));
        script.say("To remove the user altogether, its sessions first (KILL, by the list):");
        script.say("SHOW PROCESSLIST;");
        script.say("DROP USER " + user(reader) + ";");
    }

    private static void grants(Script script, Reader reader, String verb, String whom) {
        for (TableName table : reader.tables()) {
            script.run(verb, Quote.path(Quote::backticks, table.schema(), table.name()), whom);
        }
        for (String schema : reader.tables().isEmpty() ? schemas(reader) : List.<String>of()) {
            script.run(verb, backticks(escapedWildcards(schema)), ".*", whom);
        }
    }

    private static List<String> schemas(Reader reader) {
        return reader.schemas().isEmpty() ? List.of(reader.database()) : reader.schemas();
    }

    /** In a grant on a whole database, {@code _} and {@code %} stand for other characters. */
    private static String escapedWildcards(String schema) {
        return schema.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%");
    }

    private static String user(Reader reader) {
        String from = reader.from().isEmpty() ? "%" : reader.from();
        return backticks(reader.user()) + "@" + backticks(from);
    }
}
