package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.config.Setting;
import dev.sluice.systemtests.mcp.ProductServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An agent asks Parquet files, through the whole product. */
class DuckdbSourceIT {
    private static String policy(String user) {
        return """
        version: 1
        sources:
          lake:
            dialect: duckdb
            default_schema: main
            tables:
              main.people:
                exposed_columns: [id, name, balance, joined]
                row_filter: "tenant = 1"
                masks:
                  name: { kind: hash }
        roles:
          analyst:
            sources:
              lake:
                tables: [main.people]
            tools: [run, describe]
        bindings:
          - { role: analyst, users: [%s] }
        """
                .formatted(user);
    }

    private static @TempDir Path directory;
    private static ProductServer product;
    private static HttpClient http;
    private static McpCaller agent;

    @BeforeAll
    static void start() throws Exception {
        Path lake = Files.createDirectory(directory.toRealPath().resolve("lake"));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "COPY (SELECT i AS id, 'p' || i AS name, (i * 1.10)::DECIMAL(10,2) AS balance,"
                            + " DATE '1500-01-01' AS joined, i % 2 AS tenant, 'x' AS secret"
                            + " FROM range(10) t(i)) TO '"
                            + lake.resolve("people.parquet")
                            + "' (FORMAT parquet)");
        }
        product = new ProductServer(null, Map.of(Setting.FILE_SOURCES, lake.toString()));
        http = HttpClient.newHttpClient();
        HttpResponse<String> connected = connect("lake", lake.toString());
        assertThat(connected.statusCode()).as(connected.body()).isEqualTo(201);
        HttpResponse<String> applied =
                send("PUT", "/policy", "application/yaml", policy(product.clientId()));
        assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
        agent = new McpCaller(product.mcp(), product.newToken("query"));
    }

    private static HttpResponse<String> connect(String name, String database) throws Exception {
        String body =
                """
                {"name": "%s", "type": "duckdb", "database": "%s",
                 "options": {"memory_mb": "128", "threads": "1"}}
                """
                        .formatted(name, database);
        return send("POST", "/connections", "application/json", body);
    }

    private static HttpResponse<String> send(String method, String path, String type, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(product.url() + "/api/v1" + path))
                        .header("Authorization", "Bearer " + product.newToken("admin"))
                        .header("Content-Type", type)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @AfterAll
    static void stop() {
        agent.close();
        http.close();
        product.close();
    }

    @Test
    void rowsAreFilteredAndValuesMasked() {
        JsonNode answer =
                agent.structured("SELECT id, name, balance, joined FROM people ORDER BY id");

        assertThat(answer.path("row_count").asInt()).as(answer.toString()).isEqualTo(5);
        JsonNode first = answer.path("rows").get(0);
        assertThat(first.get(0).asInt()).isEqualTo(1);
        assertThat(first.get(1).asString()).matches("[0-9a-f]{64}");
        assertThat(first.get(2).asString()).isEqualTo("1.10");
        assertThat(first.get(3).asString()).isEqualTo("1500-01-01");
    }

    @Test
    void whatIsHiddenStaysHidden() {
        assertThat(agent.structured("SELECT secret FROM people").path("code").asString())
                .isEqualTo("COLUMN_NOT_ALLOW_LISTED");
        assertThat(
                        agent.structured("SELECT * FROM read_text('/etc/passwd')")
                                .path("error")
                                .isMissingNode())
                .isFalse();
    }

    @Test
    void otherDirectoriesAreNotSources() throws Exception {
        HttpResponse<String> refused = connect("etc", "/etc");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("file_not_allowed", "file_sources");
    }
}
