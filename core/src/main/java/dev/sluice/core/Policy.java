package dev.sluice.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

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

    /** Some column shows a keyed hash. */
    public boolean masksWithKey() {
        return tables.values().stream()
                .flatMap(rule -> rule.columns().values().stream())
                .anyMatch(column -> column.mask() instanceof Mask.KeyedHash);
    }

    /**
     * What is visible of one table.
     *
     * @param description for people and agents, empty without one
     * @param columns the visible columns, in this order for {@code *}
     * @param rowFilters conditions in the source's dialect, written by administrators; a row is
     *     visible when all of them hold; empty means every row
     */
    public record TableRule(
            String description, SequencedMap<String, ColumnRule> columns, List<String> rowFilters) {
        public TableRule {
            columns = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(columns));
            rowFilters = List.copyOf(rowFilters);
        }

        /**
         * A table of which these columns show as they are.
         *
         * @throws IllegalArgumentException for a column named twice
         */
        public TableRule(String description, List<String> exposedColumns, List<String> rowFilters) {
            this(description, plain(exposedColumns), rowFilters);
        }

        private static SequencedMap<String, ColumnRule> plain(List<String> names) {
            SequencedMap<String, ColumnRule> columns = new LinkedHashMap<>();
            for (String name : names) {
                if (columns.put(name, ColumnRule.PLAIN) != null) {
                    throw new IllegalArgumentException("a column is named twice: " + name);
                }
            }
            return columns;
        }

        /** The columns that {@code *} stands for. */
        public List<String> exposedColumns() {
            return columns.entrySet().stream()
                    .filter(column -> column.getValue().exposure() instanceof Exposure.Select)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /**
     * What is visible of one column.
     *
     * @param mask stands in the place of its values, null for the values themselves
     */
    public record ColumnRule(Exposure exposure, @Nullable Mask mask) {
        /** The column as it is, everywhere. */
        public static final ColumnRule PLAIN = new ColumnRule(new Exposure.Select(), null);

        /** What both rules show, empty for nothing. */
        public Optional<ColumnRule> and(ColumnRule other) {
            Mask both =
                    mask == null || other.mask == null
                            ? (mask == null ? other.mask : mask)
                            : mask.and(other.mask);
            return exposure.and(other.exposure).map(level -> new ColumnRule(level, both));
        }
    }
}
