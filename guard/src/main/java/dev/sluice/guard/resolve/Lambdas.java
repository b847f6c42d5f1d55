package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.FunctionRule;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions as arguments, and calls in which they may stand. */
final class Lambdas {
    private Lambdas() {}

    /** The arguments of a call, arrows read as functions where the called one takes any. */
    static List<Expression.Argument> arguments(Expression.Call call, @Nullable FunctionRule rule) {
        if (rule == null || !rule.lambda()) {
            return call.arguments();
        }
        List<Expression.Argument> arguments = new ArrayList<>(call.arguments().size());
        for (Expression.Argument argument : call.arguments()) {
            Expression.Lambda lambda = arrow(argument.value());
            arguments.add(
                    lambda == null
                            ? argument
                            : new Expression.Argument(argument.name(), false, lambda));
        }
        return List.copyOf(arguments);
    }

    private static Expression.@Nullable Lambda arrow(Expression value) {
        if (!(value instanceof Expression.Operation(Expression first, var rest))
                || rest.size() != 1
                || !rest.getFirst().operator().equals("->")) {
            return null;
        }
        List<String> names = names(first);
        return names.isEmpty()
                ? null
                : new Expression.Lambda(names, rest.getFirst().operand(), rest.getFirst().at());
    }

    private static List<String> names(Expression parameters) {
        List<Expression> written =
                parameters instanceof Expression.Row(List<Expression> several)
                        ? several
                        : List.of(parameters);
        List<String> names = new ArrayList<>();
        for (Expression parameter : written) {
            if (!(parameter instanceof Expression.ColumnRef ref) || ref.path().size() != 1) {
                return List.of();
            }
            names.add(ref.name());
        }
        return List.copyOf(names);
    }

    /** Where no function is taken, none may stand. */
    static Refusal misplaced(Expression.Lambda lambda) {
        return Refusal.syntax(
                "A lambda is an argument of functions on lists alone.",
                "lambda",
                lambda.at().offset());
    }
}
