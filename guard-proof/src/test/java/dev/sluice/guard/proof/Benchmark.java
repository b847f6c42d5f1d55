package dev.sluice.guard.proof;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import dev.sluice.guard.Guard;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Tables and analytical queries that others wrote. Their text is read from published artifacts when
 * the tests run and is no part of this repository.
 */
record Benchmark(String schema, List<GeneratedTable> tables, List<Text> texts) {
    Benchmark {
        tables = List.copyOf(tables);
        texts = List.copyOf(texts);
    }

    /** One query by its published name. */
    record Text(String name, String sql) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A guard that lets every column and every row through. */
    Guard guard(String dialect) {
        SequencedMap<TableName, Policy.TableRule> rules = new LinkedHashMap<>();
        for (GeneratedTable table : tables) {
            List<String> columns = table.columns().stream().map(Schema.Column::name).toList();
            rules.put(table.name(), new Policy.TableRule("", columns, List.of()));
        }
        Limits limits = new Limits(Limits.ROWS_MAX, Long.MAX_VALUE, Duration.ofMinutes(5));
        return Guard.of(
                new Policy(schema, dialect, schema, limits, rules),
                Schema.of(tables.stream().map(GeneratedTable::table).toList()));
    }
}
