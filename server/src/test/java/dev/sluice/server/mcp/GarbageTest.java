package dev.sluice.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a client sends, the answer names what is wrong with it, and is never HTTP 500. */
class GarbageTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(new EchoTool());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "garbage.csv",
            delimiter = '|',
            quoteCharacter = '\'',
            numLinesToSkip = 2)
    void answersGarbageWithAClearError(String what, int status, int code, String body)
            throws IOException {
        RawHttp.Answer answer = server.post(body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.at("/error/code").asInt()).as(answer.body()).isEqualTo(code);
        assertThat(json.at("/error/message").asString()).isNotBlank();
        assertThat(json.at("/error/data/request_id").asString())
                .isEqualTo(answer.headers().get("x-request-id"));
        assertThat(json.has("id")).isTrue();
    }

    @Test
    void echoesIdsExactlyAsTheyCame() throws IOException {
        for (String id :
                List.of(
                        "0",
                        "-7",
                        "9223372036854775807",
                        "\"\"",
                        "\"é\\\"\\\\ 😀\"",
                        "\"" + "x".repeat(256) + "\"")) {
            assertThat(
                            server.post(
                                            "{\"jsonrpc\":\"2.0\",\"id\":"
                                                    + id
                                                    + ",\"method\":\"ping\"}")
                                    .body())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
        }
        assertThat(
                        code(
                                server.post(
                                        "{\"jsonrpc\":\"2.0\",\"id\":\""
                                                + "x".repeat(257)
                                                + "\",\"method\":\"ping\"}")))
                .isEqualTo(-32600);
    }

    @Test
    void refusesDeepNestingLongNamesAndLongNumbers() throws IOException {
        assertThat(code(server.post("[".repeat(100_000)))).isEqualTo(-32700);
        assertThat(code(server.post("{\"a\":".repeat(65) + "1" + "}".repeat(65))))
                .isEqualTo(-32700);
        assertThat(code(server.post("{\"" + "n".repeat(2_000) + "\":1}"))).isEqualTo(-32700);
        assertThat(code(server.post("{\"id\":" + "9".repeat(1_000) + "}"))).isEqualTo(-32700);
        assertThat(
                        code(
                                server.post(
                                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                                                + "m".repeat(129)
                                                + "\"}")))
                .isEqualTo(-32600);
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        for (byte[] body :
                List.of(
                        "{\"a\":1}".getBytes(StandardCharsets.UTF_16),
                        "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE),
                        new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'},
                        new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
                        new byte[] {0},
                        new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{', '}'})) {
            try (RawHttp connection = server.connect()) {
                String head = server.request("");
                RawHttp.Answer answer =
                        connection
                                .send(
                                        head.replace(
                                                "Content-Length: 0",
                                                "Content-Length: " + body.length))
                                .send(body)
                                .read();
                assertThat(answer.status()).isEqualTo(400);
                assertThat(code(answer)).isIn(-32700, -32600);
            }
        }
    }

    @Test
    void leavesTheIdOutOfErrorsOfTheModernRevisionWhereItCouldNotBeRead() throws IOException {
        RawHttp.Answer answer = server.post("{", "MCP-Protocol-Version: 2026-07-28");

        assertThat(JSON.readTree(answer.body()).has("id")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "PUT", "OPTIONS", "PATCH", "BREW"})
    void takesPostOnly(String method) throws IOException {
        try (RawHttp connection = server.connect()) {
            RawHttp.Answer answer =
                    connection.send(server.request("").replaceFirst("POST", method)).read();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.headers()).containsEntry("allow", "POST");
        }
    }

    @Test
    void takesJsonInUtf8Only() throws IOException {
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        assertThat(typed(ping, "application/json; charset=\"UTF-8\"")).isEqualTo(200);
        assertThat(typed(ping, "text/plain")).isEqualTo(415);
        assertThat(typed(ping, "application/json; charset=utf-16")).isEqualTo(415);
        assertThat(typed(ping, "application/x-www-form-urlencoded")).isEqualTo(415);
        assertThat(server.post(ping, "Content-Encoding: gzip").status()).isEqualTo(415);
        assertThat(accepting(server.request(ping), "text/event-stream").status()).isEqualTo(406);
        assertThat(accepting(server.request(ping), "*/*").status()).isEqualTo(200);
    }

    private static int typed(String body, String type) throws IOException {
        try (RawHttp connection = server.connect()) {
            return connection
                    .send(
                            server.request(body)
                                    .replace(
                                            "Content-Type: application/json",
                                            "Content-Type: " + type))
                    .read()
                    .status();
        }
    }

    private static RawHttp.Answer accepting(String request, String accept) throws IOException {
        try (RawHttp connection = server.connect()) {
            return connection
                    .send(
                            request.replace(
                                    "Accept: application/json, text/event-stream",
                                    "Accept: " + accept))
                    .read();
        }
    }

    private static int code(RawHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        return JSON.readTree(answer.body()).at("/error/code").asInt();
    }
}
