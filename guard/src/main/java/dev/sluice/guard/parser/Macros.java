package dev.sluice.guard.parser;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Macro;
import dev.sluice.guard.tree.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Writes out calls of macros. */
final class Macros {
    private static final Map<Macro, Expression> READ = new ConcurrentHashMap<>();

    /** How tall an expression counts that is written more than once. */
    private static final int REPETITION_HEIGHT = 30;

    private final Cursor cursor;
    private final Dialect dialect;

    Macros(Cursor cursor) {
        this.cursor = cursor;
        this.dialect = cursor.dialect();
    }

    /** What the call stands for: itself when it is no plain call of a macro. */
    Expression written(Expression.Call call) {
        Macro macro = call.path().size() == 1 ? dialect.macro(call.name()) : null;
        if (macro == null
                || call.arguments().size() != macro.parameters().size()
                || !isPlain(call)) {
            return call;
        }
        if (macro.repeats()) {
            // What is nested in it doubles each time: a few levels are enough for anybody.
            for (int i = 0; i < REPETITION_HEIGHT; i++) {
                cursor.wrapped();
            }
        }
        Map<String, Expression> values = new HashMap<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            values.put(macro.parameters().get(i), call.arguments().get(i).value());
        }
        Expression template = READ.get(macro);
        if (template == null) {
            template = Parser.macro(macro.text(), dialect);
            READ.put(macro, template);
        }
        return new Substitution(values).in(template);
    }

    /** The expression with values in place of names. */
    static Expression substituted(Expression template, Map<String, Expression> values) {
        return new Substitution(values).in(template);
    }

    private static boolean isPlain(Expression.Call call) {
        return call.quantity() == Expression.Quantity.UNSTATED
                && !call.star()
                && call.orderBy().isEmpty()
                && call.withinGroup().isEmpty()
                && call.filter() == null
                && call.over() == null
                && !call.ignoreNulls()
                && call.arguments().stream().allMatch(argument -> argument.name() == null);
    }

    /** Values in place of names, in the few kinds of expressions that macros are made of. */
    private record Substitution(Map<String, Expression> values) {
        Expression in(Expression template) {
            return switch (template) {
                case Expression.ColumnRef ref -> values.getOrDefault(ref.name(), ref);
                case Expression.Operation(var first, var rest) ->
                        new Expression.Operation(
                                in(first),
                                rest.stream()
                                        .map(step ->
                                                new Expression.Step(
                                                        step.operator(),
                                                        in(step.operand()),
                                                        step.at()))
                                        .toList());
                case Expression.Logical(var connective, var operands) ->
                        new Expression.Logical(connective, list(operands));
                case Expression.IsTest(var operand, var test, var negated) ->
                        new Expression.IsTest(in(operand), test, negated);
                case Expression.Between between ->
                        new Expression.Between(
                                in(between.operand()),
                                in(between.low()),
                                in(between.high()),
                                between.symmetric(),
                                between.negated());
                case Expression.Cast(var operand, var type) ->
                        new Expression.Cast(in(operand), type);
                case Expression.Form(var kind, var arguments, var at) ->
                        new Expression.Form(kind, list(arguments), at);
                case Expression.Subscript(var base, var indexes) ->
                        new Expression.Subscript(
                                in(base), indexes.stream().map(this::index).toList());
                case Expression.Call call -> call(call);
                case Expression.Case(var operand, var whens, var otherwise) ->
                        new Expression.Case(
                                optional(operand),
                                whens.stream()
                                        .map(when ->
                                                new Expression.When(
                                                        in(when.condition()), in(when.result())))
                                        .toList(),
                                optional(otherwise));
                default -> template;
            };
        }

        private @Nullable Expression optional(@Nullable Expression template) {
            return template == null ? null : in(template);
        }

        private List<Expression> list(List<Expression> templates) {
            return templates.stream().map(this::in).toList();
        }

        private Expression.Index index(Expression.Index index) {
            return new Expression.Index(
                    optional(index.low()),
                    index.slice(),
                    optional(index.high()),
                    optional(index.step()));
        }

        private Expression call(Expression.Call call) {
            List<Expression.Argument> arguments = new ArrayList<>(call.arguments().size());
            for (Expression.Argument argument : call.arguments()) {
                arguments.add(
                        new Expression.Argument(argument.name(), false, in(argument.value())));
            }
            return Calls.call(call.name(), List.copyOf(arguments), call.at());
        }
    }
}
