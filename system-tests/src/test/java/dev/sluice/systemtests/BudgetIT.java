package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.mcp.ProductServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an agent is told of its budget, and what it gets when little or nothing is left. */
class BudgetIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HUNDRED = "SELECT id FROM orders ORDER BY id LIMIT 100";

    private static ProductServer product;
    private static HttpClient http;
    private static String unlimited;
    private static McpCaller agent;

    @BeforeAll
    static void start() throws Exception {
        product = new ProductServer();
        http = HttpClient.newHttpClient();
        agent = new McpCaller(product.mcp(), product.newToken("query"));
        unlimited = JSON.readTree(policy("GET", "")).path("yaml").asString();
    }

    @AfterAll
    static void stop() {
        agent.close();
        http.close();
        product.close();
    }

    @BeforeEach
    void newDay() throws Exception {
        books("delete from warehouse_budgets returning 1");
    }

    private static String policy(String method, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(product.url() + "/api/v1/policy"))
                        .header("Authorization", "Bearer " + product.newToken("admin"))
                        .header("Content-Type", "application/yaml")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static void budget(String budget) throws Exception {
        String tools = "    tools: [run, describe]\n";
        assertThat(unlimited).contains(tools);
        policy("PUT", unlimited.replace(tools, tools + "    budget: { " + budget + " }\n"));
    }

    /** The value in the first row, after what is being written has been written. */
    private static String books(String sql) throws Exception {
        agent.run("SELECT 1 AS one FROM no_such_table"); // its record comes after those before it
        try (Connection store = product.demo().tenant().store().getConnection();
                Statement statement = store.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    @Test
    void whoHasNoBudgetIsToldOfNone() throws Exception {
        policy("PUT", unlimited);
        assertThat(agent.structured(HUNDRED).has("budget")).isFalse();
        assertThat(books("select count(*) from warehouse_budgets")).isEqualTo("0");
    }

    @Test
    void everyAnswerSaysWhatIsLeftAndTheLastOneIsCut() throws Exception {
        budget("rows_per_day: 250, bytes_per_day: 1GiB");
        JsonNode first = agent.structured(HUNDRED);
        assertThat(first.path("budget").path("remaining_rows").asLong()).isEqualTo(150);
        assertThat(first.path("budget").path("remaining_bytes").asLong())
                .isBetween((1L << 30) - 1_000, (1L << 30) - 100);
        assertThat(Instant.parse(first.path("budget").path("renewed_at").asString()))
                .isAfter(Instant.now().minusSeconds(1));
        assertThat(agent.structured(HUNDRED).path("budget").path("remaining_rows").asLong())
                .isEqualTo(50);

        JsonNode last = agent.structured(HUNDRED);
        assertThat(last.path("rows").size()).isEqualTo(50);
        assertThat(last.path("row_count").asInt()).isEqualTo(50);
        assertThat(last.path("truncated").asBoolean()).isTrue();
        assertThat(last.path("warnings").toString()).contains("BUDGET_REACHED");
        assertThat(last.path("budget").path("remaining_rows").asLong()).isZero();

        JsonNode refused = agent.structured(HUNDRED);
        assertThat(refused.path("code").asString()).isEqualTo("BUDGET_EXCEEDED");
        assertThat(refused.path("details").path("renewed_at").asString()).endsWith("T00:00:00Z");
        assertThat(refused.path("details").path("receipt").asString()).isNotEmpty();
        assertThat(books("select sum(rows) from warehouse_budgets")).isEqualTo("250");
        assertThat(
                        books(
                                "select o.status || ' ' || o.code from warehouse_query_log o where"
                                        + " receipt = '"
                                        + refused.path("details").path("receipt").asString()
                                        + "' and kind = 'outcome'"))
                .isEqualTo("failed BUDGET_EXCEEDED");

        budget("rows_per_day: 300");
        assertThat(agent.structured(HUNDRED).path("rows").size()).isEqualTo(50);
    }

    @Test
    void bytesThatAreLeftCutAnAnswerToo() throws Exception {
        budget("bytes_per_day: 1000");
        JsonNode cut = agent.structured("SELECT name FROM products ORDER BY id LIMIT 200");
        assertThat(cut.path("truncated").asBoolean()).isTrue();
        assertThat(cut.path("row_count").asInt()).isEqualTo(cut.path("rows").size()).isPositive();
        long bytes = 0;
        for (JsonNode row : cut.path("rows")) {
            bytes += row.get(0).asString().length();
        }
        assertThat(bytes).isLessThanOrEqualTo(1_000);
        assertThat(cut.path("budget").has("remaining_rows")).isFalse();
    }

    @Test
    void callsAtOnceGetNoMoreThanTheBudgetTogether() throws Exception {
        budget("rows_per_day: 1234");
        long rows = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<JsonNode>> calls = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                calls.add(() -> agent.structured(HUNDRED));
            }
            for (Future<JsonNode> call : callers.invokeAll(calls)) {
                JsonNode answer = call.get();
                rows += answer.path("rows").size();
                if (!answer.has("rows")) {
                    assertThat(answer.path("code").asString()).isEqualTo("BUDGET_EXCEEDED");
                }
            }
        }
        // Each holds 200 while it runs, so six and what is left get through at the very least.
        assertThat(rows).isBetween(634L, 1_234L);
        assertThat(books("select sum(rows) from warehouse_budgets")).isEqualTo(Long.toString(rows));
    }

    @Test
    void scannedBytesAreNeverShownAndEndTheDayForEveryQueryAlike() throws Exception {
        budget("scanned_bytes_per_day: 3MiB");
        for (int i = 0; i < 3; i++) {
            JsonNode answer = agent.structured("SELECT max(total) FROM orders");
            assertThat(answer.path("row_count").asInt()).as(answer.toString()).isEqualTo(1);
            assertThat(answer.has("budget")).isFalse();
            assertThat(answer.toString()).doesNotContain("scan");
        }
        List<String> refusals = new ArrayList<>();
        for (String sql : List.of("SELECT code FROM regions", "SELECT max(total) FROM orders")) {
            JsonNode refused = agent.structured(sql);
            refusals.add(refused.path("code") + refused.path("error").asString());
            assertThat(refused.path("details").propertyNames())
                    .containsExactlyInAnyOrder("receipt", "renewed_at");
        }
        assertThat(refusals).allMatch(refusals.getFirst()::equals);
        assertThat(refusals.getFirst()).contains("BUDGET_EXCEEDED");
    }

    @Test
    void aQueryThatFailsInTheDatabaseIsChargedForWhatItReadAndOneThatIsRefusedIsNot()
            throws Exception {
        budget("rows_per_day: 1000, scanned_bytes_per_day: 1GiB");
        agent.structured("SELECT secret FROM orders");
        assertThat(books("select coalesce(sum(scanned), 0) from warehouse_budgets")).isEqualTo("0");
        assertThat(
                        agent.structured("SELECT 1 / (id - id) AS never FROM orders")
                                .path("code")
                                .asString())
                .isEqualTo("QUERY_FAILED");
        assertThat(books("select rows || ' ' || (scanned > 0) from warehouse_budgets"))
                .isEqualTo("0 true");
    }
}
