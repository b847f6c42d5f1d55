package dev.sluice.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a database holds, exposed or not: the catalogue that names are resolved against.
 *
 * @param tables by name, in catalogue order
 */
public record Schema(SequencedMap<TableName, Table> tables) {
    public Schema {
        tables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tables));
    }

    /** A schema of these tables, in this order. */
    public static Schema of(List<Table> tables) {
        SequencedMap<TableName, Table> byName = new LinkedHashMap<>();
        for (Table table : tables) {
            byName.put(table.name(), table);
        }
        return new Schema(byName);
    }

    public Optional<Table> table(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }

    /**
     * A table, view, partitioned or foreign table.
     *
     * @param primaryKey its columns in key order, empty without one
     * @param lineage what a read of it reads beside it
     */
    public record Table(
            TableName name,
            List<Column> columns,
            List<String> primaryKey,
            List<ForeignKey> foreignKeys,
            Lineage lineage) {
        /** A table that is no more than it says. */
        public Table(
                TableName name,
                List<Column> columns,
                List<String> primaryKey,
                List<ForeignKey> foreignKeys) {
            this(name, columns, primaryKey, foreignKeys, Lineage.PLAIN);
        }

        public Table {
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
            foreignKeys = List.copyOf(foreignKeys);
        }

        public Optional<Column> column(String column) {
            for (Column one : columns) {
                if (one.name().equals(column)) {
                    return Optional.of(one);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * A column.
     *
     * @param name exact spelling, unquoted
     * @param type as the database spells it, for example {@code numeric(12,2)}
     * @param generated what it is computed from in each row, as the database says it; null for a
     *     column that holds values of its own
     */
    public record Column(String name, String type, @Nullable String generated) {
        /** A column that holds values of its own. */
        public Column(String name, String type) {
            this(name, type, null);
        }
    }

    /**
     * Where the rows of a table come from.
     *
     * @param reads tables with their columns, servers and functions that a read of it reads, in the
     *     database's words
     */
    public record Lineage(Kind kind, List<String> reads) {
        /** A table whose rows are its own. */
        public static final Lineage PLAIN = new Lineage(Kind.TABLE, List.of());

        public Lineage {
            reads = List.copyOf(reads);
        }

        public boolean isPlain() {
            return equals(PLAIN);
        }
    }

    /** What a table is. */
    public enum Kind {
        TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        PARTITIONED_TABLE,
        FOREIGN_TABLE;

        /** As schema files and messages write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Columns that refer to the columns, equally many, of another table. */
    public record ForeignKey(
            List<String> columns, TableName references, List<String> referencedColumns) {
        public ForeignKey {
            columns = List.copyOf(columns);
            referencedColumns = List.copyOf(referencedColumns);
            if (columns.size() != referencedColumns.size()) {
                throw new IllegalArgumentException(
                        "a foreign key needs as many referenced columns as columns: "
                                + columns
                                + " against "
                                + referencedColumns);
            }
        }
    }
}
