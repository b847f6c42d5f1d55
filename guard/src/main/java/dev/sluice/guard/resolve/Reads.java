package dev.sluice.guard.resolve;

import dev.sluice.core.TableName;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.TreeSet;

/** The base tables and columns that a query turned out to read. */
public final class Reads {
    private final SequencedSet<TableName> tables = new LinkedHashSet<>();
    private final TreeSet<String> columns = new TreeSet<>();

    private int baseTables;

    Reads() {}

    /** So many base tables are named by what was built. */
    void built(int tablesNamed) {
        baseTables += tablesNamed;
    }

    /** How many times the resolved query names a base table, in row filters too. */
    public int baseTables() {
        return baseTables;
    }

    void table(TableName table) {
        tables.add(table);
    }

    void column(TableName table, String column) {
        columns.add(table + "." + column);
    }

    /** In order of appearance. */
    public SequencedSet<TableName> tables() {
        return tables;
    }

    /** As {@code schema.table.column}, sorted. */
    public SequencedSet<String> columns() {
        return columns;
    }
}
