package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.mcp.ProductServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is taken away is gone at the next request. */
class RevocationIT {
    private static final String QUESTION = "SELECT count(*) AS n FROM orders";
    private static final JsonMapper JSON = new JsonMapper();

    private static ProductServer product;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        product = new ProductServer();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        product.close();
    }

    @Test
    void aRevokedTokensNextRequestIsRefused() throws Exception {
        for (int round = 0; round < 20; round++) {
            String token = product.newToken("query");
            try (McpCaller caller = new McpCaller(product.mcp(), token)) {
                assertThat(caller.run(QUESTION).statusCode()).isEqualTo(200);
                assertThat(caller.listTools().statusCode()).isEqualTo(200);
                assertThat(revoke(token)).isEqualTo(200);
                HttpResponse<String> refused =
                        round % 2 == 0 ? caller.run(QUESTION) : caller.listTools();
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                        .startsWith("Bearer error=\"invalid_token\"")
                        .contains("resource_metadata=\"" + product.url());
                assertThat(JSON.readTree(refused.body()).path("code").asString())
                        .isEqualTo("UNAUTHENTICATED");
                assertThat(caller.run(QUESTION).statusCode()).isEqualTo(401);
            }
        }
    }

    @Test
    void aChangedPolicyHoldsAtTheNextRequest() throws Exception {
        String admin = product.newToken("admin");
        String policy = JSON.readTree(api("GET", admin, "")).path("yaml").asString();
        String narrower = policy.replace("status, total, currency", "status, currency");
        assertThat(narrower).isNotEqualTo(policy);
        try (McpCaller caller = new McpCaller(product.mcp(), product.newToken("query"))) {
            for (int round = 0; round < 10; round++) {
                assertThat(caller.structured("SELECT max(total) FROM orders").has("rows")).isTrue();
                api("PUT", admin, narrower);
                assertThat(
                                caller.structured("SELECT max(total) FROM orders")
                                        .path("code")
                                        .asString())
                        .isEqualTo("COLUMN_NOT_ALLOW_LISTED");
                api("PUT", admin, policy);
            }
        }
    }

    @Test
    void aPolicyThatNamesAnUnknownColumnIsRefusedAndChangesNothing() throws Exception {
        String admin = product.newToken("admin");
        String policy = JSON.readTree(api("GET", admin, "")).path("yaml").asString();
        var error = JSON.readTree(api("PUT", admin, policy.replace("code, name, country", "kode")));
        assertThat(error.path("code").asString()).isEqualTo("POLICY_INVALID");
        assertThat(error.path("details").path("line").asInt()).isPositive();
        assertThat(JSON.readTree(api("GET", admin, "")).path("yaml").asString()).isEqualTo(policy);
    }

    @Test
    void aTokenOfAnotherIssuerOrAnotherScopeIsNotAccepted() throws Exception {
        try (McpCaller caller = new McpCaller(product.mcp(), product.newToken("admin"))) {
            HttpResponse<String> refused = caller.run(QUESTION);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("insufficient_scope")
                    .contains("scope=\"admin query\"");
            for (String foreign :
                    new String[] {"", "x", "eyJhbGciOiJub25lIn0.e30.", product.clientSecret()}) {
                caller.useToken(foreign);
                assertThat(caller.run(QUESTION).statusCode()).as(foreign).isEqualTo(401);
            }
        }
    }

    private static int revoke(String token) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(product.url() + "/oauth2/revoke"))
                        .header("Authorization", basic())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "token="
                                                + URLEncoder.encode(token, StandardCharsets.UTF_8)))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String basic() {
        String credentials = product.clientId() + ":" + product.clientSecret();
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.US_ASCII));
    }

    private static String api(String method, String token, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(product.url() + "/api/v1/policy"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/yaml")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
