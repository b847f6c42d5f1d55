package dev.sluice.systemtests.mcp;

import dev.sluice.systemtests.NodePackages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs the official TypeScript client through one visit: connect, list tools, call some. */
final class OfficialClient {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration VISIT_MAX = Duration.ofSeconds(60);

    private OfficialClient() {}

    static JsonNode overHttp(RunningServer server, String mode) {
        ObjectNode task = task(mode, server);
        task.put("transport", "http");
        task.put("url", server.mcp().toString());
        task.put("token", server.token());
        return visit(task);
    }

    static JsonNode overStdio(
            List<String> command,
            Map<String, String> environment,
            RunningServer server,
            String mode) {
        ObjectNode task = task(mode, server);
        task.put("transport", "stdio");
        task.set("command", JSON.valueToTree(command));
        task.set("environment", JSON.valueToTree(environment));
        return visit(task);
    }

    private static ObjectNode task(String mode, RunningServer server) {
        ObjectNode task = JSON.createObjectNode();
        task.put("mode", mode);
        for (RunningServer.Use use : List.of(server.allowed(), server.refused())) {
            ObjectNode call = task.withArray("calls").addObject();
            call.put("name", use.tool());
            call.set("arguments", JSON.readTree(use.arguments()));
        }
        return task;
    }

    private static JsonNode visit(ObjectNode task) {
        NodePackages packages = NodePackages.installed();
        return JSON.readTree(
                packages.run(VISIT_MAX, task.toString(), packages.file("client.mjs")).successful());
    }
}
