package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.rewrite.TypeFamily;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Resolves chains of joins; NATURAL becomes USING over the columns that both sides show. */
final class Joins {
    private final Tables tables;
    private final Queries queries;
    private final Effort effort;
    private final Dialect dialect;
    private final Conditions conditions;

    Joins(Tables tables, Queries queries, Resolution resolution) {
        this.tables = tables;
        this.queries = queries;
        this.effort = resolution.effort();
        this.dialect = resolution.dialect();
        this.conditions = resolution.conditions();
    }

    /** A join whose right side still waits for the columns that the query needs. */
    private record Pending(TableExpression.Join join, Supplier<TableExpression> right) {
        TableExpression.Join build() {
            return new TableExpression.Join(
                    join.kind(),
                    join.natural(),
                    right.get(),
                    join.using(),
                    join.usingAlias(),
                    join.on());
        }
    }

    Source resolve(TableExpression.Joined joined, Scope scope) {
        int start = scope.entries().size();
        Source first = tables.resolve(joined.first(), scope);
        effort.steps(first.columns().size(), 0);
        List<Field> columns = new ArrayList<>(first.columns());
        List<Pending> pending = new ArrayList<>();
        for (TableExpression.Join join : joined.joins()) {
            int middle = scope.entries().size();
            Source right = tables.resolve(join.right(), scope);
            Span span = new Span(start, middle);
            pending.add(new Pending(condition(join, columns, right, span, scope), right.build()));
            if (join.kind().leftOnly()) {
                scope.cutTo(middle);
            }
        }
        TableExpression.Alias alias = joined.alias();
        List<Field> shown = alias == null ? columns : named(alias, columns, start, scope);
        return new Source(
                shown,
                () ->
                        new TableExpression.Joined(
                                first.build().get(),
                                pending.stream().map(Pending::build).toList(),
                                alias));
    }

    private TableExpression.Join condition(
            TableExpression.Join join, List<Field> left, Source right, Span span, Scope scope) {
        Set<Relation> sides = span.optional(join.kind(), scope);
        if (join.natural()) {
            checkNatural(join, left, right, span, scope);
            effort.steps(left.size() + right.columns().size(), position(join).offset());
        }
        List<String> using = join.natural() ? common(left, right.columns()) : join.using();
        Expression on =
                join.on() == null
                        ? null
                        : queries.expressions()
                                .conjuncts()
                                .on(join.on(), scope.from(span.start()), sides);
        if (join.kind().leftOnly() && (using == null || !using.isEmpty())) {
            if (using != null) {
                matched(join, using, left, right, scope);
            }
        } else if (using == null) {
            left.addAll(right.columns());
        } else if (using.isEmpty()) {
            left.addAll(right.columns());
            on = new Expression.BooleanLiteral(true);
            using = null;
        } else {
            merge(join, using, left, right, sides, scope);
        }
        return new TableExpression.Join(
                join.kind(), false, join.right(), using, join.usingAlias(), on);
    }

    /** Columns of a side that does not show are only compared. */
    private void matched(
            TableExpression.Join join,
            List<String> using,
            List<Field> left,
            Source right,
            Scope scope) {
        for (String name : using) {
            Field leftField = take(new ArrayList<>(left), name, join);
            Field rightField = take(new ArrayList<>(right.columns()), name, join);
            if (leftField == null || rightField == null) {
                queries.columns().unknownUsing(name, position(join));
                continue;
            }
            leftField.use();
            rightField.use();
            conditions.touch(leftField);
            conditions.touch(rightField);
            equate(leftField, rightField, Set.of(), scope);
        }
    }

    /**
     * The relations of a join among those of its level.
     *
     * @param start where its left side starts
     * @param middle where its right side starts
     */
    private record Span(int start, int middle) {
        /** Those whose rows may be absent from the result, null when none may. */
        @Nullable Set<Relation> optional(TableExpression.JoinKind kind, Scope scope) {
            List<Scope.Entry> entries = scope.entries();
            return switch (kind) {
                case INNER, CROSS -> null;
                case LEFT -> relations(entries.subList(middle, entries.size()));
                case RIGHT -> relations(entries.subList(start, middle));
                case FULL, SEMI, ANTI, ASOF, ASOF_LEFT, ASOF_RIGHT, ASOF_FULL, POSITIONAL ->
                        Set.of();
            };
        }

