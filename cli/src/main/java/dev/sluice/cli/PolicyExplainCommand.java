package dev.sluice.cli;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.cli.client.Json;
import dev.sluice.core.Schema;
import dev.sluice.policy.Explainer;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.SchemaFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "explain",
        sortOptions = false,
        description = "Say what would become of somebody's question, and why. Nothing is run.",
        footer = {
            "",
            "For administrators: it tells hidden names from names that do not exist, and shows row"
                    + " filters. Whoever asks the question itself learns none of it.",
            "",
            "Examples:",
            "  sluice policy explain \"SELECT email FROM customers\" --as ana@example.org",
            "  sluice policy explain - --as ana@example.org --agent support-bot < question.sql",
            "  sluice policy explain \"SELECT 1\" --as support-bot -f policy.yaml --schema"
                    + " shop.json"
        })
final class PolicyExplainCommand extends DataCommand {
    @Parameters(
            paramLabel = "SQL",
            description = "The question, or - to read it from standard input.")
    private String sql = "";

    @Option(
            names = "--as",
            required = true,
            paramLabel = "WHO",
            description =
                    "Who asks: a user or client as the bindings name it, a client's name, or an"
                            + " agent.")
    private String as = "";

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "The agent that the user acts through.")
    private @Nullable String agent;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "The source that is asked; needed when they may use several.")
    private @Nullable String source;

    @Option(
            names = "--claim",
            paramLabel = "NAME=VALUE",
            description = "A claim that row filters refer to, such as user.email=ana@example.org.")
    private Map<String, String> claims = new LinkedHashMap<>();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Explain under this policy file instead of the policy in force.")
    private @Nullable String file;

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description =
                    "The schema file of the source: with --file, needs no server; 'sluice guard"
                            + " schema' writes one.")
    private @Nullable String schema;

    PolicyExplainCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws IOException {
        if (schema != null && file == null) {
            throw wrongUsage("--schema explains offline and needs --file.");
        }
        String question = sql.equals("-") ? text("-", GuardCommands.Check.SQL_BYTES_MAX) : sql;
        JsonNode explanation = schema == null ? online(question) : offline(question, schema);
        if (json()) {
            Printer.json(shell().out(), explanation);
        } else {
            new ExplanationText(shell().out(), question).print(explanation);
        }
        return DONE;
    }

    private JsonNode online(String question) throws IOException {
        ObjectNode asked = Json.MAPPER.createObjectNode().put("sql", question).put("as", as);
        Optional.ofNullable(agent).ifPresent(name -> asked.put("agent", name));
        Optional.ofNullable(source).ifPresent(name -> asked.put("source", name));
        if (file != null) {
            asked.put("policy", text(file, PolicyCommands.FILE_BYTES_MAX));
        }
        asked.set("claims", Json.MAPPER.valueToTree(claims));
        return shell().server()
                .admin()
                .post(
                        "/api/v1/policy/explain",
                        Optional.of(AdminApi.Body.json(Json.MAPPER.writeValueAsBytes(asked))));
    }

    private JsonNode offline(String question, String schemaFile) throws IOException {
        PolicyFile policy =
                PolicyFile.parse(
                        text(Optional.ofNullable(file).orElse("-"), PolicyCommands.FILE_BYTES_MAX));
        Schema catalogue = SchemaFile.read(text(schemaFile, GuardCommands.Check.SCHEMA_BYTES_MAX));
        return Json.MAPPER.valueToTree(
                new Explainer(policy, _ -> catalogue)
                        .explain(
                                policy.who(as, Optional.ofNullable(agent)),
                                Optional.ofNullable(source),
                                question,
                                claims));
    }
}
