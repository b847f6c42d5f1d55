package dev.sluice.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.McpCaller;
import dev.sluice.systemtests.NodePackages;
import dev.sluice.systemtests.mcp.ProductServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The official TypeScript client, with its own way of signing a person in. */
class OfficialClientSignInIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> EDITOR =
            List.of(
                    "editor://example.mcp/oauth/callback",
                    "https://editor.example/oauth/callback",
                    "http://localhost:8787/callback");

    private static NodePackages packages;
    private static ProductServer product;
    private static Person ana;

    @BeforeAll
    static void start() {
        packages = NodePackages.installed();
        product = new ProductServer();
        ana = Person.inTheShop(product, "ana@example.org");
    }

    @AfterAll
    static void stop() {
        ana.close();
        product.close();
    }

    /** The last one has another port than it registered, as the RFC for native programs lets it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "editor://example.mcp/oauth/callback",
                "https://editor.example/oauth/callback",
                "http://localhost:50123/callback"
            })
    void registersByItselfWithThreePlacesToGoBackTo(String redirect) {
        ObjectNode task = task(redirect);
        ObjectNode metadata = task.putObject("metadata");
        metadata.put("client_name", "Editor").put("token_endpoint_auth_method", "none");
        metadata.set("redirect_uris", JSON.valueToTree(EDITOR));
        metadata.set(
                "grant_types", JSON.valueToTree(List.of("authorization_code", "refresh_token")));
        metadata.set("response_types", JSON.valueToTree(List.of("code")));

        JsonNode seen = visit(task);

        assertThat(seen.at("/client/redirect_uris").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(EDITOR);
        assertThat(seen.at("/client/client_secret").isMissingNode()).isTrue();
    }

    @Test
    void worksAsAPublicClientThatAnOperatorMade() {
        String client = madeByTheOperator("http://127.0.0.1/callback");
        ObjectNode task = task("http://127.0.0.1:50124/callback");
        task.put("client", client);

        assertThat(visit(task).at("/client/client_id").asString()).isEqualTo(client);
    }

    /** With the command that an operator has for it. */
    private static String madeByTheOperator(String redirect) {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sluice.server.Main",
                        "admin",
                        "create-client",
                        "--data-dir",
                        product.demo().dataDir().toString(),
                        "--name",
                        "editor",
                        "--scopes",
                        "query",
                        "--public",
                        "--redirect-uri",
                        redirect,
                        "--json");
        try (RunningProgram made = RunningProgram.start(command, Map.of())) {
            assertThat(made.end()).as(made.toString()).isZero();
            JsonNode client = JSON.readTree(made.output());
            assertThat(client.has("client_secret")).isFalse();
            return client.path("client_id").asString();
        }
    }

    private static ObjectNode task(String redirect) {
        return JSON.createObjectNode()
                .put("url", product.mcp().toString())
                .put("redirect", redirect);
    }

    /** Goes through the whole life of a sign-in, and returns what the client saw. */
    private static JsonNode visit(ObjectNode task) {
        try (RunningProgram client =
                RunningProgram.start(
                        List.of(
                                packages.node().toString(),
                                packages.file("oauth-client.mjs").toString()),
                        Map.of())) {
            client.hear(task.toString());
            String address = client.says("\\{\"authorize\":\"([^\"]+)\"\\}");
            URI answer = ana.allow(address);
            assertThat(answer.toString()).startsWith(task.path("redirect").asString() + "?");
            client.hear(answer.toString());
            JsonNode seen = JSON.readTree(client.says("(\\{\"refusal\".*\\})"));
            assertThat(client.end()).as(client.toString()).isZero();
            assertLife(seen);
            return seen;
        }
    }

    private static void assertLife(JsonNode seen) {
        assertThat(seen.path("refusal").asString()).isEqualTo("UnauthorizedError");
        assertThat(seen.path("tools").valueStream().map(JsonNode::asString))
                .contains("run", "describe");
        assertThat(seen.path("results")).hasSize(2);
        for (JsonNode result : seen.path("results")) {
            assertThat(result.at("/structuredContent/rows").isArray())
                    .as(result.toString())
                    .isTrue();
        }
        assertThat(seen.path("renewed").asBoolean()).as(seen.toString()).isTrue();
        assertThat(seen.path("revoked").asInt()).isEqualTo(200);
        assertThat(seen.path("ended").asString()).isEqualTo("UnauthorizedError");
        assertThat(seen.path("forgotten").valueStream().map(JsonNode::asString))
                .as("what the server's refusal made the client throw away")
                .containsExactly("tokens");
        assertThat(seen.path("asked").asInt()).as("the person is asked again").isEqualTo(2);
        try (McpCaller caller = new McpCaller(product.mcp(), seen.path("access").asString())) {
            assertThat(caller.listTools().statusCode()).isEqualTo(401);
        }
    }
}
