package dev.sluice.cli.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.FakeServer;
import dev.sluice.cli.client.Connection;
import dev.sluice.cli.client.Json;
import dev.sluice.cli.client.McpEndpoint;
import dev.sluice.cli.client.Nobody;
import dev.sluice.cli.client.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class StdioBridgeTest {
    private FakeServer server;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        server.on(
                "POST /api/mcp",
                (exchange, asked) -> {
                    JsonNode id = asked.json().path("id");
                    if (id.isMissingNode()) {
                        FakeServer.reply(exchange, 202, "application/json", "");
                    } else {
                        FakeServer.reply(
                                exchange,
                                200,
                                "application/json",
                                "{\"jsonrpc\":\"2.0\",\n\"id\":"
                                        + id
                                        + ",\"result\":{\"protocolVersion\":\"2025-06-18\"}}");
                    }
                });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private StdioBridge bridge(String url) {
        Connection connection =
                new Connection(Settings.from(Map.of("SLUICE_URL", url, "SLUICE_TOKEN", "t0ken")));
        return new StdioBridge(
                new McpEndpoint(connection, Nobody.tokens(connection)), out, log::add);
    }

    private List<JsonNode> serve(String... lines) throws IOException {
        byte[] input = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        bridge(server.url()).serve(new ByteArrayInputStream(input));
        return written();
    }

    private List<JsonNode> written() {
        return out.toString(StandardCharsets.UTF_8).lines().map(Json.MAPPER::readTree).toList();
    }

    private static String request(Object id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}";
    }

    @Test
    void aRequestGivesOneLineWithItsAnswer() throws IOException {
        assertThat(serve(request("\"a\"", "tools/list"), "", "  "))
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.path("id").stringValue()).isEqualTo("a");
                    assertThat(answer.has("result")).isTrue();
                });
        assertThat(server.asked().getFirst().header("Authorization")).isEqualTo("Bearer t0ken");
        assertThat(server.asked().getFirst().header("Mcp-Method")).isEqualTo("tools/list");
    }

    @Test
    void theRevisionOfInitializeIsSaidInEveryLaterHeader() throws Exception {
        PipedOutputStream client = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(client);
        StdioBridge bridge = bridge(server.url());
        Thread serving =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                bridge.serve(in);
                            } catch (IOException e) {
                                log.add(e.toString());
                            }
                        });
        client.write((request(1, "initialize") + "\n").getBytes(StandardCharsets.UTF_8));
        while (out.size() == 0) {
            Thread.sleep(10);
        }
        client.write(
                ("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n"
                                + request(2, "tools/list")
                                + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        while (server.asked().size() < 3) {
            Thread.sleep(10);
        }
        client.close();
        serving.join();

        assertThat(server.asked().getFirst().header("MCP-Protocol-Version")).isEmpty();
        assertThat(server.asked().subList(1, 3))
                .allSatisfy(asked ->
                        assertThat(asked.header("MCP-Protocol-Version")).isEqualTo("2025-06-18"));
        assertThat(written()).hasSize(2);
        assertThat(log).isEmpty();
    }

    @Test
    void requestsRunAtTheSameTime() throws IOException {
        CyclicBarrier all = new CyclicBarrier(10);
        server.on(
                "POST /api/mcp",
                (exchange, asked) -> {
                    try {
                        all.await(30, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                    FakeServer.reply(
                            exchange,
                            200,
                            "application/json",
                            "{\"jsonrpc\":\"2.0\",\"id\":"
                                    + asked.json().path("id")
                                    + ",\"result\":{}}");
                });
        String[] requests = new String[10];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = request(i, "tools/call");
        }

        assertThat(serve(requests))
                .extracting(answer -> answer.path("id").intValue())
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void aCancelledRequestClosesItsConnectionAndGetsNoAnswer() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        server.on(
                "POST /api/mcp",
                (exchange, asked) -> {
                    if (!asked.json().path("id").toString().equals("7")) {
                        FakeServer.reply(exchange, 202, "application/json", "");
                        return;
                    }
                    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 0);
                    arrived.countDown();
                    try {
                        while (true) {
                            exchange.getResponseBody()
                                    .write(": beat\n\n".getBytes(StandardCharsets.UTF_8));
                            exchange.getResponseBody().flush();
                            Thread.sleep(20);
                        }
                    } catch (IOException | InterruptedException e) {
                        gone.countDown();
                        exchange.close();
                    }
                });
        PipedOutputStream client = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(client);
        StdioBridge bridge = bridge(server.url());
        Thread serving =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                bridge.serve(in);
                            } catch (IOException e) {
                                log.add(e.toString());
                            }
                        });
        client.write((request(7, "tools/call") + "\n").getBytes(StandardCharsets.UTF_8));
        client.flush();
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

        client.write(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}\n"
                        .getBytes(StandardCharsets.UTF_8));
        client.flush();

        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
        client.close();
        serving.join();
        assertThat(out.size()).isZero();
    }

    @Test
    void notificationsGiveNoOutputWhateverHappens() throws IOException {
        server.on("POST /api/mcp", 500, "{\"error\":\"boom\",\"code\":\"INTERNAL\"}");

        assertThat(
                        serve(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}",
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":99}}",
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"))
                .isEmpty();
    }

    @Test
    void aServerThatIsAwayIsAnErrorForEachRequest() throws IOException {
        bridge("http://127.0.0.1:1")
                .serve(
                        new ByteArrayInputStream(
                                (request(1, "a") + "\n" + request(2, "b") + "\n")
                                        .getBytes(StandardCharsets.UTF_8)));

        assertThat(written())
                .hasSize(2)
                .allSatisfy(answer -> {
                    assertThat(answer.at("/error/code").intValue()).isEqualTo(-32603);
                    assertThat(answer.at("/error/data/code").stringValue())
                            .isEqualTo("SERVER_UNAVAILABLE");
                });
    }

    @Test
    void errorsOfTheServerKeepTheIdOfTheRequest() throws IOException {
        server.on(
                "POST /api/mcp",
                400,
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32020,\"message\":\"mismatch\"}}");

        JsonNode answer = serve(request(5, "x")).getFirst();

        assertThat(answer.path("id").intValue()).isEqualTo(5);
        assertThat(answer.at("/error/code").intValue()).isEqualTo(-32020);
    }

    @Test
    void refusalsThatAreNoMcpBecomeErrors() throws IOException {
        server.on("POST /api/mcp", 401, "{\"error\":\"no\",\"code\":\"UNAUTHENTICATED\"}");
        assertThat(serve(request(1, "x")).getFirst().at("/error/data/code").stringValue())
                .isEqualTo("UNAUTHENTICATED");
        out.reset();
        server.on("POST /api/mcp", 200, "<html>");
        assertThat(serve(request(1, "x")).getFirst().has("error")).isTrue();
        out.reset();
        server.on("POST /api/mcp", 202, "");
        assertThat(serve(request(1, "x")).getFirst().at("/error/message").stringValue())
                .isEqualTo("The server gave no answer.");
    }

    @Test
    void garbageGetsAnErrorAndTheNextLineAnAnswer() throws IOException {
        List<JsonNode> written =
                serve(
                        "nonsense",
                        "{\"jsonrpc\":",
                        "[]",
                        "[" + request(1, "x") + "]",
                        "42",
                        "null",
                        "{}",
                        "{\"method\":1}",
                        "{\"id\":{},\"method\":\"x\"}",
                        "{\"id\":null,\"method\":\"x\"}",
                        "{\"id\":1.5,\"method\":\"x\"}",
                        "[".repeat(100_000),
                        "\u0000\uFFFF",
                        "x".repeat(StdioBridge.LINE_BYTES_MAX + 1),
                        request(3, "tools/list"));

        assertThat(written).hasSize(15);
        assertThat(written.subList(0, 14))
                .allSatisfy(answer -> {
                    assertThat(answer.path("id").isNull()).isTrue();
                    assertThat(answer.at("/error/code").intValue()).isIn(-32700, -32600);
                });
        assertThat(written.getLast().path("id").intValue()).isEqualTo(3);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void tooManyRequestsAtOnceAreRefused() throws Exception {
        server.on(
                "POST /api/mcp",
                (exchange, asked) -> {
                    try {
                        while (written().size() < 2) { // both refusals come first
                            Thread.sleep(10);
                        }
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    FakeServer.reply(
                            exchange,
                            200,
                            "application/json",
                            "{\"jsonrpc\":\"2.0\",\"id\":"
                                    + asked.json().path("id")
                                    + ",\"result\":{}}");
                });
        String[] requests = new String[StdioBridge.REQUESTS_MAX + 2];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = request(i, "x");
        }
        requests[1] = request(0, "x");

        List<JsonNode> written = serve(requests);

        assertThat(written).hasSize(requests.length);
        assertThat(written).filteredOn(answer -> answer.has("error")).hasSize(2);
    }

    @Test
    void notificationsThatPileUpAreDroppedAndSaidOnTheLog() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        server.on(
                "POST /api/mcp",
                (exchange, _) -> {
                    try {
                        released.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    FakeServer.reply(exchange, 202, "application/json", "");
                });
        String[] notifications = new String[StdioBridge.NOTIFICATIONS_MAX + 3];
        Arrays.fill(notifications, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}");

        List<JsonNode> written = serve(notifications);

        assertThat(written).isEmpty();
        assertThat(log)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).startsWith("a notification was dropped"));
        while (server.asked().size() < StdioBridge.NOTIFICATIONS_MAX) {
            Thread.sleep(10);
        }
        released.countDown();
    }
}
