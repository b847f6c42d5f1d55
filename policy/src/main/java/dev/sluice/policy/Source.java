package dev.sluice.policy;

import dev.sluice.core.Limits;
import dev.sluice.core.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** One source of the file: the most that anybody may see of it. */
record Source(
        String name,
        String dialect,
        String defaultSchema,
        Limits limits,
        SequencedMap<TableName, Table> tables) {
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
    }

    View view() {
        SequencedMap<TableName, View.Rows> visible = new LinkedHashMap<>();
        tables.forEach((name, table) ->
                visible.put(
                        name,
                        new View.Rows(
                                table.exposedColumns().stream().map(PlacedName::text).toList(),
                                table.rowFilter().stream().map(PlacedName::text).toList())));
        return new View(limits, visible);
    }
}
