package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Resolves queries: WITH, set operations, orderings and limits. */
final class Queries {
    private static final int FORWARD_REFERENCES_MAX = 32;

    /**
     * A query and the names of its columns.
     *
     * @param inside the relations that its columns depend on
     * @param leaky places of the columns that are expressions that can fail
     */
    record Resolved(Query query, List<String> columns, Set<Relation> inside, Set<Integer> leaky) {}

    private final Columns columns;
    private final Expressions expressions;
    private final Selects selects;
    private final Effort effort;
    private final Conditions conditions;
    private final Dialect dialect;
    private int forwardReferences;

    Queries(Resolution resolution) {
        this.columns = new Columns(resolution);
        Listed listed = new Listed(resolution.dialect(), resolution.findings());
        this.expressions = new Expressions(columns, listed, this, resolution);
        this.conditions = resolution.conditions();
        Tables tables = new Tables(resolution, this, listed);
        this.effort = resolution.effort();
        this.dialect = resolution.dialect();
        this.selects = new Selects(expressions, columns, tables, resolution);
    }

    Expressions expressions() {
        return expressions;
    }

    Columns columns() {
        return columns;
    }

    /** A query inside an expression. */
    Query inner(Query query, Scope outer) {
        Conditions.Frame frame = conditions.openQuery();
        Query resolved = body(query, outer, null).query();
        conditions.close(frame);
        conditions.passOn(frame);
        return resolved;
    }

    Resolved resolve(Query query, Scope outer) {
        return resolve(query, outer, null);
    }

    /**
     * {@code first} hears the columns of a set operation's first part before the others resolve.
     */
    private Resolved resolve(Query query, Scope outer, @Nullable Consumer<List<String>> first) {
        Conditions.Frame frame = conditions.openQuery();
        Named named = body(query, outer, first);
        conditions.close(frame);
        return new Resolved(named.query(), named.columns(), frame.touched(), named.leaky());
    }

    private record Named(Query query, List<String> columns, Set<Integer> leaky) {}

    private Named body(Query query, Scope outer, @Nullable Consumer<List<String>> first) {
        Query.With with = null;
        Scope scope = outer;
        if (query.with() != null) {
            List<Query.CommonTable> common = new ArrayList<>();
            scope = with(query.with(), outer, common);
            with = new Query.With(query.with().recursive(), List.copyOf(common));
        }
        Query.Limit limit = limit(query.limit(), scope);
        if (query.body() instanceof Body.Select select) {
            Selects.Resolved resolved = selects.resolve(select, query.orderBy(), scope);
            return new Named(
                    new Query(with, resolved.select(), resolved.orderBy(), limit),
                    resolved.columns(),
                    resolved.leaky());
        }
        Part part = body(query.body(), scope, first);
        List<OrderItem> orderBy = orderBy(query.orderBy(), part.columns(), scope);
        return new Named(
                new Query(with, part.body(), orderBy, limit), part.columns(), part.leaky());
    }

    /** A body and the names of its columns. */
    private record Part(Body body, List<String> columns, Set<Integer> leaky) {}

    private Part body(Body body, Scope scope, @Nullable Consumer<List<String>> first) {
        return switch (body) {
            case Body.Select select -> {
                Selects.Resolved resolved = selects.resolve(select, List.of(), scope);
                yield new Part(resolved.select(), resolved.columns(), resolved.leaky());
            }
            case Body.Values values -> values(values, scope);
            case Body.SetOperation operation -> setOperation(operation, scope, first);
            case Query query -> {
                Resolved resolved = resolve(query, scope);
                yield new Part(resolved.query(), resolved.columns(), resolved.leaky());
            }
        };
    }

