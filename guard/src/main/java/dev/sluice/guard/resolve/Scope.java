package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The relations that names can refer to at one level of a query; outer levels come behind it. */
final class Scope {
    /** A relation in scope; joins hide some of the names of what they join. */
    static final class Entry {
        private final Relation relation;
        private final boolean byName;
        private final boolean byColumn;
        private final Set<String> hidden = new HashSet<>();

        Entry(Relation relation, boolean byName, boolean byColumn) {
            this.relation = relation;
            this.byName = byName;
            this.byColumn = byColumn;
        }

        Relation relation() {
            return relation;
        }

        /** It shows columns of other relations again, under one name. */
        boolean isMerged() {
            return relation.kind() == Relation.Kind.JOIN && !(byName && byColumn);
        }

        /** Unqualified references to this column mean a join's merged column from now on. */
        void hide(String name) {
            Field field = relation.field(name);
            hidden.add(field == null ? name : field.name());
        }

        @Nullable Field visible(String name) {
            Field field = byColumn ? relation.field(name) : null;
            return field == null || hidden.contains(field.name()) ? null : field;
        }
    }

    private final @Nullable Scope parent;
    private final CommonTables commons;
    private final List<Entry> entries;
    private final Level level;
    private final Set<Field> ungrouped = new LinkedHashSet<>();
    private Set<String> labels = Set.of();
    private Set<String> preferred = Set.of();
    private Set<String> windowLabels = Set.of();
    private int windows;
    private boolean collecting;
    private int aggregates;
    private final Map<String, Integer> aliases = new HashMap<>();
    private final Set<String> renamings = new HashSet<>();
    private final Deque<Set<String>> lambdas = new ArrayDeque<>();
    private boolean prefersAliases;
    private int aggregatesSeen;

    Scope(@Nullable Scope parent, CommonTables commons) {
        this(parent, commons, new ArrayList<>(), new Level());
    }

    private Scope(@Nullable Scope parent, CommonTables commons, List<Entry> entries, Level level) {
        this.parent = parent;
        this.commons = commons;
        this.entries = entries;
        this.level = level;
    }

    /** What is known of one level, whichever part of its relations a scope shows. */
    static final class Level {
        private final List<GroupSizes.Counted> counted = new ArrayList<>();
        private final List<GroupSizes.Fixed> fixed = new ArrayList<>();
        private boolean correlated;
        private boolean windowed;

        /** Aggregates of columns that show in large groups alone. */
        List<GroupSizes.Counted> counted() {
            return counted;
        }

        /** Which columns have one value for each value of others. */
        List<GroupSizes.Fixed> fixed() {
            return fixed;
        }

        /** It refers to columns of the levels around it. */
        boolean isCorrelated() {
            return correlated;
        }

        /** Some of its expressions are window functions. */
        boolean isWindowed() {
            return windowed;
        }

        void window() {
            windowed = true;
        }

        void correlate() {
            correlated = true;
        }
    }

    Level level() {
        return level;
    }

    /** The same outer levels, and only the entries from {@code start} on. */
    Scope from(int start) {
        return new Scope(
                parent, commons, new ArrayList<>(entries.subList(start, entries.size())), level);
    }

    @Nullable Scope parent() {
        return parent;
    }

    /** What is behind this level: never null, since the outermost level has no relations. */
    Scope outer() {
        return parent == null ? this : parent;
    }

    CommonTables commons() {
        return commons;
    }

    List<Entry> entries() {
        return entries;
    }

    Entry add(Relation relation, boolean byName, boolean byColumn) {
        Entry entry = new Entry(relation, byName, byColumn);
        entries.add(entry);
        return entry;
    }

    /** Takes out the entries from {@code start} on: a name for their join covers them. */
    void cutTo(int start) {
        entries.subList(start, entries.size()).clear();
    }

    /** A result column that is known by this name from here on. */
    void alias(String key, int weight, boolean renames) {
        aliases.put(key, weight);
        if (renames) {
            renamings.add(key);
        }
    }

    /** The result column of this name is an input column. */
    boolean isRenaming(String key) {
        return renamings.contains(key);
    }

    /** What the value of this name costs to repeat, null when no result column has it. */
    @Nullable Integer alias(String key) {
        return aliases.get(key);
    }

    /** Outside aggregates, the database looks for result columns first if they are not grouped. */
    void preferAliases(boolean on) {
        prefersAliases = on;
    }

    boolean prefersAliases() {
        return prefersAliases && aggregates == 0;
    }

    void enterLambda(List<String> parameters, Dialect dialect) {
        Set<String> keys = new HashSet<>();
        parameters.forEach(parameter -> keys.add(dialect.key(parameter)));
        lambdas.push(keys);
    }

    void leaveLambda() {
        lambdas.pop();
    }

    boolean isParameter(String key) {
        for (Set<String> keys : lambdas) {
            if (keys.contains(key)) {
                return true;
            }
        }
        return false;
    }

    /** From here on, columns outside aggregates are noted as wanting to be grouped. */
    void collect(boolean on) {
        collecting = on;
    }

    /** From here on, these labels of result columns can be referred to where no column can. */
    void labels(Set<String> keys) {
        labels = keys;
    }

    /** These labels come before columns of the same name, outside of aggregates. */
    void prefer(Set<String> keys) {
        preferred = keys;
    }

    boolean prefersLabel(String key) {
        return aggregates == 0 && preferred.contains(key);
    }

    boolean hasLabel(String key) {
        return labels.contains(key) || hasWindowLabel(key);
    }

    /** These labels of result columns are known in windows. */
    void windowLabels(Set<String> keys) {
        windowLabels = keys;
    }

    boolean hasWindowLabel(String key) {
        return windows > 0 && windowLabels.contains(key);
    }

    void enterWindow() {
        windows++;
    }

    void leaveWindow() {
        windows--;
    }

    void enterAggregate() {
        aggregates++;
        aggregatesSeen++;
    }

    /** How many aggregates there were so far. */
    int aggregates() {
        return aggregatesSeen;
    }

    void leaveAggregate() {
        aggregates--;
    }

    void note(Field field) {
        if (collecting && aggregates == 0) {
            ungrouped.addAll(field.origins());
        }
    }

    Set<Field> ungrouped() {
        return ungrouped;
    }

    /** The relation of this name at this level. */
    @Nullable Relation named(String name) {
        for (Entry entry : entries) {
            if (entry.byName && entry.relation.isNamed(name)) {
                return entry.relation;
            }
        }
        return null;
    }

    @Nullable Relation named(String schema, String table) {
        for (Entry entry : entries) {
            if (entry.byName && entry.relation.isTable(schema, table)) {
                return entry.relation;
            }
        }
        return null;
    }

    boolean holds(Relation relation) {
        for (Entry entry : entries) {
            if (entry.relation == relation) {
                return true;
            }
        }
        return false;
    }

    boolean holdsUnknown() {
        for (Entry entry : entries) {
            if (entry.relation.kind() == Relation.Kind.UNKNOWN) {
                return true;
            }
        }
        return false;
    }
}
