package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.rewrite.VisibleColumn;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binds column references: innermost level first, every reference to one column of one relation.
 */
final class Columns {
    private static final int HINT_COLUMNS_MAX = 30;

    private final Findings findings;
    private final Effort effort;
    private final Conditions conditions;
    private final Levels levels;
    private final Dialect dialect;
    private final boolean fieldPaths;
    private final boolean rowReferences;

    Columns(Resolution resolution) {
        this.findings = resolution.findings();
        this.effort = resolution.effort();
        this.conditions = resolution.conditions();
        this.levels = new Levels(conditions);
        this.dialect = resolution.dialect();
        this.fieldPaths = dialect.has(Trait.FIELD_PATHS);
        this.rowReferences = resolution.dialect().has(Trait.ROW_REFERENCES);
    }

    /** The reference as it is emitted; a finding when it refers to nothing visible. */
    Expression resolve(Expression.ColumnRef ref, Scope scope) {
        return resolve(ref, scope, Levels.Use.VALUE);
    }

    /** The reference in a position where columns may stand that cannot stand everywhere. */
    Expression resolve(Expression.ColumnRef ref, Scope scope, Levels.Use use) {
        List<String> path = ref.path();
        if (fieldPaths && path.size() > 1) {
            return path(ref, scope, use);
        }
        return switch (path.size()) {
            case 1 -> unqualified(ref, scope, use);
            case 2 -> qualified(ref, relation(path.get(0), scope), path.get(0), scope, use);
            case 3 -> {
                Relation relation = relation(path.get(0), path.get(1), scope);
                yield qualified(ref, relation, path.get(1), scope, use);
            }
            default -> {
                findings.column(ref.name(), null, ref.at().offset(), null);
                yield ref;
            }
        };
    }

    /** What the reference would be bound to, null for nothing or for one of several. */
    @Nullable Field peek(Expression.ColumnRef ref, Scope scope) {
        List<String> path = ref.path();
        if (path.size() == 1) {
            for (Scope level = scope; level != null; level = level.parent()) {
                Field found = null;
                int count = 0;
                for (Scope.Entry entry : level.entries()) {
                    Field field = entry.visible(ref.name());
                    if (field != null) {
                        found = field;
                        count++;
                    }
                }
                if (count > 0) {
                    return count == 1 ? found : null;
                }
            }
            return null;
        }
        Relation relation =
                path.size() == 2
                        ? relation(path.get(0), scope)
                        : path.size() == 3 ? relation(path.get(0), path.get(1), scope) : null;
        return relation == null || relation.isRepeated(ref.name())
                ? null
                : relation.field(ref.name());
    }

    /** Notes a reference that needs no name. */
    void touch(Field field) {
        conditions.touch(field);
    }

    /** A column of a star, as a reference of its own. */
    Expression reference(Field field, Scope scope, Position at) {
        String owner = field.owner().name();
        if (owner != null) {
            return new Expression.ColumnRef(List.of(owner, field.name()), at);
        }
        local(field.name(), scope, at);
        return new Expression.ColumnRef(List.of(field.name()), at);
    }

    /** The column of this name at exactly this level. */
    @Nullable Field local(String name, Scope scope, Position at) {
        Field found = null;
        for (Scope.Entry entry : scope.entries()) {
            Field field = entry.visible(name);
            if (field == null) {
                continue;
            }
            if (found != null || entry.relation().isRepeated(name)) {
                findings.add(ambiguous(name, at));
                return field;
            }
            found = field;
        }
        return found;
    }

    private static Refusal ambiguous(String name, Position at) {
        return Refusal.syntax(
                "Column '%s' is ambiguous; say which table it is of.".formatted(name),
                name,
                at.offset());
    }

    private Expression unqualified(Expression.ColumnRef ref, Scope scope, Levels.Use use) {
        String name = ref.name();
        String key = dialect.key(name);
        for (Scope level = scope; level != null; level = level.parent()) {
            if (level.isParameter(key)) {
                return ref;
            }
            Integer alias = level.alias(key);
            if (alias != null && level.prefersAliases()) {
                return alias(ref, alias, level);
            }
            Field field = level.prefersLabel(key) ? null : local(name, level, ref.at());
            if (field != null) {
                admit(field, level, scope, ref, use);
                return bound(field, scope, ref);
            }
            if (alias != null) {
                return alias(ref, alias, level);
            }
            if (level.hasLabel(key)) {
                repeat(level);
                return ref;
            }
        }
        Relation relation = rowReferences ? relation(name, scope) : null;
        if (relation != null) {
            return row(relation, ref.at());
        }
        unknown(ref, scope);
        return ref;
    }

