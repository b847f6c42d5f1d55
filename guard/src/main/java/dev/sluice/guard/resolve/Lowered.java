package dev.sluice.guard.resolve;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.FormKind;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes operators, and what the grammar has its own words for, as the functions that they stand
 * for, each with the schema that it is in. Where anybody can define a function of an operator's
 * name that comes before the engine's own, an operator can mean anything.
 *
 * <p>Known limit: which function an element, a field or a match with a regular expression stands
 * for depends on types, so these stay as they are.
 */
final class Lowered {
    /** Parsed by the engine as comparisons, which nobody can define. */
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");

    private static final Set<String> MATCHES = Set.of("~", "!~");

    /** Calls within calls: longer chains would nest deeper than engines allow. */
    private static final int CHAIN_MAX = 400;

    private final Dialect dialect;
    private final Findings findings;
    private final boolean lowers;

    Lowered(Dialect dialect, Findings findings) {
        this.dialect = dialect;
        this.findings = findings;
        this.lowers = dialect.has(Trait.OPERATORS_ARE_FUNCTIONS);
    }

    /** An expression whose parts have been through this already. */
    Expression of(Expression expression) {
        return lowers ? lowered(expression) : expression;
    }

    private Expression lowered(Expression expression) {
        return switch (expression) {
            case Expression.Operation operation -> operation(operation);
            case Expression.Prefix prefix -> prefix(prefix);
            case Expression.Like like -> like(like);
            case Expression.AtTimeZone(var operand, var zone) -> call("timezone", zone, operand);
            case Expression.ArrayLiteral(var elements) -> call("list_value", elements);
            case Expression.Row(var elements) -> call("row", elements);
            case Expression.ArrayQuery(var query) -> array(query);
            case Expression.Subscript subscript -> subscript(subscript);
            case Expression.Clock clock -> call(clock(clock), List.of());
            case Expression.Form form -> form(form);
            default -> expression;
        };
    }

    private Expression operation(Expression.Operation operation) {
        if (operation.rest().size() > CHAIN_MAX) {
            throw Refusal.tooComplex(
                    "More than %d operators follow each other.".formatted(CHAIN_MAX),
                    operation.rest().getFirst().at().offset());
        }
        Expression left = operation.first();
        for (Expression.Step step : operation.rest()) {
            left = step(left, step);
        }
        return left;
    }

    private Expression step(Expression left, Expression.Step step) {
        String operator = step.operator();
        if (COMPARISONS.contains(operator) || MATCHES.contains(operator)) {
            return new Expression.Operation(left, List.of(step));
        }
        if (operator.endsWith("~*") && !operator.contains("~~")) {
            Expression match =
                    call(
                            "regexp_matches",
                            List.of(left, step.operand(), new Expression.TextLiteral("i")));
            return operator.startsWith("!") ? new Expression.Not(match) : match;
        }
        return call(operator.equals("->") ? "json_extract" : operator, left, step.operand());
    }

    /** A sign before a number is a part of the number. */
    private Expression prefix(Expression.Prefix prefix) {
        boolean number =
                prefix.operator().equals("-")
                        && prefix.operand() instanceof Expression.NumberLiteral;
        return number ? prefix : call(prefix.operator(), prefix.operand());
    }

    private Expression like(Expression.Like like) {
        Expression escape = like.escape();
        Expression match;
        if (like.kind() == Expression.LikeKind.SIMILAR && escape == null) {
            match = call("regexp_full_match", like.operand(), like.pattern());
        } else if (escape == null) {
            boolean fold = like.kind() == Expression.LikeKind.ILIKE;
            match = call(fold ? "~~*" : "~~", like.operand(), like.pattern());
        } else {
            boolean fold = like.kind() == Expression.LikeKind.ILIKE;
            match =
                    call(
                            fold ? "ilike_escape" : "like_escape",
                            List.of(like.operand(), like.pattern(), escape));
        }
        return like.negated() ? new Expression.Not(match) : match;
    }

