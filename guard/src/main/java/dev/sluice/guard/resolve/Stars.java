package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes out stars with changes: one item per column, so that nothing is left to expand. */
final class Stars {
    private final Dialect dialect;
    private final Effort effort;

    Stars(Dialect dialect, Effort effort) {
        this.dialect = dialect;
        this.effort = effort;
    }

    /** The items, as written by somebody who knows the columns. */
    List<Body.SelectItem> items(Expression.StarChanges changes, List<Field> fields) {
        Map<String, Expression> replaced = new HashMap<>();
        changes.replaced().forEach(r -> replaced.put(dialect.key(r.column()), r.value()));
        Map<String, String> renamed = new HashMap<>();
        changes.renamed().forEach(r -> renamed.put(dialect.key(r.column()), r.name()));
        List<Body.SelectItem> items = new ArrayList<>();
        for (Field field : meant(changes, fields, Field::name)) {
            String key = dialect.key(field.name());
            Position at = changes.star().at();
            Expression value = replaced.getOrDefault(key, column(field, at));
            items.add(new Body.SelectItem(value, renamed.getOrDefault(key, field.name())));
        }
        return List.copyOf(items);
    }

    /** Those of the columns that the star is left with. */
    <T> List<T> meant(Expression.StarChanges changes, List<T> columns, Function<T, String> name) {
        Set<String> without = new HashSet<>();
        changes.without().forEach(excluded -> without.add(dialect.key(excluded)));
        checkKnown(changes, columns.stream().map(name).toList());
        NamePattern pattern = pattern(changes);
        return columns.stream()
                .filter(column -> !without.contains(dialect.key(name.apply(column))))
                .filter(column -> pattern == null || pattern.isIn(name.apply(column)))
                .toList();
    }

    private static Expression column(Field field, Position at) {
        String owner = field.owner().name();
        return new Expression.ColumnRef(
                owner == null ? List.of(field.name()) : List.of(owner, field.name()), at);
    }

    private void checkKnown(Expression.StarChanges changes, List<String> columns) {
        Set<String> known = new HashSet<>();
        columns.forEach(column -> known.add(dialect.key(column)));
        List<String> named = new ArrayList<>(changes.without());
        changes.replaced().forEach(replacement -> named.add(replacement.column()));
        changes.renamed().forEach(renaming -> named.add(renaming.column()));
        for (String name : named) {
            if (!known.contains(dialect.key(name))) {
                throw new Unknown(name);
            }
        }
    }

    /** A name that is no column's. */
    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String name;

        Unknown(String name) {
            super(name, null, false, false);
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    /** What the columns' names have to match, null when any will do. */
    private @Nullable NamePattern pattern(Expression.StarChanges changes) {
        String pattern = changes.pattern();
        if (pattern == null) {
            return null;
        }
        NamePattern read = NamePattern.read(pattern, effort);
        if (read == null) {
            throw Refusal.syntax(
                    "COLUMNS wants a simple pattern.", null, changes.star().at().offset());
        }
        return read;
    }

    /** The one star in this expression that stands for several items, null without one. */
    static Expression.@Nullable StarChanges in(Expression expression) {
        return switch (expression) {
            case Expression.StarChanges changes -> changes.columns() ? changes : null;
            case Expression.Call call -> {
                Expression.StarChanges found = null;
                for (Expression.Argument argument : call.arguments()) {
                    found = found != null ? found : in(argument.value());
                }
                yield found;
            }
            case Expression.Operation(var first, var rest) -> {
                Expression.StarChanges found = in(first);
                for (Expression.Step step : rest) {
                    found = found != null ? found : in(step.operand());
                }
                yield found;
            }
            case Expression.Cast(var operand, var type) -> in(operand);
            case Expression.TryCast(var operand, var type) -> in(operand);
            case Expression.Form(var kind, var arguments, var at) -> {
                Expression.StarChanges found = null;
                for (Expression argument : arguments) {
                    found = found != null ? found : in(argument);
                }
                yield found;
            }
            default -> null;
        };
    }

    /** The expression with this value in place of the star. */
    static Expression with(Expression expression, Expression value) {
        return switch (expression) {
            case Expression.StarChanges changes -> value;
            case Expression.Call call -> call(call, value);
            case Expression.Operation(var first, var rest) ->
                    new Expression.Operation(
                            with(first, value),
                            rest.stream()
                                    .map(step ->
                                            new Expression.Step(
                                                    step.operator(),
                                                    with(step.operand(), value),
                                                    step.at()))
                                    .toList());
            case Expression.Cast(var operand, var type) ->
                    new Expression.Cast(with(operand, value), type);
            case Expression.TryCast(var operand, var type) ->
                    new Expression.TryCast(with(operand, value), type);
            case Expression.Form(var kind, var arguments, var at) ->
                    new Expression.Form(
                            kind, arguments.stream().map(a -> with(a, value)).toList(), at);
            default -> expression;
        };
    }

    private static Expression call(Expression.Call call, Expression value) {
        List<Expression.Argument> arguments = new ArrayList<>(call.arguments().size());
        for (Expression.Argument argument : call.arguments()) {
            arguments.add(
                    new Expression.Argument(
                            argument.name(), argument.variadic(), with(argument.value(), value)));
        }
        return new Expression.Call(
                call.path(),
                call.quantity(),
                call.star(),
                List.copyOf(arguments),
                call.orderBy(),
                call.withinGroup(),
                call.filter(),
                call.over(),
                call.ignoreNulls(),
                call.at());
    }
}