    /** A window's sort key that is a result column's name, as which it is emitted; else null. */
    @Nullable Expression windowLabel(Expression key, Scope scope) {
        boolean label =
                key instanceof Expression.ColumnRef ref
                        && ref.path().size() == 1
                        && scope.hasWindowLabel(dialect.key(ref.name()));
        if (!label) {
            return null;
        }
        repeat(scope);
        return key;
    }

    /** What a result's column stands for is evaluated again, wherever that is. */
    private void repeat(Scope level) {
        conditions.touchAll(level);
        conditions.fail();
    }

    /** A result column's value, which the database repeats here. */
    private Expression alias(Expression.ColumnRef ref, int weight, Scope level) {
        effort.repeated(weight, ref.at().offset());
        Field grouped = local(ref.name(), level, ref.at());
        if (grouped != null && grouped.selectable()) {
            grouped.use();
            level.note(grouped);
        }
        repeat(level);
        return ref;
    }

    /**
     * A qualified name: the longest start of it that names a column, and fields of that column
     * behind it.
     */
    private Expression path(Expression.ColumnRef ref, Scope scope, Levels.Use use) {
        List<String> path = ref.path();
        if (path.size() > 2) {
            Relation qualified = relation(path.get(0), path.get(1), scope);
            if (qualified != null && (qualified.field(path.get(2)) != null || path.size() == 3)) {
                Expression.ColumnRef column =
                        new Expression.ColumnRef(path.subList(0, 3), ref.at());
                Levels.Use whole = path.size() == 3 ? use : Levels.Use.VALUE;
                return fields(
                        qualified(column, qualified, path.get(1), scope, whole), path, 3, ref.at());
            }
        }
        Relation relation = relation(path.get(0), scope);
        boolean column = relation != null && relation.field(path.get(1)) != null;
        boolean plain = !column && isColumn(path.get(0), scope);
        if (plain) {
            Expression.ColumnRef first = new Expression.ColumnRef(path.subList(0, 1), ref.at());
            return fields(unqualified(first, scope, Levels.Use.VALUE), path, 1, ref.at());
        }
        if (relation == null && path.size() > 2) {
            findings.column(ref.name(), path.get(path.size() - 2), ref.at().offset(), null);
            return ref;
        }
        Expression.ColumnRef second = new Expression.ColumnRef(path.subList(0, 2), ref.at());
        Levels.Use whole = path.size() == 2 ? use : Levels.Use.VALUE;
        return fields(qualified(second, relation, path.get(0), scope, whole), path, 2, ref.at());
    }

    private static Expression fields(Expression column, List<String> path, int from, Position at) {
        Expression value = column;
        for (int i = from; i < path.size(); i++) {
            value = new Expression.Field(value, path.get(i), at);
        }
        return value;
    }

