package dev.sluice.guard.resolve;

import dev.sluice.core.TableName;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.rewrite.VisibleTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something with columns in a FROM clause. */
final class Relation {
    /** What the relation is, as far as references to it differ. */
    enum Kind {
        /** A base table behind its policy. */
        TABLE,
        /** A query, or a common table expression. */
        QUERY,
        /** A function that yields one value per row. */
        SCALAR_FUNCTION,
        /** A function that yields rows. */
        FUNCTION,
        /** The columns of a join. */
        JOIN,
        /** A table that is not visible: reported, so that its columns need no report. */
        UNKNOWN
    }

    private final Dialect dialect;
    private final Kind kind;
    private final @Nullable String name;
    private final @Nullable TableName table;
    private final boolean aliased;
    private final List<String> primaryKey;
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, Field> byName = new HashMap<>();
    private final Set<String> repeated = new HashSet<>();
    private final Set<Field> used = new HashSet<>();

    private Relation(
            Dialect dialect,
            Kind kind,
            @Nullable String name,
            @Nullable TableName table,
            boolean aliased,
            List<String> primaryKey) {
        this.dialect = dialect;
        this.kind = kind;
        this.name = name;
        this.table = table;
        this.aliased = aliased;
        this.primaryKey = primaryKey;
    }

    static Relation of(Dialect dialect, Kind kind, @Nullable String name) {
        return new Relation(dialect, kind, name, null, true, List.of());
    }

    static Relation ofTable(Dialect dialect, VisibleTable table, @Nullable String alias) {
        TableName name = table.name();
        return new Relation(
                dialect,
                Kind.TABLE,
                alias == null ? name.name() : alias,
                name,
                alias != null,
                table.primaryKey());
    }

    void add(String fieldName, String base, List<Field> sources) {
        Field field = new Field(fieldName, this, base, sources);
        fields.add(field);
        String key = dialect.key(fieldName);
        if (byName.put(key, field) != null) {
            repeated.add(key);
        }
    }

    Kind kind() {
        return kind;
    }

    /** How queries refer to it; null for a join without a name. */
    @Nullable String name() {
        return name;
    }

    @Nullable TableName table() {
        return table;
    }

    /** The base columns of its key, empty without one. */
    List<String> primaryKey() {
        return primaryKey;
    }

    /** Reachable as {@code schema.table.column}. */
    boolean isTable(String schema, String tableName) {
        return table != null
                && !aliased
                && same(table.schema(), schema)
                && same(table.name(), tableName);
    }

    boolean isNamed(String reference) {
        return name != null && same(name, reference);
    }

    private boolean same(String one, String other) {
        return dialect.key(one).equals(dialect.key(other));
    }

    List<Field> fields() {
        return fields;
    }

    @Nullable Field field(String fieldName) {
        return byName.get(dialect.key(fieldName));
    }

    boolean isRepeated(String fieldName) {
        return repeated.contains(dialect.key(fieldName));
    }

    Set<Field> used() {
        return used;
    }

    /** How messages call it. */
    @Nullable String shown() {
        return table != null ? table.name() : name;
    }
}
