package dev.sluice.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication;
import dev.sluice.server.http.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that end before a message is looked at. */
class RefusedRequestsTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(new EchoTool());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void asksForATokenBeforeItLooksAtTheBody() throws IOException {
        try (RawHttp connection = server.connect()) {
            RawHttp.Answer answer =
                    connection.send(server.request("{").replace(TestServer.TOKEN, "other")).read();

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers())
                    .containsEntry("www-authenticate", TestServer.CHALLENGE.wwwAuthenticate())
                    .containsEntry("cache-control", "no-store")
                    .containsEntry("x-content-type-options", "nosniff")
                    .doesNotContainKeys("server", "x-powered-by");
            assertThat(answer.body())
                    .contains("\"code\":\"UNAUTHENTICATED\"")
                    .contains(answer.headers().get("x-request-id"));
            assertThat(connection.send(server.request(PING)).read().status()).isEqualTo(200);
        }
    }

    @Test
    void answersAnUnauthenticatedRequestWhoseBodyNeverComes() throws IOException {
        try (RawHttp connection = server.connect()) {
            Instant before = Instant.now();
            RawHttp.Answer answer =
                    connection
                            .send(
                                    server.request("")
                                            .replace(TestServer.TOKEN, "other")
                                            .replace("Content-Length: 0", "Content-Length: 9000"))
                            .read();

            assertThat(answer.status()).isEqualTo(401);
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void refusesPagesOfForeignOrigins() throws IOException {
        assertThat(server.post(PING, "Origin: http://evil.example.com").status()).isEqualTo(403);
        assertThat(server.post(PING, "Origin: null").status()).isEqualTo(403);
        assertThat(server.post(PING, "Origin: http://localhost:1").status()).isEqualTo(403);
        assertThat(server.post(PING, "Origin: https://data.example.org").status()).isEqualTo(200);
        assertThat(server.post(PING, "Origin: http://localhost:" + server.port()).status())
                .isEqualTo(200);
    }

    @Test
    void answersUnderItsOwnNamesOnly() throws IOException {
        assertThat(host("localhost:" + server.port())).isEqualTo(200);
        assertThat(host("LOCALHOST:" + server.port())).isEqualTo(200);
        assertThat(host("[::1]:" + server.port())).isEqualTo(200);
        assertThat(host("data.example.org")).isEqualTo(200);
        assertThat(host("evil.example.com")).isEqualTo(403);
        assertThat(host("localhost:1")).isEqualTo(403);
        assertThat(host("localhost")).isEqualTo(403);
        assertThat(host("127.0.0.1.evil.example.com:" + server.port())).isEqualTo(403);
    }

    @Test
    void refusesALargeBodyWithoutReadingIt() throws IOException {
        byte[] tenMegabytes = new byte[10 * 1024 * 1024];
        try (RawHttp connection = server.connect()) {
            Instant before = Instant.now();
            connection.send(
                    server.request("")
                            .replace(
                                    "Content-Length: 0", "Content-Length: " + tenMegabytes.length));
            RawHttp.Answer answer = connection.read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(answer.body()).contains("REQUEST_TOO_LARGE");
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void letsASenderOfALargeBodySeeTheAnswer() throws IOException {
        byte[] tenMegabytes = new byte[10 * 1024 * 1024];
        try (RawHttp connection = server.connect()) {
            connection.send(
                    server.request("")
                            .replace(
                                    "Content-Length: 0", "Content-Length: " + tenMegabytes.length));
            RawHttp.Answer answer = connection.send(tenMegabytes).read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void countsABodyWithoutALength() throws IOException {
        String chunk = "40000\r\n" + " ".repeat(0x40000) + "\r\n";
        try (RawHttp connection = server.connect()) {
            connection.send(
                    server.request("").replace("Content-Length: 0", "Transfer-Encoding: chunked"));
            for (int i = 0; i < 6; i++) {
                connection.send(chunk);
            }
            assertThat(connection.read().status()).isEqualTo(413);
        }
    }

    @Test
    void takesABodyOfTheGreatestSize() throws IOException {
        String padding = " ".repeat(MessageReader.BODY_BYTES_MAX - PING.length());

        assertThat(server.post(PING + padding).status()).isEqualTo(200);
        assertThat(server.post(PING + padding + " ").status()).isEqualTo(413);
    }

    @Test
    void givesUpOnABodyThatDrips() throws Exception {
        try (RawHttp connection = server.connect()) {
            connection.send(
                    server.request("").replace("Content-Length: 0", "Content-Length: 9000"));
            Instant before = Instant.now();
            Thread drip =
                    Thread.startVirtualThread(() -> {
                        try {
                            while (true) {
                                connection.send(" ");
                                Thread.sleep(200);
                            }
                        } catch (IOException | InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            RawHttp.Answer answer = connection.read();
            drip.interrupt();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(Duration.between(before, Instant.now()))
                    .isLessThan(TestServer.BODY_TIME_MAX.plusSeconds(3));
        }
    }

    @Test
    void givesUpOnABodyThatNeverComes() throws IOException {
        try (RawHttp connection = server.connect()) {
            Instant before = Instant.now();
            RawHttp.Answer answer =
                    connection
                            .send(
                                    server.request("")
                                            .replace("Content-Length: 0", "Content-Length: 900"))
                            .read();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(Duration.between(before, Instant.now()))
                    .isLessThan(TestServer.BODY_TIME_MAX.plusSeconds(3));
        }
    }

    @Test
    void answersABrokenChunk() throws IOException {
        try (RawHttp connection = server.connect()) {
            RawHttp.Answer answer =
                    connection
                            .send(
                                    server.request("")
                                            .replace(
                                                    "Content-Length: 0",
                                                    "Transfer-Encoding: chunked"))
                            .send("5\r\nabcde\r\nzz\r\n")
                            .read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("request_id");
        }
    }

    @Test
    void survivesClientsThatLeaveInTheMiddleOfABody() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (RawHttp connection = server.connect()) {
                connection.send(
                        server.request("").replace("Content-Length: 0", "Content-Length: 900"));
                connection.send("{\"jsonrpc\"");
                if (i % 2 == 0) {
                    connection.reset();
                }
            }
        }
        assertThat(server.post(PING).status()).isEqualTo(200);
    }

    @Test
    void answersLargeHeadersAndBrokenHttpInTheSameShape() throws IOException {
        RawHttp.Answer large = server.post(PING, "X-Filler: " + "x".repeat(20_000));
        assertThat(large.status()).isEqualTo(431);
        assertThat(large.body()).contains("\"code\":\"REQUEST_TOO_LARGE\"");
        try (RawHttp connection = server.connect()) {
            RawHttp.Answer broken = connection.send("NONSENSE\r\n\r\n").read();
            assertThat(broken.status()).isEqualTo(400);
        }
        assertThat(server.post(PING, "Content-Length: 5").status()).isEqualTo(400);
    }

    @Test
    void tellsAnAuthenticatedCallerWithoutTheScope() throws IOException {
        try (TestServer scoped =
                new TestServer((authorization, scope) ->
                        new Authentication.Challenge(
                                ReasonCode.INSUFFICIENT_SCOPE, "Scope.", "Bearer scope"))) {
            RawHttp.Answer answer = scoped.post(PING);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer scope");
        }
    }

    @Test
    void saysThatTheStoreIsAwayAndWhenToTryAgain() throws IOException {
        try (TestServer down =
                new TestServer((authorization, scope) -> {
                    throw new SluiceException(
                            ReasonCode.STORE_UNAVAILABLE, "The store cannot be reached.");
                })) {
            RawHttp.Answer answer = down.post(PING);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("retry-after", "1");
            assertThat(answer.body()).contains("STORE_UNAVAILABLE");
        }
    }

    private static int host(String name) throws IOException {
        try (RawHttp connection = server.connect()) {
            return connection
                    .send(
                            server.request(PING)
                                    .replace("Host: 127.0.0.1:" + server.port(), "Host: " + name))
                    .read()
                    .status();
        }
    }
}
