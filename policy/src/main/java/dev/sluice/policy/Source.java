package dev.sluice.policy;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy.ColumnRule;
import dev.sluice.core.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One source of the file.
 *
 * @param view the most that anybody may see of it, made once from the tables
 */
record Source(
        String name,
        String dialect,
        String defaultSchema,
        SequencedMap<TableName, Table> tables,
        View view) {
    Source {
        tables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tables));
    }

    /**
     * What the file says about one table.
     *
     * @param lineageAccepted what a read of it reads beside it was looked at
     */
    record Table(
            PlacedName name,
            String description,
            List<Column> columns,
            Optional<PlacedName> rowFilter,
            boolean lineageAccepted) {
        Table {
            columns = List.copyOf(columns);
        }

        private View.Rows rows() {
            SequencedMap<String, ColumnRule> rules = new LinkedHashMap<>();
            columns.forEach(column -> rules.put(column.name().text(), column.rule()));
            return new View.Rows(rules, rowFilter.stream().map(PlacedName::text).toList());
        }
    }

    /**
     * What the file says about one column.
     *
     * @param maskKind where its mask is, empty without one
     */
    record Column(PlacedName name, ColumnRule rule, Optional<PlacedName> maskKind) {}

    static Source of(
            String name,
            String dialect,
            String defaultSchema,
            Limits limits,
            SequencedMap<TableName, Table> tables) {
        SequencedMap<TableName, View.Rows> visible = new LinkedHashMap<>();
        tables.forEach((table, rule) -> visible.put(table, rule.rows()));
        return new Source(name, dialect, defaultSchema, tables, new View(limits, visible));
    }
}
