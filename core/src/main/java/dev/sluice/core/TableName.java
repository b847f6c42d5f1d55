package dev.sluice.core;

import org.jspecify.annotations.Nullable;

/** A table or view as the database knows it: exact spelling, unquoted. */
public record TableName(String schema, String name) implements Comparable<TableName> {
    public TableName {
        if (schema.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("schema and name must not be empty");
        }
    }

    /**
     * Reads {@code schema.name}; the part after the first dot is the name, whatever it holds.
     *
     * @throws IllegalArgumentException without a dot, or with an empty part
     */
    public static TableName parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("a table is written schema.name: " + text);
        }
        return new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    /** Written out: a new process takes milliseconds to link what a record brings along. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TableName table
                && schema.equals(table.schema)
                && name.equals(table.name);
    }

    @Override
    public int hashCode() {
        return 31 * schema.hashCode() + name.hashCode();
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
