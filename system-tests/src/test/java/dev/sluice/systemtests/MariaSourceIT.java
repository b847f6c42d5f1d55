package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.guard.MariaServer;
import dev.sluice.systemtests.mcp.ProductServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An agent asks a MariaDB, through the whole product. */
class MariaSourceIT {
    private static final int CLIENTS = Integer.getInteger("sluice.gone.clients", 20);
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    /** A thousand million combinations, more than anybody waits for. */
    private static final String SLOW =
            "SELECT count(*) FROM numbers a CROSS JOIN numbers b CROSS JOIN numbers c"
                    + " WHERE a.n + b.n + c.n < 0";

    private static String policy(String user) {
        return """
        version: 1
        sources:
          stock:
            dialect: mariadb
            default_schema: shop
            tables:
              shop.people:
                exposed_columns: [id, name, balance]
                row_filter: "tenant = 1"
                masks:
                  name: { kind: hash }
              shop.numbers: { exposed_columns: [n] }
        roles:
          analyst:
            sources:
              stock:
                tables: [shop.people, shop.numbers]
            tools: [run, describe]
        bindings:
          - { role: analyst, users: [%s] }
        """
                .formatted(user);
    }

    @TempDir private static Path directory;
    private static MariaServer maria;
    private static ProductServer product;
    private static McpCaller agent;

    @BeforeAll
    static void start() throws Exception {
        maria = MariaServer.start();
        try (Connection connection = maria.connect("");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE DATABASE shop;"
                            + "CREATE TABLE shop.people (id int PRIMARY KEY, name text,"
                            + " balance decimal(10,2), tenant int, secret text);"
                            + "INSERT INTO shop.people SELECT seq, concat('p', seq), seq * 1.10,"
                            + " seq % 2, 'x' FROM (SELECT 0 seq UNION SELECT 1 UNION SELECT 2"
                            + " UNION SELECT 3 UNION SELECT 4) s;"
                            + "CREATE TABLE shop.numbers (n int PRIMARY KEY);"
                            + "INSERT INTO shop.numbers WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL"
                            + " SELECT n + 1 FROM s WHERE n < 1000) SELECT n FROM s;"
                            + "CREATE USER reader@localhost IDENTIFIED BY 'reader';"
                            + "GRANT SELECT ON shop.* TO reader@localhost");
        }
        product = new ProductServer();
        connect();
        send("PUT", "/policy", policy(product.clientId()));
        agent = new McpCaller(product.mcp(), product.newToken("query"));
    }

    /** The command line seals the password. */
    private static void connect() throws Exception {
        Cli admin =
                new Cli(
                        directory,
                        Map.of(
                                "SLUICE_URL",
                                product.url(),
                                "SLUICE_TOKEN",
                                product.newToken("admin")));
        Cli.Ran connected =
                admin.runWith(
                        "reader\n",
                        "db",
                        "connect",
                        "stock",
                        "--type",
                        "mariadb",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(maria.port()),
                        "--database",
                        "shop",
                        "--user",
                        "reader",
                        "--tls",
                        "disable",
                        "--password-stdin");
        assertThat(connected.exit()).as(connected.toString()).isZero();
    }

    private static void send(String method, String path, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(product.url() + "/api/v1" + path))
                        .header("Authorization", "Bearer " + product.newToken("admin"))
                        .header("Content-Type", "application/yaml")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (agent != null) {
            agent.close();
        }
        if (product != null) {
            product.close();
        }
        if (maria != null) {
            maria.close();
        }
    }

    @Test
    void rowsAreFilteredAndValuesMasked() {
        JsonNode answer = agent.structured("SELECT id, name, balance FROM people ORDER BY id");

        assertThat(answer.path("row_count").asInt()).as(answer.toString()).isEqualTo(2);
        JsonNode second = answer.path("rows").get(1);
        assertThat(second.get(0).asInt()).isEqualTo(3);
        assertThat(second.get(1).asString()).matches("[0-9a-f]{64}");
        assertThat(second.get(2).asString()).isEqualTo("3.30");
    }

    @Test
    void whatIsHiddenStaysHidden() {
        assertThat(agent.structured("SELECT secret FROM people").path("code").asString())
                .isEqualTo("COLUMN_NOT_ALLOW_LISTED");
    }

    @Test
    void clientsThatGoAwayTakeTheirQueriesWithThem() throws Exception {
        LeavingClient client = new LeavingClient(product.mcp(), product.newToken("query"));
        try (Connection administrator = maria.connect("")) {
            for (int i = 0; i < CLIENTS; i++) {
                client.ask(
                        SLOW,
                        () -> {
                            List<String> running = until(administrator, found -> !found.isEmpty());
                            assertThat(running)
                                    .singleElement()
                                    .asString()
                                    .matches("(?s)/\\* sluice [0-9a-f]{8} .+ \\*/ SELECT.*")
                                    .contains(product.clientId());
                        });
                assertThat(until(administrator, List::isEmpty)).isEmpty();
            }
            assertThat(cancelled()).isEqualTo(CLIENTS);
            assertThat(untilNobodyIsConnected(administrator)).isEmpty();
        }
    }

    /** What the reader's sessions ask at the moment. */
    private static List<String> until(Connection administrator, Predicate<List<String>> enough)
            throws Exception {
        return poll(
                administrator,
                "SELECT info FROM information_schema.processlist WHERE user = 'reader'"
                        + " AND info LIKE '%numbers%' AND info NOT LIKE '%EXPLAIN%'",
                enough);
    }

    /** Connections opened ahead are closed after 30 seconds without a query. */
    private static List<String> untilNobodyIsConnected(Connection administrator) throws Exception {
        return poll(
                administrator,
                "SELECT id FROM information_schema.processlist WHERE user = 'reader'",
                List::isEmpty);
    }

    private static List<String> poll(
            Connection administrator, String sql, Predicate<List<String>> enough) throws Exception {
        Instant end = Instant.now().plus(WAIT_MAX);
        while (true) {
            List<String> found = new ArrayList<>();
            try (Statement statement = administrator.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            if (enough.test(found) || Instant.now().isAfter(end)) {
                return found;
            }
            Thread.sleep(20);
        }
    }

    private static int cancelled() throws Exception {
        Instant end = Instant.now().plus(WAIT_MAX);
        while (true) {
            try (Connection store = product.demo().tenant().store().getConnection();
                    Statement statement = store.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    "select count(*) from warehouse_query_log"
                                            + " where kind = 'outcome'"
                                            + " and status = 'cancelled'")) {
                row.next();
                int count = row.getInt(1);
                if (count >= CLIENTS || Instant.now().isAfter(end)) {
                    return count;
                }
            }
            Thread.sleep(50);
        }
    }
}
