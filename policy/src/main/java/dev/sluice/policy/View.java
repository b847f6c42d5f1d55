package dev.sluice.policy;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy.ColumnRule;
import dev.sluice.core.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** What somebody sees of one source. */
record View(Limits limits, SequencedMap<TableName, Rows> tables) {
    View {
        tables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tables));
    }

    /** Columns in their order, and conditions that all hold for a visible row. */
    record Rows(SequencedMap<String, ColumnRule> columns, List<String> filters) {
        Rows {
            columns = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(columns));
            filters = List.copyOf(filters);
        }

        /** What both show: the common columns in this order, and every condition once. */
        Rows and(Rows other) {
            SequencedMap<String, ColumnRule> common = new LinkedHashMap<>();
            columns.forEach((name, rule) ->
                    Optional.ofNullable(other.columns.get(name))
                            .flatMap(rule::and)
                            .ifPresent(both -> common.put(name, both)));
            SequencedSet<String> all = new LinkedHashSet<>(filters);
            all.addAll(other.filters);
            return new Rows(common, List.copyOf(all));
        }
    }

    /** What both show; the smaller limits. */
    View and(View other) {
        SequencedMap<TableName, Rows> common = new LinkedHashMap<>();
        tables.forEach((table, rows) -> {
            Rows others = other.tables.get(table);
            if (others != null) {
                common.put(table, rows.and(others));
            }
        });
        return new View(limits.and(other.limits), common);
    }

    /**
     * What either shows, still under the smaller limits. A table in both looks the same in both:
     * the file is refused otherwise.
     */
    View or(View other) {
        SequencedMap<TableName, Rows> all = new LinkedHashMap<>(tables);
        other.tables.forEach(all::putIfAbsent);
        return new View(limits.and(other.limits), all);
    }
}
