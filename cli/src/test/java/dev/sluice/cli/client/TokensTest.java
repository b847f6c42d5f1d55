package dev.sluice.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest {
    private FakeServer server;
    private final AtomicInteger issued = new AtomicInteger();

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void issueTokens(int seconds) {
        server.on(
                "POST /oauth2/token",
                (exchange, _) ->
                        FakeServer.reply(
                                exchange,
                                200,
                                "application/json",
                                "{\"access_token\":\"t"
                                        + issued.incrementAndGet()
                                        + "\",\"expires_in\":"
                                        + seconds
                                        + "}"));
    }

    private Connection connection() {
        return new Connection(
                Settings.from(
                        Map.of(
                                "SLUICE_URL", server.url(),
                                "SLUICE_CLIENT_ID", "my client",
                                "SLUICE_CLIENT_SECRET", "s:+cret")));
    }

    @Test
    void aClientGetsATokenForOneScopeAndKeepsIt() {
        issueTokens(3600);
        Tokens tokens = Nobody.tokens(connection());

        assertThat(tokens.token("query")).isEqualTo("t1");
        assertThat(tokens.token("query")).isEqualTo("t1");
        assertThat(tokens.token("admin")).isEqualTo("t2");

        FakeServer.Asked asked = server.asked().getFirst();
        assertThat(asked.body()).isEqualTo("grant_type=client_credentials&scope=query");
        String basic = asked.header("Authorization").substring("Basic ".length());
        assertThat(new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8))
                .isEqualTo("my+client:s%3A%2Bcret");
    }

    @Test
    void aTokenThatIsAboutToExpireIsRenewed() {
        issueTokens(20);
        Tokens tokens = Nobody.tokens(connection());

        assertThat(tokens.token("query")).isEqualTo("t1");
        assertThat(tokens.token("query")).isEqualTo("t2");
    }

    @Test
    void aTokenThatTheServerRefusesIsRenewedOnce() {
        issueTokens(3600);
        server.on(
                "GET /api/v1/status",
                (exchange, asked) ->
                        FakeServer.reply(
                                exchange,
                                asked.header("Authorization").equals("Bearer t1") ? 401 : 200,
                                "application/json",
                                "{}"));
        Connection connection = connection();

        new AdminApi(connection, Nobody.tokens(connection)).get("/api/v1/status");
        assertThat(issued).hasValue(2);

        server.on("GET /api/v1/status", 401, "{\"error\":\"no\",\"code\":\"UNAUTHENTICATED\"}");
        assertThatThrownBy(() ->
                        new AdminApi(connection, Nobody.tokens(connection)).get("/api/v1/status"))
                .hasMessage("no");
        assertThat(server.asked("GET /api/v1/status")).hasSize(4);
    }

    @Test
    void refusalsOfTheTokenEndpointAreExplained() {
        server.on("POST /oauth2/token", 401, "{\"error\":\"invalid_client\"}");
        assertThatThrownBy(() -> Nobody.tokens(connection()).token("query"))
                .hasMessageContaining("knows no client");
        server.on("POST /oauth2/token", 400, "{\"error\":\"invalid_scope\"}");
        assertThatThrownBy(() -> Nobody.tokens(connection()).token("admin"))
                .hasMessageContaining("scope 'admin'");
        server.on("POST /oauth2/token", 200, "{}");
        assertThatThrownBy(() -> Nobody.tokens(connection()).token("admin"))
                .isInstanceOf(CommandFailure.class);
        server.on("POST /oauth2/token", 500, "<html>");
        assertThatThrownBy(() -> Nobody.tokens(connection()).token("admin"))
                .hasMessageContaining("HTTP 500")
                .hasMessageNotContaining("s:+cret");
    }

    @Test
    void whoMayOnlyQueryStillLearnsWhoHeIs() {
        server.on(
                "POST /oauth2/token",
                (exchange, asked) ->
                        FakeServer.reply(
                                exchange,
                                asked.body().contains("admin") ? 400 : 200,
                                "application/json",
                                asked.body().contains("admin")
                                        ? "{\"error\":\"invalid_scope\"}"
                                        : "{\"access_token\":\"q\"}"));
        server.on("GET /api/v1/whoami", 200, "{\"user\":\"svc\"}");
        Connection connection = connection();

        assertThat(
                        new AdminApi(connection, Nobody.tokens(connection))
                                .whoami()
                                .path("user")
                                .stringValue())
                .isEqualTo("svc");
        assertThat(server.asked("POST /oauth2/token"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.body()).doesNotContain("scope"));
    }
}
