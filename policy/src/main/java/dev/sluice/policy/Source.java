package dev.sluice.policy;

import dev.sluice.core.Limits;
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

    /** What the file says about one table. */
    record Table(
            PlacedName name,
            String description,
            List<PlacedName> exposedColumns,
            Optional<PlacedName> rowFilter) {
        Table {
            exposedColumns = List.copyOf(exposedColumns);
        }

        private View.Rows rows() {
            return new View.Rows(
                    exposedColumns.stream().map(PlacedName::text).toList(),
                    rowFilter.stream().map(PlacedName::text).toList());
        }
    }

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
