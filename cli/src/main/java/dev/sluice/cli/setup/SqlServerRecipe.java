package dev.sluice.cli.setup;

import static dev.sluice.cli.setup.Quote.brackets;

import dev.sluice.core.TableName;
import java.util.List;

/** SQL Server, Azure SQL and Azure Synapse. */
final class SqlServerRecipe implements Recipe {
    private final boolean synapse;

    SqlServerRecipe(boolean synapse) {
        this.synapse = synapse;
    }

    @Override
    public void setup(Script script, Reader reader) {
        String user = brackets(reader.user());
        script.say("In the database master, as an administrator:");
        if (reader.password()) {
            script.run("CREATE LOGIN ", user, " WITH PASSWORD = N'" + Script.PASSWORD + "'");
        } else {
            script.say("CREATE LOGIN " + user + " WITH PASSWORD = N'...';");
        }
        script.say("In the database " + brackets(reader.database()) + " (a session of its own):");
        script.run("CREATE USER ", user, " FOR LOGIN ", user);
        grants(script, reader, "GRANT SELECT ON ", " TO " + user);
        script.say("What others grant later must not let it write:");
        script.run(
                synapse
                        ? "EXEC sp_addrolemember 'db_denydatawriter', " + Quote.text(reader.user())
                        : "ALTER ROLE [db_denydatawriter] ADD MEMBER " + user);
        if (!synapse) {
            script.say("Lets Sluice see the plan of a query before it runs:");
            script.run("GRANT SHOWPLAN TO ", user);
        }
    }

    @Override
    public void rotate(Script script, Reader reader) {
        String user = brackets(reader.user());
        script.say("In the database master, as an administrator:");
        if (reader.password()) {
            script.run("ALTER LOGIN ", user, " WITH PASSWORD = N'" + Script.PASSWORD + "'");
        } else {
            script.say("ALTER LOGIN " + user + " WITH PASSWORD = N'...';");
        }
        script.say("Then 'sluice db rotate NAME', which tests the new one before it keeps it.");
    }

    @Override
    public void revoke(Script script, Reader reader) {
        String user = brackets(reader.user());
        grants(script, reader, "REVOKE SELECT ON ", " FROM " + user);
        script.say("To remove the user altogether, in the database and then in master:");
        script.say("DROP USER " + user + ";");
        script.say("DROP LOGIN " + user + ";");
    }

    private static void grants(Script script, Reader reader, String verb, String whom) {
        for (TableName table : reader.tables()) {
            String name = Quote.path(Quote::brackets, table.schema(), table.name());
            script.run(verb, "OBJECT::", name, whom);
        }
        List<String> schemas = reader.tables().isEmpty() ? reader.schemas() : List.of();
        schemas.forEach(schema -> script.run(verb, "SCHEMA::", brackets(schema), whom));
    }
}
