package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.config.Setting;
import dev.sluice.systemtests.mcp.ProductServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Somebody who tries out what the guard lets through is held back. */
class RefusalLimitIT {
    private static final String GOOD = "SELECT count(*) AS n FROM orders";
    private static final int REFUSALS = 3;

    @Test
    void whoIsRefusedAgainAndAgainHasToWaitAndOneRecordSaysSo() throws Exception {
        try (ProductServer product =
                        new ProductServer(
                                null,
                                Map.of(Setting.REFUSALS_PER_MINUTE, Integer.toString(REFUSALS)));
                McpCaller agent = new McpCaller(product.mcp(), product.newToken("query"))) {
            assertThat(agent.structured(GOOD).has("rows")).isTrue();
            int refused = 0;
            JsonNode answer = agent.structured("SELECT email FROM customers");
            while (!answer.path("code").asString().equals("RATE_LIMITED") && refused < 30) {
                assertThat(answer.path("code").asString())
                        .isIn("COLUMN_NOT_ALLOW_LISTED", "QUERY_FAILED");
                refused++;
                answer =
                        agent.structured(
                                refused % 2 == 0
                                        ? "SELECT email FROM customers"
                                        : "SELECT 1 / (id - id) AS never FROM orders");
            }
            assertThat(refused).isGreaterThanOrEqualTo(REFUSALS).isLessThan(30);
            assertThat(answer.path("details").path("retry_after_seconds").asInt())
                    .isBetween(1, 60 / REFUSALS);
            for (int i = 0; i < 5; i++) {
                agent.structured("SELECT email FROM customers");
            }
            try (Connection store = product.demo().tenant().store().getConnection();
                    Statement statement = store.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    "select count(*) from warehouse_query_log"
                                            + " where code = 'RATE_LIMITED'")) {
                row.next();
                // A slow machine may let one through in between; a minute has one record.
                assertThat(row.getInt(1)).isBetween(1, 2);
            }
        }
    }
}
