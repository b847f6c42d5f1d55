package dev.sluice.guard.resolve;

import dev.sluice.core.Exposure;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.FunctionRule;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves expressions: the same tree with every name bound. */
final class Expressions {
    private final Columns columns;
    private final Listed listed;
    private final Queries queries;
    private final Reads reads;
    private final Effort effort;
    private final Dialect dialect;
    private final Conditions conditions;
    private final Totality totality;
    private final Conjuncts conjuncts;

    Expressions(Columns columns, Listed listed, Queries queries, Resolution resolution) {
        this.columns = columns;
        this.listed = listed;
        this.queries = queries;
        this.reads = resolution.reads();
        this.effort = resolution.effort();
        this.dialect = resolution.dialect();
        this.conditions = resolution.conditions();
        this.totality = new Totality(columns, resolution.dialect());
        this.conjuncts = new Conjuncts(this, columns, conditions, listed);
    }

    Conjuncts conjuncts() {
        return conjuncts;
    }

    JsonForms documents() {
        return new JsonForms(this, queries, listed);
    }

    List<Expression> resolve(List<Expression> list, Scope scope) {
        List<Expression> resolved = new ArrayList<>(list.size());
        for (Expression expression : list) {
            resolved.add(resolve(expression, scope));
        }
        return List.copyOf(resolved);
    }

    @Nullable Expression optional(@Nullable Expression expression, Scope scope) {
        return expression == null ? null : resolve(expression, scope);
    }

    /** A value; a relation's row is none outside of function arguments. */
    Expression resolve(Expression expression, Scope scope) {
        Expression resolved = any(expression, scope);
        return resolved instanceof Expression.Star star ? refuseRow(star) : resolved;
    }

    private Expression refuseRow(Expression.Star star) {
        columns.refuseRow(star);
        return new Expression.NullLiteral();
    }

    private Expression any(Expression expression, Scope scope) {
        effort.steps(1, 0);
        return listed.lowered().of(checked(bound(expression, scope), scope));
    }

    /** The expression, once it is known whether evaluating it can fail. */
    Expression checked(Expression resolved, Scope scope) {
        if (!totality.holds(resolved, scope)) {
            conditions.fail();
        }
        return resolved;
    }

