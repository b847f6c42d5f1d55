package dev.sluice.cli.setup;

import static dev.sluice.cli.setup.Quote.standard;

import dev.sluice.core.TableName;
import java.util.LinkedHashSet;
import java.util.Set;

/** Amazon Redshift. */
final class RedshiftRecipe implements Recipe {
    private static final int CONNECTIONS_MAX = 32;

    @Override
    public void setup(Script script, Reader reader) {
        String user = standard(reader.user());
        script.say("Run as an administrator of the database " + standard(reader.database()) + ".");
        script.run(
                "CREATE USER ",
                user,
                " PASSWORD ",
                reader.password() ? "'" + Script.PASSWORD + "'" : "DISABLE",
                " NOCREATEDB NOCREATEUSER SYSLOG ACCESS RESTRICTED CONNECTION LIMIT "
                        + CONNECTIONS_MAX);
        script.run("ALTER USER ", user, " SET statement_timeout TO 3600000");
        Set<String> schemas = new LinkedHashSet<>();
        reader.tables().forEach(table -> schemas.add(table.schema()));
        if (reader.tables().isEmpty()) {
            schemas.addAll(reader.schemas());
        }
        schemas.forEach(it -> script.run("GRANT USAGE ON SCHEMA ", standard(it), " TO ", user));
        grants(script, reader, "GRANT SELECT ON ", " TO " + user);
        script.say("Everybody may create tables in public. To end that:");
        script.say("REVOKE CREATE ON SCHEMA public FROM PUBLIC;");
        if (!reader.password()) {
            script.say("Then give it a password of 20 characters or more:");
            script.say("ALTER USER " + user + " PASSWORD '...';");
        }
    }

    @Override
    public void rotate(Script script, Reader reader) {
        String user = standard(reader.user());
        if (reader.password()) {
            script.run("ALTER USER ", user, " PASSWORD '" + Script.PASSWORD + "'");
        } else {
            script.say("ALTER USER " + user + " PASSWORD '...';");
        }
        script.say("Then 'sluice db rotate NAME', which tests the new one before it keeps it.");
    }

    @Override
    public void revoke(Script script, Reader reader) {
        String user = standard(reader.user());
        grants(script, reader, "REVOKE SELECT ON ", " FROM " + user);
        script.say("To remove the user altogether, revoke all it was granted, and then:");
        script.say("DROP USER " + user + ";");
    }

    private static void grants(Script script, Reader reader, String verb, String whom) {
        for (TableName table : reader.tables()) {
            script.run(verb, Quote.path(Quote::standard, table.schema(), table.name()), whom);
        }
        if (reader.tables().isEmpty()) {
            reader.schemas()
                    .forEach(it -> script.run(verb, "ALL TABLES IN SCHEMA ", standard(it), whom));
        }
    }
}
