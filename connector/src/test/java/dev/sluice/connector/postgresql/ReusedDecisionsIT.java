package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import dev.sluice.guard.Decision;
import dev.sluice.guard.DecisionCache;
import dev.sluice.guard.Guard;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions that are remembered, run on statements that the database keeps. */
class ReusedDecisionsIT {
    private static final Server SERVER = Server.shared();
    private static final TableName VISITS = TableName.parse("shop.visits");

    private final Guard guard = Guard.of(policy(), schema());
    private final DecisionCache cache = new DecisionCache();
    private Database pooled;

    @BeforeEach
    void open() {
        SERVER.run(
                "DROP TABLE IF EXISTS shop.visits",
                "CREATE TABLE shop.visits (id int PRIMARY KEY, owner text, pages bigint, price"
                        + " numeric(8,2), code char(3), at timestamptz)",
                "INSERT INTO shop.visits SELECT g, (ARRAY['ann','bob'])[1 + g % 2], g, g / 4.0, 'v'"
                    + " || g % 7, timestamptz '2024-01-01 00:00+00' + g * interval '7 hours' FROM"
                    + " generate_series(1, 400) g",
                "GRANT SELECT ON shop.visits TO reader",
                "ANALYZE shop.visits");
        pooled = SERVER.open(ConnectionMode.POOLED);
    }

    @AfterEach
    void close() {
        pooled.close();
    }

    private static Schema schema() {
        List<Schema.Column> columns =
                Stream.of(
                                "id int4",
                                "owner text",
                                "pages int8",
                                "price numeric(8,2)",
                                "code character(3)",
                                "at timestamptz")
                        .map(column -> column.split(" ", 2))
                        .map(parts -> new Schema.Column(parts[0], parts[1]))
                        .toList();
        return Schema.of(List.of(new Schema.Table(VISITS, columns, List.of("id"), List.of())));
    }

    private static Policy policy() {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                VISITS,
                new Policy.TableRule(
                        "",
                        List.of("id", "owner", "pages", "price", "code", "at"),
                        List.of("owner = {{user.name}}")));
        return new Policy("shop", "postgresql", "shop", Limits.DEFAULT, tables);
    }

    private List<List<String>> rows(DecisionCache decisions, String sql, String user) {
        Decision decision = decisions.check(guard, sql, Map.of("user.name", user), null);
        assertThat(decision).as(sql).isInstanceOf(Decision.Allowed.class);
        Table table = new Table();
        Outcome outcome =
                pooled.execute(
                        ((Decision.Allowed) decision).query(),
                        new Request(
                                new SessionTag("test"), ResultLimits.DEFAULT, new Cancellation()),
                        table);
        assertThat(outcome).as(sql).isInstanceOf(Outcome.Completed.class);
        return table.rows;
    }

    @Test
    void neverShowsOneUserTheRowsOfAnother() {
        String sql = "SELECT DISTINCT owner FROM visits WHERE pages > 10";
        for (int i = 0; i < 1_000; i++) {
            for (String user : List.of("ann", "bob")) {
                assertThat(rows(cache, sql, user)).containsExactly(List.of(user));
            }
        }
    }

    @Test
    void groupsByATruncatedDateAgainAndAgain() {
        for (int i = 0; i < 10; i++) {
            String sql =
                    "SELECT date_trunc('month', at) AS m, count(*) FROM visits WHERE pages > %d"
                                    .formatted(i)
                            + " GROUP BY date_trunc('month', at) ORDER BY date_trunc('month', at)";
            assertThat(rows(cache, sql, "ann")).hasSize(4);
        }
        for (int i = 0; i < 10; i++) {
            String sql =
                    "SELECT date_trunc('month', at) FROM visits GROUP BY date_trunc('month', at)";
            assertThat(rows(cache, sql, "bob")).hasSize(4);
        }
    }

    @Test
    void readsTheClockEachTime() throws InterruptedException {
        String sql = "SELECT timestamptz 'now' AS n";
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            seen.add(rows(cache, sql, "ann").getFirst().getFirst());
            Thread.sleep(2);
        }
        assertThat(seen).hasSize(10);
    }

    @Test
    void answersWithOtherValuesAsIfItHadNotBeenAskedBefore() {
        List<String> conditions =
                List.of(
                        "id = %d",
                        "pages > %d",
                        "pages < %d.5",
                        "pages <> 500000000%d",
                        "price BETWEEN 1 AND %d",
                        "price = 0.%d",
                        "owner = 'an%d'",
                        "owner <> 'it''s %d'",
                        "code = 'v%d'",
                        "code = 'v%d '",
                        "code IN ('v1', 'v%d')",
                        "owner LIKE '%%n%d%%' OR owner LIKE '%%n'",
                        "at >= DATE '2024-02-%d1'",
                        "at < '2024-02-0%d'",
                        "'2024-01-0%d' < at",
                        "NOT (at < timestamptz '2024-02-0%d 12:00+00')");
        for (String condition : conditions) {
            for (int value = 1; value <= 2; value++) {
                String sql = "SELECT id, code, at FROM visits WHERE " + condition.formatted(value);
                assertThat(rows(cache, sql, "ann"))
                        .as(sql)
                        .isEqualTo(rows(new DecisionCache(), sql, "ann"));
            }
        }
    }
}
