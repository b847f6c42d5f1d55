package dev.sluice.guard.proof;

import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.List;
import java.util.function.Consumer;

/**
 * A table of a benchmark.
 *
 * @param columns with types that every engine under test has
 * @param source gives the rows, a value per column, null where there is none
 */
record GeneratedTable(TableName name, List<Schema.Column> columns, Source source) {
    GeneratedTable {
        columns = List.copyOf(columns);
    }

    /** Where rows come from. */
    @FunctionalInterface
    interface Source {
        void each(Consumer<List<String>> row);
    }

    Schema.Table table() {
        return new Schema.Table(name, columns, List.of(), List.of());
    }
}