    /**
     * Slices are a function of lists and texts alike; what single elements are depends on types.
     */
    private Expression subscript(Expression.Subscript subscript) {
        Expression value = subscript.base();
        for (Expression.Index index : subscript.indexes()) {
            value =
                    index.slice()
                            ? slice(value, index)
                            : new Expression.Subscript(value, List.of(index));
        }
        return value;
    }

    private Expression slice(Expression list, Expression.Index index) {
        Expression step = index.step();
        boolean back = step instanceof Expression.Prefix;
        Expression first = new Expression.NumberLiteral("1");
        Expression last = new Expression.Prefix("-", first, Position.NONE);
        Expression low = index.low() != null ? index.low() : back ? last : first;
        Expression high = index.high() != null ? index.high() : back ? first : last;
        return step == null
                ? call("array_slice", list, low, high)
                : call("array_slice", list, low, high, step);
    }

    /** The rows of a query as a list, an empty one for none. */
    private Expression array(Query query) {
        String name = "element";
        Expression element = new Expression.ColumnRef(List.of(name, name), Position.NONE);
        Expression list =
                new Expression.Form(
                        FormKind.COALESCE,
                        List.of(call("array_agg", element), call("list_value", List.of())),
                        Position.NONE);
        Body.Select select =
                new Body.Select(
                        Body.Distinct.NONE,
                        List.of(new Body.SelectItem(list, "array")),
                        List.of(
                                new TableExpression.Derived(
                                        false,
                                        query,
                                        new TableExpression.Alias(name, List.of(name)),
                                        Position.NONE)),
                        null,
                        false,
                        List.of(),
                        null,
                        List.of());
        return new Expression.Subquery(new Query(null, select, List.of(), null));
    }

    private static String clock(Expression.Clock clock) {
        return switch (clock.keyword()) {
            case "current_date" -> "current_date";
            case "current_time" -> "get_current_time";
            case "localtime" -> "current_localtime";
            case "localtimestamp" -> "current_localtimestamp";
            default -> "get_current_timestamp";
        };
    }

    private Expression form(Expression.Form form) {
        List<Expression> parts = form.arguments();
        return switch (form.kind()) {
            case GREATEST -> call("greatest", parts);
            case LEAST -> call("least", parts);
            case NULLIF -> call("nullif", parts);
            case EXTRACT -> call("date_part", parts);
            case SUBSTRING_FROM, SUBSTRING_FROM_FOR -> call("substring", parts);
            case SUBSTRING_FOR ->
                    call(
                            "substring",
                            List.of(parts.get(0), new Expression.NumberLiteral("1"), parts.get(1)));
            case POSITION -> call("position", parts.get(1), parts.get(0));
            case TRIM_BOTH -> call("trim", parts);
            case TRIM_LEADING -> call("ltrim", parts);
            case TRIM_TRAILING -> call("rtrim", parts);
            case COALESCE, GROUPING, TRY -> form;
            default -> {
                findings.listed(
                        ReasonCode.FUNCTION_NOT_ALLOW_LISTED,
                        "Function",
                        form.kind().columnName(),
                        form.at().offset());
                yield form;
            }
        };
    }

    /** A call of one of the engine's own functions. */
    Expression call(String function, Expression... values) {
        return call(function, List.of(values));
    }

    private Expression call(String function, List<Expression> values) {
        List<Expression.Argument> arguments = new ArrayList<>(values.size());
        for (Expression value : values) {
            arguments.add(new Expression.Argument(null, false, value));
        }
        List<String> path = new ArrayList<>(dialect.spelling().functionsIn());
        path.add(function);
        return new Expression.Call(
                List.copyOf(path),
                Expression.Quantity.UNSTATED,
                false,
                List.copyOf(arguments),
                List.of(),
                List.of(),
                null,
                null,
                Position.NONE);
    }
}
