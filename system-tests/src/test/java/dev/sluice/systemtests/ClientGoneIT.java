package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.store.EmbeddedPostgres;
import dev.sluice.systemtests.mcp.ProductServer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client that goes away takes its query with it. */
class ClientGoneIT {
    private static final int CLIENTS = Integer.getInteger("sluice.gone.clients", 30);
    private static final Duration PATIENCE = Duration.ofMillis(300);

    /** Tens of millions of combinations: seconds of work. */
    private static final String SLOW =
            "SELECT count(*) FROM orders a CROSS JOIN orders b WHERE a.total + b.total < 0";

    private static ProductServer product;

    @BeforeAll
    static void start() {
        product = new ProductServer();
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @Test
    void nothingIsLeftRunningAndEveryOutcomeSaysCancelled() throws Exception {
        String token = product.newToken("query");
        for (int client = 0; client < CLIENTS; client++) {
            try (Socket socket = new Socket(product.mcp().getHost(), product.mcp().getPort())) {
                socket.getOutputStream().write(request(token));
                socket.getOutputStream().flush();
                Thread.sleep(PATIENCE);
            }
        }
        try (Connection connection = shop()) {
            assertThat(within(connection, Duration.ofSeconds(5))).isZero();
        }
        assertThat(cancelled()).isEqualTo(CLIENTS);
    }

    private static byte[] request(String token) {
        ObjectNode params = new JsonMapper().createObjectNode().put("name", "run");
        params.putObject("arguments").put("sql", SLOW);
        String body = McpCaller.body("tools/call", params);
        return """
        POST /api/mcp HTTP/1.1\r
        Host: %s:%d\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Accept: application/json\r
        MCP-Protocol-Version: 2026-07-28\r
        Mcp-Method: tools/call\r
        Mcp-Name: run\r
        Content-Length: %d\r
        \r
        %s\
        """
                .formatted(
                        product.mcp().getHost(),
                        product.mcp().getPort(),
                        token,
                        body.length(),
                        body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Queries of the agent's role that still run after so long. */
    private static int within(Connection connection, Duration patience) throws Exception {
        Instant end = Instant.now().plus(patience);
        while (true) {
            int running =
                    number(
                            connection,
                            "select count(*) from pg_stat_activity where usename = 'shop_agent'"
                                    + " and state = 'active'");
            if (running == 0 || Instant.now().isAfter(end)) {
                return running;
            }
            Thread.sleep(20);
        }
    }

    private static int cancelled() throws Exception {
        Instant end = Instant.now().plusSeconds(5);
        while (true) {
            try (Connection connection = product.demo().tenant().store().getConnection()) {
                int rows =
                        number(
                                connection,
                                "select count(*) from warehouse_query_log where kind = 'outcome'"
                                        + " and status = 'cancelled'");
                if (rows >= CLIENTS || Instant.now().isAfter(end)) {
                    return rows;
                }
            }
            Thread.sleep(50);
        }
    }

    private static int number(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Connection shop() throws Exception {
        EmbeddedPostgres server =
                product.demo().server().deployment().store().embedded().orElseThrow();
        try (var password = server.password()) {
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + server.port() + "/shop",
                    server.user(),
                    new String(password.reveal(), StandardCharsets.UTF_8));
        }
    }
}
