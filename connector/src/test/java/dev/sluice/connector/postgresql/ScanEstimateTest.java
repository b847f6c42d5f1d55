package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.TableName;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanEstimateTest {
    private static final TableName BIG = new TableName("s", "big");
    private static final Map<TableName, Long> SIZES = Map.of(BIG, 8_000_000L);
    private static final String SCAN =
            """
            {"Node Type": "Seq Scan", "Schema": "s", "Relation Name": "big", "Alias": "b",
             "Output": ["a", "b"], "Startup Cost": 0.0, "Total Cost": 1000.0,
             "Plan Rows": 100000, "Plan Width": 50%s}
            """;

    private static long bytes(String plan) {
        return ScanEstimate.bytes(parse("[{\"Plan\": " + plan + "}]"), SIZES);
    }

    private static PlanNode parse(String json) {
        return PlanParser.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String over(String type, double cost, String... children) {
        return """
        {"Node Type": "%s", "Startup Cost": 0.0, "Total Cost": %s, "Plan Rows": 10,
         "Plan Width": 8, "Plans": [%s]}
        """
                .formatted(type, cost, String.join(",", children));
    }

    @Test
    void countsTheWholeRelationForASequentialScan() {
        assertThat(bytes(SCAN.formatted(""))).isEqualTo(8_000_000);
        assertThat(ScanEstimate.relations(parse("[{\"Plan\": " + SCAN.formatted("") + "}]")))
                .containsExactly(BIG);
    }

    @Test
    void countsOnlyTheShareBelowALimit() {
        assertThat(bytes(over("Limit", 10, SCAN.formatted("")))).isEqualTo(80_000);
    }

    @Test
    void countsAllBelowASortThatIsBelowALimit() {
        assertThat(bytes(over("Limit", 10, over("Sort", 1100, SCAN.formatted("")))))
                .isEqualTo(8_000_000);
    }

    @Test
    void countsTheInnerIndexScanAsOftenAsItRuns() {
        String outer = SCAN.formatted(", \"Parent Relationship\": \"Outer\"");
        String inner =
                """
                {"Node Type": "Index Scan", "Parent Relationship": "Inner", "Schema": "s",
                 "Relation Name": "t", "Startup Cost": 0.1, "Total Cost": 8.1,
                 "Plan Rows": 1, "Plan Width": 20}
                """;

        assertThat(bytes(over("Nested Loop", 5000, outer, inner)))
                .isEqualTo(8_000_000 + 100_000 * 20);
    }

    @Test
    void staysWithinALong() {
        String scan =
                """
                {"Node Type": "Index Scan", "Startup Cost": 0, "Total Cost": 1e300,
                 "Plan Rows": 1e300, "Plan Width": 1e9}
                """;

        assertThat(bytes(scan)).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "[{\"Plan\": {\"Plans\": [", "\u0000"})
    void refusesWhatIsNoPlan(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