    private Part values(Body.Values values, Scope scope) {
        Scope inside = new Scope(scope, scope.commons());
        List<List<Expression>> rows = new ArrayList<>(values.rows().size());
        int movable = conditions.movable();
        for (List<Expression> row : values.rows()) {
            rows.add(expressions.resolve(row, inside));
        }
        effort.columns(rows.getFirst().size(), 0);
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= rows.getFirst().size(); i++) {
            names.add(dialect.has(Trait.VALUES_FROM_ZERO) ? "col" + (i - 1) : "column" + i);
        }
        Set<Integer> leaky = new HashSet<>();
        for (int i = 0; i < names.size() && conditions.movable() > movable; i++) {
            leaky.add(i);
        }
        Body body =
                dialect.has(Trait.NO_ROW_LISTS)
                        ? selects(rows)
                        : new Body.Values(List.copyOf(rows));
        return new Part(body, List.copyOf(names), leaky);
    }

    /** Rows as so many selects, which every version of a database without row lists has. */
    private static Body selects(List<List<Expression>> rows) {
        List<Body.Branch> branches = new ArrayList<>(rows.size());
        for (List<Expression> row : rows) {
            List<Body.SelectItem> items = new ArrayList<>(row.size());
            for (Expression value : row) {
                items.add(new Body.SelectItem(value, "column" + (items.size() + 1)));
            }
            branches.add(new Body.Branch(Body.SetKind.UNION, true, select(items)));
        }
        Body first = branches.removeFirst().body();
        return branches.isEmpty() ? first : new Body.SetOperation(first, List.copyOf(branches));
    }

    private static Body.Select select(List<Body.SelectItem> items) {
        return new Body.Select(
                Body.Distinct.NONE,
                List.copyOf(items),
                List.of(),
                null,
                false,
                List.of(),
                null,
                List.of());
    }

    private Part setOperation(
            Body.SetOperation operation, Scope scope, @Nullable Consumer<List<String>> first) {
        Part head = body(operation.first(), scope, null);
        if (first != null) {
            first.accept(head.columns());
        }
        List<String> names = head.columns();
        Set<Integer> leaky = new HashSet<>(head.leaky());
        List<Body.Branch> branches = new ArrayList<>(operation.branches().size());
        for (Body.Branch branch : operation.branches()) {
            Part part = body(branch.body(), scope, null);
            branches.add(
                    new Body.Branch(branch.kind(), branch.all(), branch.byName(), part.body()));
            if (branch.byName()) {
                names = united(names, part.columns());
                if (!part.leaky().isEmpty()) {
                    // Which of them is which goes by name: none is sure.
                    IntStream.range(0, names.size()).forEach(leaky::add);
                }
            }
            // The database refuses branches of different widths; here they only have to be borne.
            part.leaky().stream().filter(i -> i < head.columns().size()).forEach(leaky::add);
        }
        Body united = new Body.SetOperation(head.body(), List.copyOf(branches));
        return new Part(united, names, leaky);
    }

    /** The columns of both sides, each name once. */
    private List<String> united(List<String> left, List<String> right) {
        effort.columns(left.size() + right.size(), 0);
        Set<String> keys = new HashSet<>();
        List<String> united = new ArrayList<>(left);
        left.forEach(name -> keys.add(dialect.key(name)));
        for (String name : right) {
            if (keys.add(dialect.key(name))) {
                united.add(name);
            }
        }
        return List.copyOf(united);
    }

    /** Rows of a set operation are ordered by result columns alone. */
    private List<OrderItem> orderBy(List<OrderItem> items, List<String> names, Scope scope) {
        Scope empty = new Scope(scope, scope.commons());
        Set<String> keys = new HashSet<>();
        names.forEach(name -> keys.add(dialect.key(name)));
        if (dialect.has(Trait.LABELS_IN_CLAUSES)) {
            empty.labels(keys);
            return expressions.orderBy(items, empty);
        }
        for (OrderItem item : items) {
            boolean name =
                    item.key() instanceof Expression.ColumnRef ref
                            && ref.path().size() == 1
                            && keys.contains(dialect.key(ref.name()));
            boolean collated =
                    item.key() instanceof Expression.NumberLiteral
                            || item.key() instanceof Expression.Star;
            if (!name && !collated) {
                expressions.resolve(item.key(), empty);
                columns.refuseFindings();
                throw Refusal.syntax(
                        "A set operation is ordered by the names or numbers of its columns.",
                        null,
                        0);
            }
        }
        return items;
    }

    private Query.@Nullable Limit limit(Query.@Nullable Limit limit, Scope scope) {
        if (limit == null) {
            return null;
        }
        Scope inside = new Scope(scope, scope.commons());
        return new Query.Limit(
                expressions.optional(limit.count(), inside),
                limit.withTies(),
                expressions.optional(limit.offset(), inside));
    }

    private Scope with(Query.With with, Scope outer, List<Query.CommonTable> resolved) {
        Set<String> names = new HashSet<>();
        for (Query.CommonTable table : with.tables()) {
            boolean catalog = table.name().startsWith("pg_");
            if (catalog || !names.add(dialect.key(table.name()))) {
                throw Refusal.syntax(
                        catalog
                                ? "Names that start with pg_ are the database's own."
                                : "WITH has '%s' twice.".formatted(table.name()),
                        table.name(),
                        table.at().offset());
            }
        }
        return with.recursive() ? recursive(with, outer, resolved) : plain(with, outer, resolved);
    }

    private Scope plain(Query.With with, Scope outer, List<Query.CommonTable> resolved) {
        CommonTables commons = outer.commons();
        for (Query.CommonTable table : with.tables()) {
            CommonTables.Common common =
                    new CommonTables.Common(table.name(), dialect.key(table.name()));
            resolved.add(common(table, common, new Scope(outer, commons), false));
            commons = commons.with(common);
        }
        return new Scope(outer, commons);
    }

    /** All see each other; one that is referred to before its turn is resolved then. */
    private Scope recursive(Query.With with, Scope outer, List<Query.CommonTable> resolved) {
        CommonTables commons = outer.commons();
        List<CommonTables.Common> all = new ArrayList<>();
        for (Query.CommonTable table : with.tables()) {
            CommonTables.Common common =
                    new CommonTables.Common(table.name(), dialect.key(table.name()));
            all.add(common);
            commons = commons.with(common);
        }
        Scope inside = new Scope(outer, commons);
        Query.CommonTable[] done = new Query.CommonTable[all.size()];
        for (int i = 0; i < done.length; i++) {
            int index = i;
            all.get(i)
                    .resolveBy(() ->
                            done[index] = nested(with.tables().get(index), all.get(index), inside));
        }
        all.forEach(CommonTables.Common::resolve);
        resolved.addAll(List.of(done));
        return inside;
    }

    private Query.CommonTable nested(
            Query.CommonTable table, CommonTables.Common common, Scope scope) {
        if (++forwardReferences > FORWARD_REFERENCES_MAX) {
            throw Refusal.tooComplex(
                    "Too many forward references in WITH RECURSIVE.", table.at().offset());
        }
        Query.CommonTable resolved = common(table, common, scope, true);
        forwardReferences--;
        return resolved;
    }

    private Query.CommonTable common(
            Query.CommonTable table, CommonTables.Common common, Scope scope, boolean recursive) {
        Consumer<List<String>> first =
                recursive ? names -> common.columns(named(names, table)) : null;
        Resolved query = resolve(table.query(), scope, first);
        List<String> names = new ArrayList<>(named(query.columns(), table));
        if (table.search() != null) {
            names.add(table.search().sequence());
        }
        Query.Cycle cycle = table.cycle();
        if (cycle != null) {
            names.add(cycle.mark());
            names.add(cycle.path());
            Scope empty = new Scope(scope, scope.commons());
            cycle =
                    new Query.Cycle(
                            cycle.columns(),
                            cycle.mark(),
                            expressions.optional(cycle.value(), empty),
                            expressions.optional(cycle.otherwise(), empty),
                            cycle.path());
        }
        common.columns(List.copyOf(names));
        common.holds(query.inside(), query.leaky());
        return new Query.CommonTable(
                table.name(),
                table.columns(),
                table.materialized(),
                query.query(),
                table.search(),
                cycle,
                table.usingKey(),
                table.at());
    }

    private List<String> named(List<String> names, Query.CommonTable table) {
        if (table.columns().size() > names.size()) {
            columns.refuseFindings();
            throw Refusal.syntax(
                    "'%s' has fewer columns than it names.".formatted(table.name()),
                    table.name(),
                    table.at().offset());
        }
        List<String> named = new ArrayList<>(table.columns());
        named.addAll(names.subList(table.columns().size(), names.size()));
        return List.copyOf(named);
    }
}
