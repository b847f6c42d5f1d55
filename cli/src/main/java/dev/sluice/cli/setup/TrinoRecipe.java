package dev.sluice.cli.setup;

import static dev.sluice.cli.setup.Quote.json;
import static dev.sluice.cli.setup.Quote.jsonPattern;

import dev.sluice.core.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * Trino: rules for its file-based access control. They are read from the top, and the first that
 * fits counts.
 *
 * @see <a href="https://trino.io/docs/current/security/file-system-access-control.html">File-based
 *     access control</a>
 */
final class TrinoRecipe implements Recipe {
    @Override
    public void setup(Script script, Reader reader) {
        rules(script, reader, true);
        script.say("In password.db, for example; htpasswd asks for the password:");
        script.say("htpasswd -B -C 10 password.db " + Quote.shell(reader.user()));
    }

    private static void rules(Script script, Reader reader, boolean grant) {
        script.say(
                "Put these rules before your own into the file that security.config-file names,");
        script.say("in etc/access-control.properties with access-control.name=file. The comments");
        script.say("are no part of it. A user that no rule names may nothing.");
        String user = "\"user\": " + jsonPattern(reader.user());
        String catalog = "\"catalog\": " + jsonPattern(reader.database());
        script.line("{");
        script.line("  \"catalogs\": [");
        script.line("    {", user, ", ", catalog, ", \"allow\": \"read-only\"},");
        script.line("    {", user, ", \"allow\": \"none\"}");
        script.line("  ],");
        script.line("  \"schemas\": [{", user, ", \"owner\": false}],");
        script.line("  \"tables\": [");
        for (String table : grant ? tables(reader) : List.<String>of()) {
            script.line(
                    "    {", user, ", ", catalog, ", ", table, ", \"privileges\": [\"SELECT\"]},");
        }
        script.line("    {", user, ", \"privileges\": []}");
        script.line("  ],");
        script.line("  \"functions\": [{", user, ", \"privileges\": []}],");
        script.line("  \"procedures\": [{", user, ", \"privileges\": []}],");
        script.line("  \"queries\": [{", user, ", \"allow\": [\"execute\"]}],");
        script.line("  \"impersonation\": [{", "\"original_user\": ", json(reader.user()));
        script.line("    , \"new_user\": \".*\", \"allow\": false}],");
        script.line("  \"system_session_properties\": [{", user, ", \"allow\": true}],");
        script.line("  \"catalog_session_properties\": [{", user, ", \"allow\": false}]");
        script.line("}");
    }

    private static List<String> tables(Reader reader) {
        List<String> tables = new ArrayList<>();
        for (TableName table : reader.tables()) {
            tables.add(
                    "\"schema\": "
                            + jsonPattern(table.schema())
                            + ", \"table\": "
                            + jsonPattern(table.name()));
        }
        if (reader.tables().isEmpty()) {
            reader.schemas().forEach(it -> tables.add("\"schema\": " + jsonPattern(it)));
        }
        return tables;
    }

    @Override
    public void rotate(Script script, Reader reader) {
        script.say("In password.db; htpasswd asks for the password, and Trino reads it again:");
        script.say("htpasswd -B -C 10 password.db " + Quote.shell(reader.user()));
        script.say("Then 'sluice db rotate NAME', which tests the new one before it keeps it.");
    }

    @Override
    public void revoke(Script script, Reader reader) {
        rules(script, reader, false);
        script.say("To remove the user altogether:");
        script.say("htpasswd -D password.db " + Quote.shell(reader.user()));
    }
}
