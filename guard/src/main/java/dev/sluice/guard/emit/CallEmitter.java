package dev.sluice.guard.emit;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Window;
import org.jspecify.annotations.Nullable;

/** Writes calls of functions, aggregates and window functions. */
final class CallEmitter {
    private final Output out;
    private final ExpressionEmitter expressions;
    private final TypeEmitter types;
    private final WindowEmitter windows;

    CallEmitter(
            Output out, ExpressionEmitter expressions, TypeEmitter types, WindowEmitter windows) {
        this.out = out;
        this.expressions = expressions;
        this.types = types;
        this.windows = windows;
    }

    void call(Expression.Call call) {
        types.builtIn(call.path()).raw("(");
        switch (call.quantity()) {
            case UNSTATED -> {}
            case ALL -> out.raw("ALL ");
            case DISTINCT -> out.raw("DISTINCT ");
        }
        out.raw(call.star() ? "*" : "");
        Expression separator = null;
        for (int i = 0; i < call.arguments().size(); i++) {
            Expression.Argument argument = call.arguments().get(i);
            if (isSeparator(argument)) {
                separator = argument.value();
            } else {
                out.raw(i == 0 ? "" : ", ");
                argument(argument);
            }
        }
        if (!call.orderBy().isEmpty()) {
            out.raw(" ");
            windows.orderBy(call.orderBy());
        }
        if (separator != null) {
            out.raw(" SEPARATOR ");
            expressions.expression(separator);
        }
        boolean behind = out.dialect().has(Trait.NULLS_BEHIND);
        out.raw(call.ignoreNulls() && !behind ? " IGNORE NULLS" : "");
        out.raw(")");
        out.raw(call.ignoreNulls() && behind ? " IGNORE NULLS" : "");
        if (!call.withinGroup().isEmpty()) {
            out.raw(" WITHIN GROUP (");
            windows.orderBy(call.withinGroup());
            out.raw(")");
        }
        over(call.filter(), call.over());
    }

    /** What follows the brackets of an aggregate. */
    void over(@Nullable Expression filter, @Nullable Window over) {
        if (filter != null) {
            out.raw(" FILTER (WHERE ");
            expressions.expression(filter);
            out.raw(")");
        }
        if (over != null) {
            out.raw(" OVER ");
            windows.window(over);
        }
    }

    private boolean isSeparator(Expression.Argument argument) {
        return Expression.Argument.SEPARATOR.equals(argument.name())
                && out.dialect().has(Trait.UNIT_WORDS);
    }

    private void argument(Expression.Argument argument) {
        out.raw(argument.variadic() ? "VARIADIC " : "");
        if (argument.name() != null) {
            out.name(argument.name()).raw(" => ");
        }
        expressions.expression(argument.value());
    }
}
