package dev.sluice.policy;

import dev.sluice.core.Budget;
import dev.sluice.core.Policy.ColumnRule;
import dev.sluice.core.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** A role of the file: sources, each narrowed to some tables, tools, and what a day may take. */
record Role(
        String name, SequencedMap<String, Use> sources, SequencedSet<String> tools, Budget budget) {
    Role {
        sources = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(sources));
        tools = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(tools));
    }

    /**
     * What the role may use of one source: never more than the source exposes.
     *
     * @param view made once from the rest
     */
    record Use(Source source, SequencedMap<TableName, Narrowing> tables, View view) {
        Use {
            tables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tables));
        }

        static Use of(
                Source source, LimitsOverride limits, SequencedMap<TableName, Narrowing> tables) {
            View whole = source.view();
            SequencedMap<TableName, View.Rows> visible = new LinkedHashMap<>();
            tables.forEach((table, narrowing) ->
                    Optional.ofNullable(whole.tables().get(table))
                            .ifPresent(rows -> visible.put(table, narrowing.narrow(rows))));
            return new Use(source, tables, new View(limits.narrow(whole.limits()), visible));
        }
    }

    /**
     * What the role takes away from a table.
     *
     * @param columns the columns it keeps, with what it further takes from them
     * @param all it keeps the other columns as well
     * @param rowFilter a further condition
     */
    record Narrowing(
            PlacedName table,
            List<Source.Column> columns,
            boolean all,
            Optional<PlacedName> rowFilter) {
        Narrowing {
            columns = List.copyOf(columns);
        }

        private View.Rows narrow(View.Rows rows) {
            SequencedMap<String, ColumnRule> own = new LinkedHashMap<>();
            if (all) {
                rows.columns().keySet().forEach(name -> own.put(name, ColumnRule.PLAIN));
            }
            columns.forEach(column -> own.put(column.name().text(), column.rule()));
            return rows.and(new View.Rows(own, rowFilter.stream().map(PlacedName::text).toList()));
        }
    }
}
