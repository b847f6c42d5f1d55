package dev.sluice.guard.resolve;

import dev.sluice.core.TableName;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.rewrite.VisibleColumn;
import dev.sluice.guard.rewrite.VisibleTable;
import dev.sluice.guard.tree.Expression;
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
    private final @Nullable VisibleTable visible;
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, Field> byName = new HashMap<>();
    private final Set<String> repeated = new HashSet<>();
    private final Set<Field> used = new HashSet<>();
    private final List<Expression> conditions = new ArrayList<>();
    private List<VisibleTable.Selected> keys = List.of();
    private Set<Relation> inside = Set.of();
    private final Set<Field> leaky = new HashSet<>();
    private int number = -1;

    private Relation(
            Dialect dialect,
            Kind kind,
            @Nullable String name,
            @Nullable TableName table,
            boolean aliased,
            @Nullable VisibleTable visible) {
        this.dialect = dialect;
        this.kind = kind;
        this.name = name;
        this.table = table;
        this.aliased = aliased;
        this.visible = visible;
    }

    static Relation of(Dialect dialect, Kind kind, @Nullable String name) {
        return new Relation(dialect, kind, name, null, true, null);
    }

    static Relation ofTable(Dialect dialect, VisibleTable table, @Nullable String alias) {
        TableName name = table.name();
        return new Relation(
                dialect,
                Kind.TABLE,
                alias == null ? name.name() : alias,
                name,
                alias != null,
                table);
    }

    /** A column that is none of a base table. */
    void add(String fieldName, List<Field> sources) {
        add(new Field(fieldName, this, null, sources));
    }

    /** A base table's column, under the name that the query gives it. */
    void add(String fieldName, VisibleColumn column) {
        add(new Field(fieldName, this, column, List.of()));
    }

    private void add(Field field) {
        fields.add(field);
        String fieldName = field.name();
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
        return visible == null ? List.of() : visible.primaryKey();
    }

    /** Some of its columns may not stand everywhere. */
    boolean isRestricted() {
        return visible != null && visible.restricted();
    }

    /** A policy hides some of its rows. */
    boolean isFiltered() {
        return visible != null && visible.filter() != null;
    }

    /** What hides rows looks at each row alone. */
    boolean isFilteredAlone() {
        VisibleTable.RowFilter filter = visible == null ? null : visible.filter();
        return filter == null || filter.own();
    }

    /** Its place among the base tables of the text, -1 for what is none. */
    int number() {
        return number;
    }

    void number(int place) {
        number = place;
    }

    /**
     * A query whose columns depend on these.
     *
     * @param canFail places of the columns that are expressions that can fail
     */
    void holds(Set<Relation> relations, Set<Integer> canFail) {
        inside = relations;
        canFail.forEach(place -> leaky.add(fields.get(place)));
    }

    /** The relations that its columns depend on. */
    Set<Relation> inside() {
        return inside;
    }

    /** The column is an expression that can fail. */
    boolean isLeaky(Field field) {
        return leaky.contains(field);
    }

    /** A condition that holds for every row that the query uses. */
    void restrictedBy(Expression condition) {
        conditions.add(condition);
    }

    /** Conditions that hold for every row that the query uses. */
    List<Expression> conditions() {
        return conditions;
    }

    /** The primary key under names that no column has, from now on among what is selected. */
    List<VisibleTable.Selected> requireKey() {
        if (keys.isEmpty()) {
            List<VisibleTable.Selected> named = new ArrayList<>();
            for (String column : primaryKey()) {
                String name = "key " + (named.size() + 1);
                while (field(name) != null) {
                    name += "'";
                }
                named.add(new VisibleTable.Selected(column, name));
            }
            keys = List.copyOf(named);
        }
        return keys;
    }

    /** The key's columns where they are needed, empty otherwise. */
    List<VisibleTable.Selected> keys() {
        return keys;
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
