package dev.sluice.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCostTest {
    @Test
    void multipliesTheTablesOfMariadbsNestedLoop() {
        PlanCost.Rows rows =
                PlanCost.of(
                        """
                        {"query_block": {"select_id": 1, "cost": 9.1, "nested_loop": [
                          {"table": {"table_name": "a", "access_type": "ALL", "loops": 1,
                                     "rows": 100, "filtered": 50}},
                          {"block-nl-join": {"table": {"table_name": "b", "access_type": "ALL",
                                     "rows": 10, "filtered": 100}, "buffer_type": "flat"}},
                          {"table": {"table_name": "c", "access_type": "eq_ref", "rows": 1,
                                     "key_length": "8", "used_key_parts": ["id"],
                                     "filtered": 100}}]}}
                        """);

        assertThat(rows.read()).isEqualTo(100 + 10 + 500);
        assertThat(rows.joined()).isEqualTo(100 + 500 + 500);
    }

    @Test
    void readsMysqlsNamesAndNumbersInQuotes() {
        PlanCost.Rows rows =
                PlanCost.of(
                        """
                        {"query_block": {"select_id": 1, "cost_info": {"query_cost": "503.25"},
                          "grouping_operation": {"using_filesort": true, "nested_loop": [
                            {"table": {"table_name": "a", "access_type": "ALL",
                              "rows_examined_per_scan": 5000, "rows_produced_per_join": 500,
                              "filtered": "10.00", "cost_info": {"read_cost": "1.00"},
                              "used_columns": ["id", "name"]}},
                            {"table": {"table_name": "b", "access_type": "ref",
                              "rows_examined_per_scan": 2, "filtered": "100.00"}}]}}}
                        """);

        assertThat(rows.read()).isEqualTo(5000 + 1000);
        assertThat(rows.joined()).isEqualTo(5000 + 1000);
    }

    @Test
    void countsQueriesInsideOfOthersOnTheirOwn() {
        PlanCost.Rows rows =
                PlanCost.of(
                        """
                        {"query_block": {"select_id": 1, "nested_loop": [
                          {"table": {"table_name": "<derived2>", "access_type": "ALL", "rows": 3,
                            "filtered": 100, "materialized": {"query_block": {"select_id": 2,
                              "nested_loop": [{"table": {"table_name": "t",
                                "access_type": "index", "rows": 70, "filtered": 100}}]}}}}],
                          "subqueries": [{"query_block": {"select_id": 3, "nested_loop": [
                            {"table": {"table_name": "u", "access_type": "ALL", "rows": 11}}]}}]}}
                        """);

        assertThat(rows.read()).isEqualTo(3 + 70 + 11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"query_block\": {\"table\": {\"rows\": \"many\"}}}",
                "{\"query_block\": {\"nested_loop\": [",
                "no plan"
            })
    void refusesWhatIsNoPlan(String text) {
        assertThatThrownBy(() -> PlanCost.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAPlanWithoutBottom() {
        assertThatThrownBy(() -> PlanCost.of("{\"a\":".repeat(10_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
