package dev.sluice.cli.setup;

import static dev.sluice.cli.setup.Quote.backticks;

import dev.sluice.core.TableName;
import java.util.LinkedHashSet;
import java.util.Set;

/** Databricks with Unity Catalog: a service principal, named by its application id. */
final class DatabricksRecipe implements Recipe {
    @Override
    public void setup(Script script, Reader reader) {
        String principal = backticks(reader.user());
        script.say("Make a service principal (Settings, Identity and access), and let it use the");
        script.say("SQL warehouse ('Can use'). Its application id is the user here: --user ID.");
        script.say("Run in a SQL editor as the owner of the catalog.");
        script.run("GRANT USE CATALOG ON CATALOG ", catalog(reader), " TO ", principal);
        Set<String> schemas = new LinkedHashSet<>();
        reader.tables().forEach(table -> schemas.add(table.schema()));
        if (schemas.isEmpty()) {
            schemas.addAll(reader.schemas());
        }
        for (String schema : schemas) {
            script.run("GRANT USE SCHEMA ON SCHEMA ", in(reader, schema), " TO ", principal);
        }
        grants(script, reader, "GRANT SELECT ON ", " TO " + principal);
        script.say("Then make an OAuth secret for it, and connect with --auth oauth-client.");
    }

    @Override
    public void rotate(Script script, Reader reader) {
        script.say("Make a second OAuth secret for the service principal; both hold.");
        script.say("Then 'sluice db rotate NAME --client-secret-stdin', and delete the old one.");
    }

    @Override
    public void revoke(Script script, Reader reader) {
        grants(script, reader, "REVOKE SELECT ON ", " FROM " + backticks(reader.user()));
        script.say("To remove it altogether, delete the service principal.");
    }

    private static void grants(Script script, Reader reader, String verb, String whom) {
        for (TableName table : reader.tables()) {
            String path = in(reader, table.schema()) + "." + backticks(table.name());
            script.run(verb, "TABLE ", path, whom);
        }
        if (reader.tables().isEmpty()) {
            reader.schemas().forEach(it -> script.run(verb, "SCHEMA ", in(reader, it), whom));
        }
    }

    private static String catalog(Reader reader) {
        return backticks(reader.option("catalog", reader.database()));
    }

    private static String in(Reader reader, String schema) {
        return catalog(reader) + "." + backticks(schema);
    }
}
