package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The form of a query that people read: filters and limit merged into the agent's own text. */
class DisplayFormTest {
    private static final Guard GUARD = guard("region = 'NA' AND ordered_at > '2024-01-01'");

    private static Guard guard(String... filters) {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                TableName.parse("public.orders"),
                new Policy.TableRule(
                        "", List.of("account_id", "order_total", "ordered_at"), List.of(filters)));
        List<Schema.Column> columns =
                Stream.of("account_id", "order_total", "ordered_at", "region", "tenant")
                        .map(name -> new Schema.Column(name, "text"))
                        .toList();
        Schema schema =
                Schema.of(
                        List.of(
                                new Schema.Table(
                                        TableName.parse("public.orders"),
                                        columns,
                                        List.of(),
                                        List.of())));
        return Guard.of(new Policy("s", "postgresql", "public", Limits.DEFAULT, tables), schema);
    }

    private static String display(Guard guard, String sql) {
        return guard.explain(sql, Map.of("user.id", "u")).display();
    }

    @Test
    void mergesTheFilterAndAppendsTheLimit() {
        assertThat(
                        display(
                                GUARD,
                                """
                                SELECT account_id, SUM(order_total)
                                FROM orders
                                WHERE account_id IN ('acc_1', 'acc_2')
                                GROUP BY account_id
                                """))
                .isEqualTo(
                        """
                        SELECT account_id, SUM(order_total)
                        FROM orders
                        WHERE (account_id IN ('acc_1', 'acc_2'))
                        AND (region = 'NA' AND ordered_at > '2024-01-01')
                        GROUP BY account_id
                        LIMIT 200\
                        """);
    }

    @Test
    void bracketsADisjunctionAndKeepsOrMakesTheLimit() {
        assertThat(display(GUARD, "select account_id from orders o where true or false limit 5;"))
                .isEqualTo(
                        "select account_id from orders o\nWHERE (true or false)\nAND (region = 'NA'"
                                + " AND ordered_at > '2024-01-01')\nlimit 5");
        assertThat(display(GUARD, "SELECT account_id FROM orders ORDER BY 1 LIMIT 1000"))
                .endsWith("> '2024-01-01')\nORDER BY 1\nLIMIT 200");
        assertThat(display(guard("region = 'x'", "tenant = {{user.id}}"), "SELECT 1 FROM orders"))
                .isEqualTo(
                        "SELECT 1 FROM orders\nWHERE (region = 'x')\nAND (tenant ="
                                + " {{user.id}})\nLIMIT 200");
        assertThat(
                        display(
                                guard(),
                                "SELECT count(*) FILTER (WHERE account_id = 'x') FROM orders GROUP"
                                        + " BY account_id"))
                .isEqualTo(
                        "SELECT count(*) FILTER (WHERE account_id = 'x') FROM orders\nGROUP BY"
                                + " account_id\nLIMIT 200");
    }

    @Test
    void isMissingWhereItWouldNotGiveTheSameRows() {
        for (String sql :
                List.of(
                        "SELECT * FROM orders",
                        "SELECT o.* FROM orders o",
                        "SELECT a.account_id FROM orders a, orders b",
                        "SELECT account_id FROM orders UNION SELECT 'x'",
                        "WITH o AS (SELECT account_id FROM orders) SELECT account_id FROM o",
                        "SELECT a FROM (SELECT account_id AS a FROM orders) t",
                        "SELECT (SELECT max(account_id) FROM orders)",
                        "SELECT x FROM orders AS o(x)",
                        "SELECT account_id FROM orders -- all",
                        "SELECT account_id FROM orders LIMIT 1000 OFFSET 5",
                        "SELECT account_id FROM orders FETCH FIRST ROW WITH TIES",
                        "SELECT tenant FROM orders")) {
            assertThat(display(GUARD, sql)).as(sql).isNull();
        }
        assertThat(display(guard("orders.region = 'x'"), "SELECT account_id FROM orders o"))
                .isNull();
    }
}
