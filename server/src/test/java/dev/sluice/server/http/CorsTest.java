package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
    private static final String STRANGER = "https://anything.example";
    private static final String INSPECTOR = "https://inspector.example";

    private static WebServer server;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        server =
                new WebServer(
                        "127.0.0.1",
                        0,
                        new AllowedHosts(List.of(), List.of(URI.create(INSPECTOR))),
                        Optional::empty,
                        Map.of("/*", new Plain()));
        server.start();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    private static HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> from(String origin, String path) throws Exception {
        return send(at(path).header("Origin", origin));
    }

    private static HttpResponse<String> preflight(String origin, String path, String headers)
            throws Exception {
        return send(
                at(path).header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", headers)
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    private static String allowedOrigin(HttpResponse<String> response) {
        return response.headers().firstValue("Access-Control-Allow-Origin").orElse("none");
    }

    private static List<String> allowedHeaders(HttpResponse<String> response) {
        return List.of(
                response.headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElse("")
                        .split(", ", -1));
    }

    private static void opensNothingWithCookies(HttpHeaders headers) {
        assertThat(headers.firstValue("Access-Control-Allow-Credentials")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-protected-resource",
                "/.well-known/oauth-protected-resource/api/mcp",
                "/.well-known/oauth-authorization-server",
                "/oauth2/jwks",
                "/oauth2/token",
                "/oauth2/revoke",
                "/oauth2/register"
            })
    void whatLeadsToATokenIsOpenToEveryOriginWithoutCookies(String path) throws Exception {
        for (String origin : List.of(STRANGER, INSPECTOR, "null")) {
            HttpResponse<String> answer = from(origin, path);
            assertThat(answer.body()).isEqualTo("served");
            assertThat(allowedOrigin(answer)).isEqualTo("*");
            opensNothingWithCookies(answer.headers());
            HttpResponse<String> asked = preflight(origin, path, "content-type, authorization");
            assertThat(asked.statusCode()).isEqualTo(204);
            assertThat(asked.body()).isEmpty();
            assertThat(allowedOrigin(asked)).isEqualTo("*");
            assertThat(allowedHeaders(asked)).contains("authorization", "content-type");
            opensNothingWithCookies(asked.headers());
        }
        assertThat(allowedOrigin(send(at(path)))).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/mcp", "/mcp"})
    void theMcpEndpointIsOpenToTheAllowedOriginsAndOurOwn(String path) throws Exception {
        for (String origin : List.of(INSPECTOR, "http://127.0.0.1:" + server.port())) {
            HttpResponse<String> answer = from(origin, path);
            assertThat(allowedOrigin(answer)).isEqualTo(origin);
            assertThat(answer.headers().allValues("Vary")).contains("Origin");
            assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
                    .contains("WWW-Authenticate");
            HttpResponse<String> asked =
                    preflight(
                            origin,
                            path,
                            "authorization, mcp-protocol-version, Mcp-Param-Source, x-other,"
                                    + " mcp-param-a\tb");
            assertThat(asked.statusCode()).isEqualTo(204);
            assertThat(allowedHeaders(asked))
                    .contains(
                            "authorization",
                            "content-type",
                            "mcp-protocol-version",
                            "mcp-method",
                            "mcp-name",
                            "mcp-param-source")
                    .doesNotContain("x-other")
                    .noneMatch(name -> name.contains("\t"));
            opensNothingWithCookies(asked.headers());
        }
    }

    @Test
    void theMcpEndpointIsClosedToOthers() throws Exception {
        for (String origin : List.of(STRANGER, "null", "", "https://inspector.example.evil")) {
            assertThat(allowedOrigin(from(origin, "/api/mcp"))).isEqualTo("none");
            HttpResponse<String> asked = preflight(origin, "/api/mcp", "authorization");
            assertThat(allowedOrigin(asked)).isEqualTo("none");
            assertThat(asked.body()).isEqualTo("served"); // no preflight of ours
        }
        HttpResponse<String> two =
                send(at("/api/mcp").header("Origin", INSPECTOR).header("Origin", STRANGER));
        assertThat(allowedOrigin(two)).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/signin",
                "/oauth2/authorize",
                "/oauth2/device_authorization",
                "/oauth2/introspect",
                "/api/v1/whoami",
                "/api/v1/policy",
                "/account",
                "/oauth2/token/",
                "/api/mcp/x"
            })
    void nothingElseIsOpen(String path) throws Exception {
        for (String origin : List.of(STRANGER, INSPECTOR)) {
            assertThat(allowedOrigin(from(origin, path))).isEqualTo("none");
            assertThat(allowedOrigin(preflight(origin, path, "authorization"))).isEqualTo("none");
        }
    }

    private static final class Plain extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.getOutputStream().print("served");
        }
    }
}