        private static Set<Relation> relations(List<Scope.Entry> entries) {
            Set<Relation> relations = Collections.newSetFromMap(new IdentityHashMap<>());
            entries.forEach(entry -> relations.add(entry.relation()));
            return relations;
        }
    }

    /** Equality by USING is a condition like any other. */
    private void equate(Field left, Field right, @Nullable Set<Relation> sides, Scope scope) {
        TypeFamily one = left.family();
        TypeFamily other = right.family();
        boolean known = one != null && other != null;
        boolean alike = one != null && other != null && one.comparesWith(other);
        if (known ? !alike : dialect.has(Trait.TEXTS_READ_AS_NUMBERS)) {
            conditions.expose(Set.of(left.owner(), right.owner()));
        }
        if (left.origins().size() == 1 && right.origins().size() == 1) {
            fix(left.origins().getFirst(), right.origins().getFirst(), sides, scope);
            fix(right.origins().getFirst(), left.origins().getFirst(), sides, scope);
        }
    }

    private static void fix(Field column, Field by, @Nullable Set<Relation> sides, Scope scope) {
        if (column.column() != null && column.column().distinct()) {
            scope.level().fixed().add(new GroupSizes.Fixed(column, by.owner(), sides));
        }
    }

    /** NATURAL would equate columns that may not stand everywhere without naming them. */
    private void checkNatural(
            TableExpression.Join join, List<Field> left, Source right, Span span, Scope scope) {
        List<Scope.Entry> entries = scope.entries();
        List<Field> hiddenLeft = restricted(entries.subList(span.start(), span.middle()));
        List<Field> hiddenRight = restricted(entries.subList(span.middle(), entries.size()));
        List<Field> allLeft = new ArrayList<>(left);
        allLeft.addAll(hiddenLeft);
        List<Field> allRight = new ArrayList<>(right.columns());
        allRight.addAll(hiddenRight);
        refuseShared(hiddenLeft, allRight, join);
        refuseShared(hiddenRight, allLeft, join);
    }

    private static List<Field> restricted(List<Scope.Entry> entries) {
        return entries.stream()
                .map(Scope.Entry::relation)
                .filter(Relation::isRestricted)
                .flatMap(relation -> relation.fields().stream())
                .filter(field -> !field.selectable())
                .toList();
    }

    private void refuseShared(
            List<Field> restricted, List<Field> others, TableExpression.Join join) {
        Map<String, Field> byName = byName(others);
        for (Field field : restricted) {
            if (byName.containsKey(dialect.key(field.name()))) {
                queries.columns()
                        .refuseUse(
                                field,
                                new Expression.ColumnRef(List.of(field.name()), position(join)));
            }
        }
    }

    private List<String> common(List<Field> left, List<Field> right) {
        Map<String, Field> byName = byName(right);
        Set<String> seen = new HashSet<>();
        return left.stream()
                .map(Field::name)
                .filter(name ->
                        byName.containsKey(dialect.key(name)) && seen.add(dialect.key(name)))
                .toList();
    }

    private Map<String, Field> byName(List<Field> fields) {
        Map<String, Field> byName = new HashMap<>();
        fields.forEach(field -> byName.put(dialect.key(field.name()), field));
        return byName;
    }

