package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.mcp.ProductServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What administrators learn of a decision, and agents do not. */
class PolicyExplanationIT {
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

    private static HttpResponse<String> post(String path, String scope, ObjectNode body)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(product.url() + "/api/v1/policy" + path))
                        .header("Authorization", "Bearer " + product.newToken(scope))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static ObjectNode question(String sql, String as) {
        return JSON.createObjectNode().put("sql", sql).put("as", as);
    }

    private static JsonNode explain(String sql, String as) throws Exception {
        return JSON.readTree(post("/explain", "admin", question(sql, as)).body());
    }

    @Test
    void anAdministratorLearnsThatANameIsHiddenAndAnAgentDoesNot() throws Exception {
        JsonNode hidden = explain("SELECT email FROM customers", product.clientId());
        JsonNode absent = explain("SELECT emale FROM customers", product.clientId());

        assertThat(hidden.at("/problems/0/because").asString()).isEqualTo("hidden");
        assertThat(hidden.at("/problems/0/name").asString()).isEqualTo("shop.customers.email");
        assertThat(absent.at("/problems/0/because").asString()).isEqualTo("absent");
        try (McpCaller agent = new McpCaller(product.mcp(), product.newToken("query"))) {
            String toldHidden = agent.structured("SELECT email FROM customers").toString();
            String toldAbsent = agent.structured("SELECT emale FROM customers").toString();
            assertThat(toldHidden.replaceAll("[0-9a-f-]{32,36}|email", "X"))
                    .isEqualTo(toldAbsent.replaceAll("[0-9a-f-]{32,36}|emale", "X"))
                    .doesNotContain("tenant_id");
        }
    }

    @Test
    void findsClientsByTheirNameAndSaysWhoIsUnknown() throws Exception {
        String name = product.demo().agent().client().name();
        JsonNode allowed = explain("SELECT id FROM orders", name);
        assertThat(allowed.path("decision").asString()).as(allowed.toString()).isEqualTo("allowed");
        assertThat(allowed.at("/tables/0/row_filters/0").asString()).isEqualTo("tenant_id = 1");
        assertThat(allowed.path("as").asString()).isEqualTo(product.clientId());

        assertThat(explain("SELECT 1", name + "x").path("error").asString())
                .contains("Did you mean '" + name + "'?");
        assertThat(explain("SELECT 1", "operator").path("error").asString())
                .contains("has no role");
    }

    @Test
    void isForAdministratorsOnlyAndReadsItsArgumentsStrictly() throws Exception {
        ObjectNode asked = question("SELECT 1", product.clientId());
        assertThat(post("/explain", "query", asked).statusCode()).isEqualTo(403);
        assertThat(post("/try", "admin", asked).statusCode()).isEqualTo(403);
        for (ObjectNode wrong :
                new ObjectNode[] {
                    JSON.createObjectNode().put("sql", "SELECT 1"),
                    JSON.createObjectNode().put("as", "x"),
                    asked.deepCopy().put("who", "x"),
                    asked.deepCopy().put("claims", "x"),
                    asked.deepCopy().set("claims", JSON.createObjectNode().putNull("a")),
                }) {
            assertThat(post("/explain", "admin", wrong).statusCode()).isEqualTo(400);
        }
        assertThat(post("/explain", "admin", asked.deepCopy().put("policy", "x: 1")).statusCode())
                .isEqualTo(422);
    }

    @Test
    void givesTheRowsUnderAPolicyThatIsNotAppliedAndRecordsWhoAsked() throws Exception {
        String inForce =
                JSON.readTree(
                                http.send(
                                                HttpRequest.newBuilder(
                                                                URI.create(
                                                                        product.url()
                                                                                + "/api/v1/policy"))
                                                        .header(
                                                                "Authorization",
                                                                "Bearer "
                                                                        + product.newToken("admin"))
                                                        .build(),
                                                HttpResponse.BodyHandlers.ofString())
                                        .body())
                        .path("yaml")
                        .asString();
        ObjectNode asked = question("SELECT count(*) AS n FROM customers", product.clientId());
        asked.put("policy", inForce.replace("tenant_id = 1", "tenant_id = 1 AND id < 0"));

        HttpResponse<String> answer = post("/try", "admin query", asked);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).at("/rows/0/0").asInt(-1)).isZero();
        String receipt = JSON.readTree(answer.body()).path("receipt").asString();
        String records =
                http.send(
                                HttpRequest.newBuilder(URI.create(product.url() + "/api/v1/audit"))
                                        .header(
                                                "Authorization",
                                                "Bearer " + product.newToken("admin"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        JsonNode record = null;
        for (JsonNode row : JSON.readTree(records).path("records")) {
            if (row.toString().contains(receipt) && row.toString().contains("policy_try")) {
                record = row;
            }
        }
        assertThat(record).as(records).isNotNull();
        assertThat(record.toString()).contains("policy_try as " + product.clientId());
        assertThat(record.path("display_sql").asString().lines())
                .containsExactly(
                        "SELECT count(*) AS n FROM customers",
                        "WHERE (tenant_id = 1 AND id < 0)",
                        "LIMIT 200");
        ObjectNode refused = asked.deepCopy().put("sql", "SELECT email FROM customers");
        assertThat(post("/try", "admin query", refused).statusCode()).isEqualTo(422);
    }
}
