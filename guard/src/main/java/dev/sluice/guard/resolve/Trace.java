package dev.sluice.guard.resolve;

import dev.sluice.core.TableName;
import dev.sluice.guard.refusal.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a resolution comes across, kept for an administrator who asks why. Decisions that nobody
 * asks about keep nothing.
 */
public final class Trace {
    private static final int ENTRIES_MAX = 1_000;

    private final List<Table> tables = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private final List<Miss> misses = new ArrayList<>();
    private final Set<TableName> barriers = new HashSet<>();

    /** A base table that the text names. */
    public record Table(TableName table, int position) {}

    /** A base column that the text refers to, by its name or by a star. */
    public record Column(TableName table, String column, int position) {}

    /**
     * Something that was refused.
     *
     * @param path a table's name as it was written, empty for anything else
     * @param owners the base tables that a column could have been of, empty for anything else
     */
    public record Miss(Refusal refusal, List<String> path, List<TableName> owners) {
        public Miss {
            path = List.copyOf(path);
            owners = List.copyOf(owners);
        }
    }

    void table(TableName table, int position) {
        if (tables.size() < ENTRIES_MAX) {
            tables.add(new Table(table, position));
        }
    }

    void column(Field field, int position) {
        for (Field origin : field.origins()) {
            TableName table = origin.owner().table();
            if (table != null && columns.size() < ENTRIES_MAX) {
                columns.add(new Column(table, origin.base(), position));
            }
        }
    }

    void miss(Miss miss) {
        if (misses.size() < ENTRIES_MAX) {
            misses.add(miss);
        }
    }

    void barrier(TableName table) {
        barriers.add(table);
    }

    /** The tables that the query's conditions are kept outside of. */
    public Set<TableName> barriers() {
        return Set.copyOf(barriers);
    }

    /** In the order in which they were resolved. */
    public List<Table> tables() {
        return List.copyOf(tables);
    }

    /** In the order in which they were resolved. */
    public List<Column> columns() {
        return List.copyOf(columns);
    }

    /** In the order in which they were found. */
    public List<Miss> misses() {
        return List.copyOf(misses);
    }
}
