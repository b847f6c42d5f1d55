package dev.sluice.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Principal;
import dev.sluice.core.TenantId;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Epochs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Thousands of damaged messages: none raises an exception, all answers are JSON-RPC. */
class MutatedMessagesTest {
    private static final int ROUNDS = 20_000;
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> SEEDS =
            List.of(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
                        + "\"echo\",\"arguments\":{\"text\":\"a\\u00e9\",\"times\":3},\"_meta\":{"
                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{},"
                        + "\"traceparent\":\"00-0-0-00\"}}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"initialize\",\"params\":{"
                            + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}",
                    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},"
                            + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":null}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
                            + "\"echo\",\"arguments\":{\"text\":\"a\"},\"requestState\":\"AQAB\","
                            + "\"inputResponses\":{\"a\":{\"action\":\"accept\",\"content\":{}}},"
                            + "\"_meta\":{\"progressToken\":7,"
                            + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                            + "\"io.modelcontextprotocol/clientCapabilities\":"
                            + "{\"elicitation\":{\"url\":{}},\"roots\":{}}}}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"completion/complete\",\"params\":{"
                            + "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"n:{a}\"},\"argument\":"
                            + "{\"name\":\"a\",\"value\":\"b\"},"
                            + "\"context\":{\"arguments\":{\"c\":\"d\"}}}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/get\",\"params\":"
                            + "{\"name\":\"p\",\"arguments\":{\"a\":\"b\"}}}");
    private static final List<String> SPLICES =
            List.of(
                    "null",
                    "{}",
                    "[]",
                    "\"\"",
                    "-1e999",
                    "1e999",
                    "\\ud800",
                    "\u0000",
                    "\"",
                    "{",
                    "[[",
                    "9".repeat(99),
                    "true",
                    "é",
                    ",",
                    ":");

    private final MessageReader reader = new MessageReader();
    private final Dispatcher dispatcher =
            new Dispatcher(
                    new Offer(
                            caller -> List.of(new EchoTool()),
                            caller -> List.of(),
                            null,
                            question -> Optional.empty(),
                            null),
                    new ServerInfo("0", ""));

    @Test
    void answersEachWithJsonRpc() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = mutated(random);
            Headers headers = headers(random);
            Reply reply =
                    switch (reader.read(body)) {
                        case MessageReader.Body.Unreadable unreadable ->
                                Dispatcher.refused(null, unreadable.error(), headers, "r");
                        case MessageReader.Body.Json json ->
                                dispatcher.body(json.node(), exchange(headers));
                    };
            if (reply instanceof Reply.Json(int status, var answer)) {
                assertThat(status).as("seed %d round %d", seed, round).isBetween(200, 404);
                assertWellFormed(JSON.readTree(answer.toByteArray()));
            }
        }
    }

    private static void assertWellFormed(JsonNode answer) {
        Iterable<JsonNode> messages = answer.isArray() ? answer : List.of(answer);
        for (JsonNode message : messages) {
            assertThat(message.path("jsonrpc").asString()).isEqualTo("2.0");
            assertThat(message.has("result")).isNotEqualTo(message.has("error"));
        }
    }

    private static byte[] mutated(Random random) {
        StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int i = random.nextInt(4); i > 0; i--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            text.replace(from, to, SPLICES.get(random.nextInt(SPLICES.size())));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static Headers headers(Random random) {
        List<String> versions = List.of("2026-07-28", "2025-11-25", "2025-03-26", "x");
        return random.nextBoolean()
                ? new Headers("2026-07-28", "tools/call", "echo", header -> null)
                : new Headers(
                        versions.get(random.nextInt(versions.size())), null, null, header -> null);
    }

    private static Exchange exchange(Headers headers) {
        Authenticated caller =
                new Authenticated(
                        new Principal(new TenantId("acme"), "ada", "c", null, Set.of(), Map.of()),
                        new Epochs("jti", 0, "ada", 0));
        return new Exchange(caller, headers, "r", new DeafConnection(), () -> caller);
    }
}
