package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.SecretBundle;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.core.SluiceException;
import dev.sluice.server.Deployment;
import dev.sluice.server.admin.ConnectionService;
import dev.sluice.server.admin.PolicyService;
import dev.sluice.server.audit.AdminLog;
import dev.sluice.server.config.Setting;
import dev.sluice.server.source.NewConnection;
import dev.sluice.systemtests.mcp.ProductServer;
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
    private static final AdminLog.Actor ACTOR = new AdminLog.Actor("test", "test");
    private static final String POLICY =
            """
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
            """;

    private static @TempDir Path directory;
    private static ProductServer product;
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
        ConnectionService connections = connections();
        try (SecretBundle none = new SecretBundle()) {
            connections.connect(
                    product.demo().tenant(),
                    new NewConnection("lake", settings(lake)),
                    none,
                    ACTOR);
        }
        new PolicyService(connections)
                .apply(product.demo().tenant(), POLICY.formatted(product.clientId()), ACTOR);
        agent = new McpCaller(product.mcp(), product.newToken("query"));
    }

    private static ConnectionService connections() {
        Deployment deployment = product.demo().server().deployment();
        return new ConnectionService(deployment.store().vault(), deployment.network());
    }

    private static ConnectionSettings settings(Path database) {
        return new ConnectionSettings(
                "duckdb",
                "",
                0,
                database.toString(),
                "",
                TlsSettings.of(TlsMode.VERIFY_FULL),
                ConnectionMode.SINGLE_USE,
                AuthMethod.NONE,
                null,
                Map.of());
    }

    @AfterAll
    static void stop() {
        agent.close();
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
    void otherDirectoriesAreNotSources() {
        try (SecretBundle none = new SecretBundle()) {
            SluiceException refused =
                    catchThrowableOfType(
                            SluiceException.class,
                            () ->
                                    connections()
                                            .connect(
                                                    product.demo().tenant(),
                                                    new NewConnection(
                                                            "etc", settings(Path.of("/etc"))),
                                                    none,
                                                    ACTOR));

            assertThat(refused.details()).containsEntry("reason", "file_not_allowed");
        }
    }
}
