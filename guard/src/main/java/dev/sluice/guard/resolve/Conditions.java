package dev.sluice.guard.resolve;

import dev.sluice.core.TableName;
import dev.sluice.guard.tree.Expression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows what each condition of a text refers to and whether evaluating it can fail. From that
 * follows which tables need a barrier: those whose hidden rows a condition could be evaluated on,
 * were it moved to where the table is read.
 */
final class Conditions {
    private final Set<Integer> exposed = new HashSet<>();
    private final List<Relation> tables = new ArrayList<>();
    private @Nullable Frame current;

    /** Expressions that can fail, and those of them that a database could move elsewhere. */
    private int failing;

    private int movable;
    private int aggregates;

    /** A condition, or a query, that is being resolved. */
    static final class Frame {
        private final @Nullable Frame outer;
        private final @Nullable Scope filterable;
        private final boolean query;
        private final int failingBefore;
        private final int movableBefore;
        private final int aggregatesBefore;
        private final Set<Relation> touched = Collections.newSetFromMap(new IdentityHashMap<>());
        private final List<Filtered> filtered = new ArrayList<>();
        private boolean holdsQuery;

        private Frame(
                @Nullable Frame outer,
                @Nullable Scope filterable,
                boolean query,
                Conditions conditions) {
            this.outer = outer;
            this.filterable = filterable;
            this.query = query;
            this.failingBefore = conditions.failing;
            this.movableBefore = conditions.movable;
            this.aggregatesBefore = conditions.aggregates;
        }

        /** The relations whose columns it refers to. */
        Set<Relation> touched() {
            return touched;
        }

        /** Some of it is a query of its own. */
        boolean holdsQuery() {
            return holdsQuery;
        }

        /** Columns that may stand in conditions alone, where it names them. */
        List<Filtered> filtered() {
            return filtered;
        }
    }

    /** A reference to a column that may stand in conditions alone. */
    record Filtered(Field field, Expression.ColumnRef ref) {}

    /**
     * Starts on a condition.
     *
     * @param filterable the level whose columns for conditions it may use, null for none
     */
    Frame openCondition(@Nullable Scope filterable) {
        Frame frame = new Frame(current, filterable, false, this);
        current = frame;
        return frame;
    }

    /** Starts on a query, inside a condition or not. */
    Frame openQuery() {
        Frame frame = new Frame(current, null, true, this);
        if (current != null) {
            current.holdsQuery = true;
        }
        aggregates = 0;
        current = frame;
        return frame;
    }

    /** Ends what was started last. */
    void close(Frame frame) {
        current = frame.outer;
        aggregates = frame.aggregatesBefore;
    }

    /** Something in the frame can fail. */
    boolean fails(Frame frame) {
        return failing > frame.failingBefore;
    }

    /** How many expressions so far can fail and could be moved elsewhere. */
    int movable() {
        return movable;
    }

    /** What the frame holds was seen to stay where it is. */
    void forgive(Frame frame) {
        failing = frame.failingBefore;
        movable = frame.movableBefore;
    }

    /** An expression can fail, or tell by other ways than its value. */
    void fail() {
        failing++;
        if (aggregates == 0) {
            movable++;
        }
    }

    /** What can fail in there can be moved with the expression that it is part of. */
    void passOn(Frame frame) {
        if (fails(frame)) {
            movable++;
        }
    }

    /** Arguments of aggregates are evaluated on rows that all conditions let through. */
    void enterAggregate() {
        aggregates++;
    }

    void leaveAggregate() {
        aggregates--;
    }

    /** The number of the table among all of the text. */
    int table(Relation relation) {
        tables.add(relation);
        return tables.size() - 1;
    }

    /** A column is referred to. */
    void touch(Field field) {
        for (Field origin : field.origins()) {
            Relation owner = origin.owner();
            if (owner.isLeaky(origin)) {
                fail();
            }
            for (Frame frame = current; frame != null; frame = frame.outer) {
                frame.touched.add(owner);
            }
        }
    }

    /** A result column is referred to, which may be any expression over the level's relations. */
    void touchAll(Scope level) {
        fail();
        for (Frame frame = current; frame != null; frame = frame.outer) {
            for (Scope.Entry entry : level.entries()) {
                frame.touched.add(entry.relation());
            }
        }
    }

    /** Whether a column for conditions alone may stand here; checked further once it ends. */
    boolean filters(Field field, Scope level, Expression.ColumnRef ref) {
        if (current == null || current.query || current.filterable == null) {
            return false;
        }
        boolean own = current.filterable.holds(field.owner());
        if (own) {
            current.filtered.add(new Filtered(field, ref));
        }
        return own;
    }

    /** A condition that can fail may reach these relations' rows before their filters do. */
    void expose(Set<Relation> relations) {
        movable++;
        Deque<Relation> waiting = new ArrayDeque<>(relations);
        Set<Relation> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!waiting.isEmpty()) {
            Relation relation = waiting.pop();
            if (seen.add(relation)) {
                if (relation.isFiltered()) {
                    exposed.add(relation.number());
                }
                waiting.addAll(relation.inside());
            }
        }
    }

    /**
     * The numbers of the tables that need a barrier. A filter that asks other tables may be applied
     * after anything else, so one expression that can fail anywhere is enough for these.
     */
    Set<Integer> exposed() {
        Set<Integer> all = new HashSet<>(exposed);
        for (Relation table : tables) {
            if (movable > 0 && table.isFiltered() && !table.isFilteredAlone()) {
                all.add(table.number());
            }
        }
        return Set.copyOf(all);
    }

    /** The names of the tables that need a barrier. */
    Set<TableName> exposedTables() {
        Set<Integer> numbers = exposed();
        Set<TableName> names = new HashSet<>();
        for (Relation table : tables) {
            if (numbers.contains(table.number()) && table.table() != null) {
                names.add(table.table());
            }
        }
        return names;
    }
}
