package dev.sluice.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.server.config.Setting;
import dev.sluice.server.identity.Clients.Created;
import dev.sluice.systemtests.McpCaller;
import dev.sluice.systemtests.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a browser lets pages of other origins do with us. */
class OtherOriginsIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FETCH =
            """
            const [address, options, done] = arguments;
            fetch(address, options).then(
                async answer => done({
                    status: answer.status,
                    challenge: String(answer.headers.get('WWW-Authenticate')),
                    body: await answer.text()}),
                failure => done({status: 0, challenge: '', body: String(failure)}));
            """;

    private static Site site;
    private static Chromium browser;
    private static HttpServer allowed;
    private static HttpServer stranger;
    private static String client;
    private static String secret;

    @BeforeAll
    static void start() throws IOException {
        browser = Chromium.open();
        allowed = page();
        stranger = page();
        site = Site.start(Map.of(Setting.ALLOWED_ORIGINS, origin(allowed)));
        Created created = site.identity().clients().create(site.tenant(), "page", Set.of("query"));
        client = created.client().id();
        secret = new String(created.secret().reveal(), StandardCharsets.US_ASCII);
        created.secret().close();
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
        for (HttpServer server : new HttpServer[] {allowed, stranger}) {
            if (server != null) {
                server.stop(0);
            }
        }
        if (browser != null) {
            browser.close();
        }
    }

    /** A site with one empty page. */
    private static HttpServer page() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body =
                            "<!doctype html><title>A page</title>".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/html");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static String origin(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private record Seen(long status, String challenge, String body) {}

    /** As a script of the page that is shown sees it; the status is 0 when it may not. */
    private static Seen fetch(String path, Map<String, Object> options) {
        Map<?, ?> seen =
                (Map<?, ?>) browser.driver().executeAsyncScript(FETCH, site.at(path), options);
        return new Seen(
                ((Number) seen.get("status")).longValue(),
                String.valueOf(seen.get("challenge")),
                String.valueOf(seen.get("body")));
    }

    private static Seen token(String credentials) {
        return fetch(
                "/oauth2/token",
                Map.of(
                        "method",
                        "POST",
                        "credentials",
                        credentials,
                        "headers",
                        Map.of(
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "MCP-Protocol-Version",
                                "2025-11-25"),
                        "body",
                        "grant_type=client_credentials&client_id="
                                + client
                                + "&client_secret="
                                + secret));
    }

    private static Seen listTools(String token) {
        return fetch(
                "/api/mcp",
                Map.of(
                        "method",
                        "POST",
                        "headers",
                        Map.of(
                                "Content-Type",
                                "application/json",
                                "Accept",
                                "application/json, text/event-stream",
                                "Authorization",
                                "Bearer " + token,
                                "MCP-Protocol-Version",
                                "2026-07-28",
                                "Mcp-Method",
                                "tools/list"),
                        "body",
                        McpCaller.body("tools/list", JSON.createObjectNode())));
    }

    private static void findsTheWayToAToken() {
        assertThat(fetch("/.well-known/oauth-protected-resource/api/mcp", Map.of()).status())
                .isEqualTo(200);
        assertThat(fetch("/.well-known/oauth-authorization-server", Map.of()).body())
                .contains("token_endpoint");
        assertThat(fetch("/oauth2/jwks", Map.of()).body()).contains("keys");
        Seen registered =
                fetch(
                        "/oauth2/register",
                        Map.of(
                                "method",
                                "POST",
                                "headers",
                                Map.of("Content-Type", "application/json"),
                                "body",
                                "{\"redirect_uris\":[\"https://page.example.org/cb\"]}"));
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
    }

    @Test
    void aPageOfAnAllowedOriginGoesAllTheWay() {
        browser.visit(origin(allowed));
        findsTheWayToAToken();
        Seen token = token("omit");
        assertThat(token.status()).as(token.body()).isEqualTo(200);
        Seen tools = listTools(JSON.readTree(token.body()).path("access_token").asString());
        assertThat(tools.status()).as(tools.body()).isEqualTo(200);
        assertThat(tools.body()).contains("\"tools\"");
        Seen refused = listTools("nonsense");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.challenge()).contains("resource_metadata=");
    }

    @Test
    void anyPageGetsAsFarAsATokenAndNoFurther() {
        browser.visit(origin(stranger));
        findsTheWayToAToken();
        Seen token = token("omit");
        assertThat(token.status()).as(token.body()).isEqualTo(200);
        assertThat(listTools(JSON.readTree(token.body()).path("access_token").asString()).status())
                .isZero();
    }

    @Test
    void noPageReadsAnAnswerThatCookiesWentAlongWith() {
        for (HttpServer page : new HttpServer[] {allowed, stranger}) {
            browser.visit(origin(page));
            assertThat(token("include").status()).isZero();
            for (String path :
                    new String[] {"/", "/signin", "/api/v1/whoami", "/oauth2/authorize"}) {
                assertThat(fetch(path, Map.of("credentials", "include")).status()).isZero();
            }
        }
    }
}
