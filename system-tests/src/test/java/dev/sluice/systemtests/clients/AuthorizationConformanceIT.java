package dev.sluice.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Clients.NewClient;
import dev.sluice.systemtests.NodePackages;
import dev.sluice.systemtests.ServerProcess;
import dev.sluice.systemtests.mcp.ProductServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The authorization server before the conformance suite of the MCP project. */
class AuthorizationConformanceIT {
    @TempDir private Path results;

    @Test
    void passesEveryCheckOfTheSuite() throws Exception {
        NodePackages packages = NodePackages.installed();
        try (ProductServer product = new ProductServer();
                Person ana = Person.inTheShop(product, "ana@example.org");
                RunningProgram suite = suite(packages, product)) {
            String address = suite.says("(" + product.url() + "/oauth2/authorize\\?\\S+)");
            assertThat(ana.open(ana.allow(address))).contains("OK");
            assertThat(suite.end()).as(suite.toString()).isZero();
            Map<String, String> ends = ends();
            System.out.println("authorization conformance: " + ends);
            assertThat(ends)
                    .as(suite.toString())
                    .isEqualTo(
                            Map.of(
                                    "authorization-server-metadata", "SUCCESS",
                                    "authorization-server-metadata-cimd", "SUCCESS",
                                    "authorization-code-grant", "SUCCESS"));
        }
    }

    private RunningProgram suite(NodePackages packages, ProductServer product) {
        String client =
                product.demo()
                        .server()
                        .deployment()
                        .identity()
                        .clients()
                        .createPublic(
                                new NewClient(
                                        product.demo().tenant().id(),
                                        "conformance suite",
                                        Set.of("query"),
                                        List.of("http://127.0.0.1/callback")),
                                Actor.OPERATOR)
                        .id();
        return RunningProgram.start(
                List.of(
                        packages.node().toString(),
                        packages.file(
                                        "node_modules/@modelcontextprotocol/conformance/dist/index.js")
                                .toString(),
                        "authorization",
                        "--url",
                        product.url(),
                        "--client-id",
                        client,
                        "--resource",
                        product.mcp().toString(),
                        "--port",
                        Integer.toString(ServerProcess.freePort()),
                        "--output-dir",
                        results.toString()),
                Map.of());
    }

    /** How each check of each scenario ended. */
    private Map<String, String> ends() throws IOException {
        Map<String, String> ends = new TreeMap<>();
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : files.filter(it -> it.endsWith("checks.json")).toList()) {
                for (JsonNode check : new JsonMapper().readTree(Files.readString(file))) {
                    ends.put(check.path("id").asString(), check.path("status").asString());
                }
            }
        }
        return ends;
    }
}
