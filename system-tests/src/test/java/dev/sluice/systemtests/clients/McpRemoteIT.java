package dev.sluice.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.NodePackages;
import dev.sluice.systemtests.ServerProcess;
import dev.sluice.systemtests.mcp.ProductServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bridge that clients without a sign-in of their own use; nobody here made it a client. */
class McpRemoteIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path home;

    @Test
    void registersSignsAPersonInAndAsks() {
        NodePackages packages = NodePackages.installed();
        try (ProductServer product = new ProductServer();
                Person ana = Person.inTheShop(product, "ana@example.org");
                RunningProgram bridge = bridge(packages, product)) {
            bridge.hear(
                    """
                    {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":\
                    "2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}\
                    """);
            String address = bridge.says("(" + product.url() + "/oauth2/authorize\\?\\S+)");
            ana.open(ana.allow(address));
            assertThat(answer(bridge, 1).at("/result/serverInfo/name").asString())
                    .isEqualTo("sluice");

            bridge.hear("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            bridge.hear("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");
            assertThat(
                            answer(bridge, 2)
                                    .at("/result/tools")
                                    .valueStream()
                                    .map(tool -> tool.path("name").asString()))
                    .contains("run", "describe");

            bridge.hear(
                    """
                    {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"run",\
                    "arguments":{"sql":"SELECT count(*) AS n FROM orders"}}}\
                    """);
            assertThat(answer(bridge, 3).at("/result/structuredContent/rows").isArray())
                    .as(bridge.toString())
                    .isTrue();
        }
    }

    private RunningProgram bridge(NodePackages packages, ProductServer product) {
        return RunningProgram.start(
                List.of(
                        packages.node().toString(),
                        packages.file("node_modules/mcp-remote/dist/proxy.js").toString(),
                        product.mcp().toString(),
                        Integer.toString(ServerProcess.freePort()),
                        "--transport",
                        "http-only"),
                Map.of(
                        "HOME", home.toString(),
                        "MCP_REMOTE_CONFIG_DIR", home.toString(),
                        "BROWSER", "/bin/true"));
    }

    private static JsonNode answer(RunningProgram bridge, int id) {
        return JSON.readTree(bridge.says("(?m)^(\\{(?=.*\"id\":" + id + "[,}]).*\\})"));
    }
}
