package dev.sluice.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What one caller may see of one source. What is not named is not visible; an empty policy shows
 * nothing.
 *
 * @param source the source's name
 * @param dialect the name of its SQL dialect, for example {@code postgresql}
 * @param defaultSchema the schema of names written without one
 * @param limits for each query
 * @param tables the visible tables, in the order of the policy file
 */
public record Policy(
        String source,
        String dialect,
        String defaultSchema,
        Limits limits,
        SequencedMap<TableName, TableRule> tables) {
    public Policy {
        tables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tables));
    }

    /**
     * What is visible of one table.
     *
     * @param description for people and agents, empty without one
     * @param exposedColumns the visible columns, in this order for {@code *}
     * @param rowFilters conditions in the source's dialect, written by administrators; a row is
     *     visible when all of them hold; empty means every row
     */
    public record TableRule(
            String description, List<String> exposedColumns, List<String> rowFilters) {
        public TableRule {
            exposedColumns = List.copyOf(exposedColumns);
            rowFilters = List.copyOf(rowFilters);
        }
    }
}