    /** Merged columns come first, and hide the two columns that each stands for. */
    private void merge(
            TableExpression.Join join,
            List<String> using,
            List<Field> left,
            Source right,
            @Nullable Set<Relation> sides,
            Scope scope) {
        int position = position(join).offset();
        effort.columns(using.size(), position);
        Relation merged = Relation.of(dialect, Relation.Kind.JOIN, null);
        Relation alias =
                join.usingAlias() == null
                        ? null
                        : Relation.of(dialect, Relation.Kind.JOIN, join.usingAlias());
        List<Field> rest = new ArrayList<>(right.columns());
        for (String name : using) {
            effort.steps(left.size() + rest.size() + scope.entries().size(), position);
            Field leftField = take(left, name, join);
            Field rightField = take(rest, name, join);
            if (leftField == null || rightField == null) {
                queries.columns().unknownUsing(name, position(join));
                continue;
            }
            effort.steps(leftField.origins().size() + rightField.origins().size(), position);
            List<Field> sources = new ArrayList<>(leftField.origins());
            sources.addAll(rightField.origins());
            compare(leftField, position(join));
            compare(rightField, position(join));
            equate(leftField, rightField, sides, scope);
            merged.add(name, List.copyOf(sources));
            if (alias != null) {
                alias.add(name, List.copyOf(sources));
            }
            for (Scope.Entry entry : scope.entries()) {
                if (owns(entry, leftField) || owns(entry, rightField)) {
                    entry.hide(name);
                }
            }
        }
        left.addAll(0, merged.fields());
        left.addAll(rest);
        scope.add(merged, false, true);
        if (alias != null) {
            scope.add(alias, true, false);
        }
    }

    /**
     * Notes that a condition needs the column. What joins before have merged they have noted,
     * column by column, so that a chain of joins does not note all of them again and again.
     */
    private void compare(Field field, Position at) {
        Relation owner = field.owner();
        if (owner.kind() == Relation.Kind.JOIN && owner.name() == null) {
            owner.used().add(field);
            return;
        }
        field.use();
        queries.columns().read(field, at);
        conditions.touch(field);
    }

    private static boolean owns(Scope.Entry entry, Field field) {
        return entry.relation() == field.owner();
    }

    private @Nullable Field take(List<Field> fields, String name, TableExpression.Join join) {
        String key = dialect.key(name);
        Field found = null;
        for (Field field : fields) {
            if (dialect.key(field.name()).equals(key)) {
                if (found != null) {
                    throw Refusal.syntax(
                            "Column '%s' of USING is ambiguous.".formatted(name),
                            name,
                            position(join).offset());
                }
                found = field;
            }
        }
        if (found != null) {
            fields.remove(found);
        }
        return found;
    }

    private static Position position(TableExpression.Join join) {
        return switch (join.right()) {
            case TableExpression.Named named -> named.at();
            case TableExpression.Derived derived -> derived.at();
            case TableExpression.Pivot pivot -> pivot.at();
            case TableExpression.Unpivot unpivot -> unpivot.at();
            case TableExpression.Functions functions -> functions.at();
            case TableExpression.JsonTable table -> table.at();
            case TableExpression.Joined joined -> Position.NONE;
        };
    }

    /** The columns of a join with a name go by position: there must not be any that do not show. */
    private void checkNamed(List<Scope.Entry> entries) {
        for (Field field : restricted(entries)) {
            if (field.owner().used().contains(field)) {
                queries.columns()
                        .refuseUse(
                                field,
                                new Expression.ColumnRef(List.of(field.name()), Position.NONE));
            }
        }
    }

    /** A join with a name hides what it joins. */
    private List<Field> named(
            TableExpression.Alias alias, List<Field> columns, int start, Scope scope) {
        checkNamed(scope.entries().subList(start, scope.entries().size()));
        scope.cutTo(start);
        effort.columns(columns.size(), 0);
        List<String> names =
                Tables.renamed(columns.stream().map(Field::name).toList(), alias, Position.NONE);
        Relation relation = Relation.of(dialect, Relation.Kind.JOIN, alias.name());
        for (int i = 0; i < names.size(); i++) {
            Field column = columns.get(i);
            relation.add(names.get(i), column.origins());
        }
        // The new names go by position, so that every column behind them has to be there.
        columns.forEach(Field::use);
        tables.add(relation, scope, Position.NONE);
        return relation.fields();
    }
}
