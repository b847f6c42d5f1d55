package dev.sluice.guard;

import dev.sluice.core.Limits;
import dev.sluice.core.TableName;
import dev.sluice.guard.emit.Emitter;
import java.util.Collections;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * What may run, before anybody's claims are bound to it: made from the names of a caller's claims
 * and never from their values, so that it holds for every caller with the same policy.
 *
 * @param database the text as the database reads it
 * @param jdbc the text for JDBC, null when that is the same
 * @param warnings for the agent
 */
record Ruling(
        Emitter.Text database,
        Emitter.@Nullable Text jdbc,
        Limits limits,
        SequencedSet<TableName> tables,
        List<String> columns,
        List<Decision.Warning> warnings) {
    Ruling {
        tables = Collections.unmodifiableSequencedSet(tables);
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
    }

    /** The query with the values of its claims, in the order of the text. */
    GuardedQuery query(List<GuardedQuery.Parameter> parameters) {
        return new GuardedQuery(own().sql(), database.sql(), parameters, limits, tables, columns);
    }

    /** All texts of it. */
    List<String> texts() {
        return jdbc == null ? List.of(database.sql()) : List.of(database.sql(), own().sql());
    }

    /** Whether the texts are the same, letter by letter. */
    boolean says(Ruling other) {
        return database.sql().equals(other.database.sql()) && own().sql().equals(other.own().sql());
    }

    private Emitter.Text own() {
        Emitter.Text own = jdbc;
        return own == null ? database : own;
    }

    /** How much memory it takes, in characters of its texts. */
    int characters() {
        int characters = database.sql().length() + own().sql().length();
        for (String column : columns) {
            characters += column.length();
        }
        return characters;
    }
}
