package dev.sluice.cli;

import dev.sluice.cli.client.Json;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "whoami",
        description = "Show who the server takes you for.",
        footer = {"", "Example:", "  sluice whoami --json"})
final class WhoamiCommand extends DataCommand {
    WhoamiCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        JsonNode who = shell().server().admin().whoami();
        if (json()) {
            Printer.json(shell().out(), who);
        } else {
            Printer.members(shell().out(), forPeople(who));
        }
        return DONE;
    }

    /** Without what the caller does not have; a token need not carry all scopes of its client. */
    private static ObjectNode forPeople(JsonNode who) {
        ObjectNode shown = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> member : who.properties()) {
            JsonNode value = member.getValue();
            if (member.getKey().equals("scopes")) {
                List<String> scopes =
                        value.values().stream().map(scope -> Printer.text(scope)).toList();
                shown.put("scopes of this token", String.join(", ", scopes));
            } else if (!value.isNull()) {
                shown.set(member.getKey(), value);
            }
        }
        return shown;
    }
}