    private boolean isColumn(String name, Scope scope) {
        String key = dialect.key(name);
        for (Scope level = scope; level != null; level = level.parent()) {
            if (level.isParameter(key) || level.alias(key) != null) {
                return true;
            }
            for (Scope.Entry entry : level.entries()) {
                if (entry.visible(name) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private void unknown(Expression.ColumnRef ref, Scope scope) {
        for (Scope level = scope; level != null; level = level.parent()) {
            if (level.holdsUnknown()) {
                return;
            }
        }
        List<Relation> relations = scope.entries().stream().map(Scope.Entry::relation).toList();
        report(ref, relations.size() == 1 ? relations.getFirst() : null, relations);
    }

    private void report(
            Expression.ColumnRef ref, @Nullable Relation relation, List<Relation> owners) {
        findings.column(
                ref.name(),
                relation == null ? null : relation.shown(),
                ref.at().offset(),
                relation == null ? null : hint(relation),
                owners);
    }

    private static @Nullable String hint(Relation relation) {
        return relation.fields().isEmpty()
                ? null
                : relation.fields().stream()
                        .limit(HINT_COLUMNS_MAX)
                        .map(Field::name)
                        .collect(Collectors.joining(", ", "Its columns: ", "."));
    }

    private Expression qualified(
            Expression.ColumnRef ref,
            @Nullable Relation relation,
            String shown,
            Scope scope,
            Levels.Use use) {
        if (relation == null) {
            findings.column(ref.name(), shown, ref.at().offset(), null);
            return ref;
        }
        if (relation.kind() == Relation.Kind.UNKNOWN) {
            return ref;
        }
        Field field = relation.field(ref.name());
        if (field == null) {
            report(ref, relation, List.of(relation));
            return ref;
        }
        if (relation.isRepeated(ref.name())) {
            findings.add(ambiguous(ref.name(), ref.at()));
        }
        Scope level = scope;
        while (level.parent() != null && !holds(level, relation)) {
            level = level.parent();
        }
        admit(field, level, scope, ref, use);
        return new Expression.ColumnRef(List.of(named(relation), field.name()), ref.at());
    }

    /** Notes a reference from one level to a column of the same or an outer one. */
    private void admit(
            Field field, Scope level, Scope from, Expression.ColumnRef ref, Levels.Use use) {
        for (Scope at = from; at != null && at != level; at = at.parent()) {
            at.level().correlate();
        }
        conditions.touch(field);
        if (!levels.admits(field, level, from, use, ref)) {
            refuseUse(field, ref);
        }
        level.note(field);
        field.use();
        findings.read(field, ref.at().offset());
    }

    /** Reports a column that is visible, and not for this. */
    void refuseUse(Field field, Expression.ColumnRef ref) {
        VisibleColumn column = field.column();
        findings.use(
                ref.name(),
                field.owner(),
                ref.at().offset(),
                column == null ? null : Levels.hint(column.exposure()));
    }

    private static boolean holds(Scope level, Relation relation) {
        for (Scope.Entry entry : level.entries()) {
            if (entry.relation() == relation) {
                return true;
            }
        }
        return false;
    }

    private static String named(Relation relation) {
        String name = relation.name();
        if (name == null) {
            throw new IllegalStateException("only named relations can be referred to");
        }
        return name;
    }

    /** Qualifies a column that was found without qualification, where that names it still. */
    private Expression bound(Field field, Scope from, Expression.ColumnRef ref) {
        String owner = field.owner().name();
        boolean reachable = owner != null && relation(owner, from) == field.owner();
        return reachable ? new Expression.ColumnRef(List.of(owner, field.name()), ref.at()) : ref;
    }

    @Nullable Relation relation(String name, Scope scope) {
        for (Scope level = scope; level != null; level = level.parent()) {
            Relation relation = level.named(name);
            if (relation != null) {
                return relation;
            }
        }
        return null;
    }

    private @Nullable Relation relation(String schema, String table, Scope scope) {
        for (Scope level = scope; level != null; level = level.parent()) {
            Relation relation = level.named(schema, table);
            if (relation != null) {
                return relation;
            }
        }
        return null;
    }

    /** What {@code t.*} stands for. */
    @Nullable Relation starred(Expression.Star star, Scope scope) {
        List<String> path = star.path();
        return switch (path.size()) {
            case 1 -> relation(path.get(0), scope);
            case 2 -> relation(path.get(0), path.get(1), scope);
            default -> null;
        };
    }

    /**
     * A relation used as a value. Of a base table that is refused; a function of one value is that
     * value; a query's row may be passed on, which only function arguments do.
     */
    private Expression row(Relation relation, Position at) {
        return switch (relation.kind()) {
            case TABLE, JOIN -> {
                findings.wholeRow(named(relation), at.offset());
                yield new Expression.NullLiteral();
            }
            case SCALAR_FUNCTION -> {
                Field only = relation.fields().getFirst();
                conditions.touch(only);
                only.use();
                yield new Expression.ColumnRef(List.of(named(relation), only.name()), at);
            }
            case QUERY, FUNCTION -> {
                effort.steps(relation.fields().size(), at.offset());
                relation.fields().forEach(Field::use);
                relation.fields().forEach(conditions::touch);
                yield new Expression.Star(List.of(named(relation)), at);
            }
            case UNKNOWN -> new Expression.NullLiteral();
        };
    }

    /** A row where only single values may stand. */
    void refuseRow(Expression.Star star) {
        findings.wholeRow(star.path().getLast(), star.at().offset());
    }

    /** Reports what was found so far rather than what comes next. */
    void refuseFindings() {
        findings.refuse();
    }

    /** A column is referred to otherwise than by its name. */
    void read(Field field, Position at) {
        findings.read(field, at.offset());
    }

    void unknownStar(Expression.Star star) {
        String shown = star.path().isEmpty() ? "*" : star.path().getLast() + ".*";
        findings.column(shown, null, star.at().offset(), null);
    }

    void unknownUsing(String name, Position at) {
        findings.column(name, null, at.offset(), null);
    }

    void unknownField(String name, Position at) {
        findings.column(name, null, at.offset(), null);
    }

    /** A star as a function's argument: the row of a relation that is no base table. */
    Expression rowOf(Expression.Star star, Scope scope) {
        Relation relation = starred(star, scope);
        if (relation == null) {
            String shown = star.path().isEmpty() ? "*" : star.path().getLast();
            findings.column(shown, null, star.at().offset(), null);
            return new Expression.NullLiteral();
        }
        return row(relation, star.at());
    }
}