    private Expression bound(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.ColumnRef ref -> columns.resolve(ref, scope);
            case Expression.Star star -> columns.rowOf(star, scope);
            case Expression.TextLiteral literal -> literal;
            case Expression.TypedLiteral(var type, var value) ->
                    new Expression.TypedLiteral(listed.literalType(type), value);
            case Expression.NumberLiteral literal -> literal;
            case Expression.BitLiteral literal -> literal;
            case Expression.BooleanLiteral literal -> literal;
            case Expression.NullLiteral literal -> literal;
            case Expression.Claim claim -> claim;
            case Expression.Clock clock -> clock;
            case Expression.Operation operation -> operation(operation, scope);
            case Expression.Logical(var connective, var operands) ->
                    new Expression.Logical(connective, resolve(operands, scope));
            case Expression.Not(var operand) -> new Expression.Not(resolve(operand, scope));
            case Expression.Prefix(var operator, var operand, var at) -> {
                listed.operator(operator, at);
                yield new Expression.Prefix(operator, resolve(operand, scope), at);
            }
            case Expression.IsTest(var operand, var test, var negated) ->
                    new Expression.IsTest(resolve(operand, scope), test, negated);
            case Expression.IsDistinct(var left, var right, var negated) ->
                    new Expression.IsDistinct(resolve(left, scope), resolve(right, scope), negated);
            case Expression.Between(var value, var low, var high, var symmetric, var negated) ->
                    new Expression.Between(
                            resolve(value, scope),
                            resolve(low, scope),
                            resolve(high, scope),
                            symmetric,
                            negated);
            case Expression.InList(var operand, var values, var negated) ->
                    new Expression.InList(resolve(operand, scope), resolve(values, scope), negated);
            case Expression.InQuery(var operand, var query, var negated) ->
                    new Expression.InQuery(
                            resolve(operand, scope), queries.inner(query, scope), negated);
            case Expression.QuantifiedQuery(
                            var operand,
                            var operator,
                            var all,
                            var query,
                            var at) -> {
                listed.operator(operator, at);
                yield new Expression.QuantifiedQuery(
                        resolve(operand, scope), operator, all, queries.inner(query, scope), at);
            }
            case Expression.QuantifiedArray(
                            var operand,
                            var operator,
                            var all,
                            var array,
                            var at) -> {
                listed.operator(operator, at);
                yield new Expression.QuantifiedArray(
                        resolve(operand, scope), operator, all, resolve(array, scope), at);
            }
            case Expression.Like(var operand, var pattern, var escape, var kind, var negated) ->
                    new Expression.Like(
                            resolve(operand, scope),
                            resolve(pattern, scope),
                            optional(escape, scope),
                            kind,
                            negated);
            case Expression.Exists(var query) -> new Expression.Exists(queries.inner(query, scope));
            case Expression.Subquery(var query) ->
                    new Expression.Subquery(queries.inner(query, scope));
            case Expression.ArrayQuery(var query) ->
                    new Expression.ArrayQuery(queries.inner(query, scope));
            case Expression.Case whole -> caseOf(whole, scope);
            case Expression.Cast(var operand, var type) ->
                    new Expression.Cast(resolve(operand, scope), listed.type(type));
            case Expression.TryCast(var operand, var type) ->
                    new Expression.TryCast(resolve(operand, scope), listed.type(type));
            case Expression.Lambda lambda -> {
                columns.refuseFindings();
                throw Refusal.syntax(
                        "A lambda is an argument of functions on lists alone.",
                        "lambda",
                        lambda.at().offset());
            }
            case Expression.Percent percent ->
                    new Expression.Percent(resolve(percent.share(), scope));
            case Expression.StarChanges changes -> {
                columns.unknownStar(changes.star());
                yield changes;
            }
            case Expression.Call call -> call(call, scope);
            case Expression.Form(var kind, var arguments, var at) -> {
                listed.characters(kind, arguments, at);
                yield new Expression.Form(kind, resolve(arguments, scope), at);
            }
            case Expression.AtTimeZone(var operand, var zone) ->
                    new Expression.AtTimeZone(resolve(operand, scope), resolve(zone, scope));
            case Expression.Collate(var operand, var collation, var at) ->
                    new Expression.Collate(
                            resolve(operand, scope), listed.collation(collation, at), at);
            case Expression.ArrayLiteral(var elements) ->
                    new Expression.ArrayLiteral(resolve(elements, scope));
            case Expression.Row(var elements) -> new Expression.Row(row(elements, scope));
            case Expression.Subscript(var base, var indexes) ->
                    new Expression.Subscript(resolve(base, scope), indexes(indexes, scope));
            case Expression.Field field -> field(field, scope);
            case Expression.JsonConstructor json -> documents().constructor(json, scope);
            case Expression.JsonArrayQuery json -> documents().arrayQuery(json, scope);
            case Expression.JsonSearch json -> documents().search(json, scope);
            case Expression.IsJson(var operand, var kind, var unique, var negated) ->
                    new Expression.IsJson(resolve(operand, scope), kind, unique, negated);
            case Expression.AllFields fields -> {
                columns.unknownField("*", fields.at());
                yield new Expression.AllFields(resolve(fields.base(), scope), fields.at());
            }
        };
    }

    /** The fields of a function's rows; of anything else there is none that we know. */
    private Expression field(Expression.Field field, Scope scope) {
        Expression base = resolve(field.base(), scope);
        boolean ofRows =
                field.base() instanceof Expression.Call call
                        && listed.columns(call).contains(field.name());
        boolean known = ofRows || dialect.has(Trait.FIELD_PATHS);
        if (!known) {
            columns.unknownField(field.name(), field.at());
        }
        return new Expression.Field(base, field.name(), field.at());
    }

    /** All fields of a function's rows, as items of a select; their names are added. */
    Expression allFields(Expression.AllFields fields, Scope scope, List<String> names) {
        List<String> known =
                fields.base() instanceof Expression.Call call ? listed.columns(call) : List.of();
        if (known.size() < 2) {
            return resolve(fields, scope);
        }
        names.addAll(known);
        return new Expression.AllFields(resolve(fields.base(), scope), fields.at());
    }

    private List<Expression> row(List<Expression> elements, Scope scope) {
        List<Expression> resolved = new ArrayList<>(elements.size());
        for (Expression element : elements) {
            resolved.add(any(element, scope));
        }
        return List.copyOf(resolved);
    }

    private Expression operation(Expression.Operation operation, Scope scope) {
        Expression first = resolve(operation.first(), scope);
        List<Expression.Step> steps = new ArrayList<>(operation.rest().size());
        for (Expression.Step step : operation.rest()) {
            listed.operator(step.operator(), step.at());
            steps.add(
                    new Expression.Step(
                            step.operator(), resolve(step.operand(), scope), step.at()));
        }
        return new Expression.Operation(first, List.copyOf(steps));
    }

    private Expression caseOf(Expression.Case whole, Scope scope) {
        List<Expression.When> whens = new ArrayList<>(whole.whens().size());
        for (Expression.When when : whole.whens()) {
            whens.add(
                    new Expression.When(
                            resolve(when.condition(), scope), resolve(when.result(), scope)));
        }
        return new Expression.Case(
                optional(whole.operand(), scope),
                List.copyOf(whens),
                optional(whole.otherwise(), scope));
    }

    private List<Expression.Index> indexes(List<Expression.Index> indexes, Scope scope) {
        List<Expression.Index> resolved = new ArrayList<>(indexes.size());
        for (Expression.Index index : indexes) {
            resolved.add(
                    new Expression.Index(
                            optional(index.low(), scope),
                            index.slice(),
                            optional(index.high(), scope),
                            optional(index.step(), scope)));
        }
        return List.copyOf(resolved);
    }

    /** A call; the parts of an aggregate need no grouping, those of a window do. */
    Expression.Call call(Expression.Call written, Scope scope) {
        Expression.Call call = listed.method(written);
        FunctionRule rule = listed.function(call);
        boolean aggregate =
                rule != null
                        && call.over() == null
                        && (rule.aggregate() || !call.withinGroup().isEmpty());
        if (aggregate) {
            scope.enterAggregate();
            conditions.enterAggregate();
        }
        Expression.ColumnRef bare =
                aggregate && rule != null ? Levels.bareArgument(call, rule.name()) : null;
        List<Expression.Argument> arguments = new ArrayList<>(call.arguments().size());
        List<Integer> tables = new ArrayList<>(call.arguments().size());
        for (Expression.Argument argument : call.arguments()) {
            int before = reads.baseTables();
            Expression value =
                    bare == null
                            ? argument(rule, argument.value(), scope)
                            : columns.resolve(bare, scope, Levels.Use.AGGREGATE);
            arguments.add(new Expression.Argument(argument.name(), argument.variadic(), value));
            tables.add(reads.baseTables() - before);
        }
        List<OrderItem> orderBy = orderBy(call.orderBy(), scope);
        List<OrderItem> withinGroup = orderBy(call.withinGroup(), scope);
        Expression filter = conjuncts.filter(call.filter(), scope);
        if (aggregate) {
            scope.leaveAggregate();
            conditions.leaveAggregate();
        }
        if (bare != null) {
            count(bare, arguments.getFirst().value(), filter, scope);
        }
        List<Expression.Argument> bounded =
                rule == null ? arguments : listed.bounded(rule, List.copyOf(arguments), call.at());
        if (rule != null && rule.seriesMax() > 0) {
            repeated(arguments, bounded, tables);
        }
        return new Expression.Call(
                listed.functionPath(call),
                call.quantity(),
                call.star(),
                bounded,
                orderBy,
                withinGroup,
                filter,
                call.over() == null ? null : window(call.over(), scope),
                call.ignoreNulls(),
                call.at());
    }

    private Expression argument(@Nullable FunctionRule rule, Expression value, Scope scope) {
        boolean function = rule != null && rule.lambda();
        if (!function || !(value instanceof Expression.Lambda(var names, var body, var at))) {
            return any(value, scope);
        }
        scope.enterLambda(names, dialect);
        Expression resolved = resolve(body, scope);
        scope.leaveLambda();
        return new Expression.Lambda(names, resolved, at);
    }

    /** Notes the aggregate of a column that shows in large groups alone. */
    private void count(
            Expression.ColumnRef bare,
            Expression column,
            @Nullable Expression filter,
            Scope scope) {
        Field field = columns.peek(bare, scope);
        if (field != null
                && field.column() != null
                && field.column().exposure() instanceof Exposure.Aggregate(int minGroup)) {
            scope.level()
                    .counted()
                    .add(new GroupSizes.Counted(field, minGroup, column, filter, bare));
        }
    }

    /** A series that is held names its ends, and the tables in them, more than once. */
    private void repeated(
            List<Expression.Argument> written,
            List<Expression.Argument> bounded,
            List<Integer> tables) {
        if (written.size() > 1 && !written.get(1).value().equals(bounded.get(1).value())) {
            boolean once = dialect.has(Trait.OPERATORS_ARE_FUNCTIONS);
            reads.built(
                    Series.START_REPEATED * tables.get(0)
                            + (once ? 0 : Series.STOP_REPEATED * tables.get(1)));
        }
    }

    /** Sort keys that are expressions over the input, never names or numbers of result columns. */
    List<OrderItem> orderBy(List<OrderItem> items, Scope scope) {
        List<OrderItem> resolved = new ArrayList<>(items.size());
        for (OrderItem item : items) {
            resolved.add(new OrderItem(resolve(item.key(), scope), item.direction(), item.nulls()));
        }
        return List.copyOf(resolved);
    }

    Window window(Window window, Scope scope) {
        scope.level().window();
        return switch (window) {
            case Window.Named named -> named;
            case Window.Spec spec -> spec(spec, scope);
        };
    }

    Window.Spec spec(Window.Spec spec, Scope scope) {
        scope.enterWindow();
        Window.Spec resolved =
                new Window.Spec(
                        spec.base(),
                        resolve(spec.partitionBy(), scope),
                        windowOrder(spec.orderBy(), scope),
                        frame(spec.frame(), scope));
        scope.leaveWindow();
        return resolved;
    }

    private List<OrderItem> windowOrder(List<OrderItem> items, Scope scope) {
        List<OrderItem> resolved = new ArrayList<>(items.size());
        for (OrderItem item : items) {
            Expression label = columns.windowLabel(item.key(), scope);
            Expression key = label != null ? label : resolve(item.key(), scope);
            resolved.add(new OrderItem(key, item.direction(), item.nulls()));
        }
        return List.copyOf(resolved);
    }

    private Window.@Nullable Frame frame(Window.@Nullable Frame frame, Scope scope) {
        if (frame == null) {
            return null;
        }
        Window.Bound end = frame.end();
        return new Window.Frame(
                frame.unit(),
                bound(frame.start(), scope),
                end == null ? null : bound(end, scope),
                frame.exclusion());
    }

    private Window.Bound bound(Window.Bound bound, Scope scope) {
        return new Window.Bound(bound.edge(), optional(bound.offset(), scope));
    }
}
