package dev.sluice.guard.resolve;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.FunctionRule;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds functions, operators, types and collations against the dialect's lists. */
final class Listed {
    private static final String CATALOG = "pg_catalog";
    private static final int DIGITS_MAX = 18;

    private final Dialect dialect;
    private final Findings findings;

    Listed(Dialect dialect, Findings findings) {
        this.dialect = dialect;
        this.findings = findings;
    }

    /** The rule for this call, null (and a finding) when there is none. */
    @Nullable FunctionRule function(Expression.Call call) {
        String name = call.name();
        boolean own =
                call.path().size() == 1
                        || (call.path().size() == 2 && call.path().getFirst().equals(CATALOG));
        FunctionRule rule = own ? dialect.function(name) : null;
        if (rule == null) {
            findings.listed(
                    ReasonCode.FUNCTION_NOT_ALLOW_LISTED, "Function", name, call.at().offset());
            return null;
        }
        int arguments = call.arguments().size();
        boolean fits =
                rule.takes(arguments)
                        && (!call.star() || name.equals("count"))
                        && (arguments > 0 || call.star() || !name.equals("count"));
        if (!fits) {
            findings.add(
                    new Refusal(
                            ReasonCode.FUNCTION_NOT_ALLOW_LISTED,
                            "Function '%s' is not allow-listed with %d arguments."
                                    .formatted(name, arguments),
                            name,
                            call.at().offset()));
            return null;
        }
        return rule;
    }

    /** The columns of a function's rows, empty when it yields single values. */
    List<String> columns(Expression.Call call) {
        FunctionRule rule = dialect.function(call.name());
        return rule == null ? List.of() : rule.columns();
    }

    static List<String> qualified(String name) {
        return List.of(CATALOG, name);
    }

    void operator(String operator, Position at) {
        if (!dialect.operators().contains(operator)) {
            findings.listed(
                    ReasonCode.OPERATOR_NOT_ALLOW_LISTED, "Operator", operator, at.offset());
        }
    }

    TypeName type(TypeName type) {
        List<String> path = type.path();
        boolean own = path.size() == 1 || (path.size() == 2 && path.getFirst().equals(CATALOG));
        String emitted = own ? dialect.types().get(type.name()) : null;
        if (emitted == null) {
            findings.listed(
                    ReasonCode.TYPE_NOT_ALLOW_LISTED, "Type", type.name(), type.at().offset());
            return type;
        }
        return new TypeName(
                type.interval() == null ? qualified(emitted) : List.of(emitted),
                type.modifiers(),
                type.interval(),
                type.dimensions(),
                type.at());
    }

    List<String> collation(List<String> path, Position at) {
        boolean own = path.size() == 1 || (path.size() == 2 && path.getFirst().equals(CATALOG));
        if (!own || !dialect.collations().contains(path.getLast())) {
            findings.listed(
                    ReasonCode.OPERATOR_NOT_ALLOW_LISTED, "Collation", path.getLast(), at.offset());
        }
        return qualified(path.getLast());
    }

    /**
     * Applies bounds: a literal above one is refused, anything else is held below it when the query
     * runs.
     */
    List<Expression.Argument> bounded(
            FunctionRule rule, List<Expression.Argument> arguments, Position at) {
        if (rule.widthsMax() > 0) {
            template(rule, arguments.getFirst().value(), at);
        }
        if (rule.seriesMax() > 0) {
            return series(rule, arguments, at);
        }
        if (rule.bounds().isEmpty()) {
            return arguments;
        }
        List<Expression.Argument> bounded = new ArrayList<>(arguments);
        for (FunctionRule.Bound bound : rule.bounds()) {
            int index = bound.argument() - 1;
            if (index < arguments.size()) {
                bounded.set(index, bounded(rule, arguments.get(index), bound.max(), at));
            }
        }
        return List.copyOf(bounded);
    }

    private Expression.Argument bounded(
            FunctionRule rule, Expression.Argument argument, long max, Position at) {
        Long literal = integer(argument.value());
        if (literal == null) {
            Expression held = held(argument.value(), Long.toString(max).length(), at);
            return new Expression.Argument(argument.name(), argument.variadic(), held);
        }
        if (literal > max) {
            tooLarge(rule.name(), max, at);
        }
        return argument;
    }

    /** Fails when the query runs if the value has more digits than allowed. */
    private static Expression held(Expression value, int digits, Position at) {
        TypeName narrow = new TypeName(qualified("numeric"), List.of(digits, 0), null, 0, at);
        TypeName whole = new TypeName(qualified("int4"), List.of(), null, 0, at);
        return new Expression.Cast(new Expression.Cast(value, narrow), whole);
    }

    private void tooLarge(String function, long max, Position at) {
        findings.add(
                new Refusal(
                        ReasonCode.LITERAL_NOT_ALLOWED,
                        "Function '%s' is allowed up to %d.".formatted(function, max),
                        function,
                        at.offset()));
    }

    /** A template has to be written out, since its widths decide how long a text gets. */
    private void template(FunctionRule rule, Expression template, Position at) {
        if (!(template instanceof Expression.TextLiteral(String text))) {
            findings.add(
                    new Refusal(
                            ReasonCode.LITERAL_NOT_ALLOWED,
                            "Function '%s' wants a literal as its template.".formatted(rule.name()),
                            rule.name(),
                            at.offset()));
        } else if (Templates.widths(text) > rule.widthsMax()) {
            tooLarge(rule.name(), rule.widthsMax(), at);
        }
    }

    private List<Expression.Argument> series(
            FunctionRule rule, List<Expression.Argument> arguments, Position at) {
        List<Expression> values = arguments.stream().map(Expression.Argument::value).toList();
        if (Series.exceeds(values, rule.seriesMax()) || Series.hidesStep(values)) {
            tooLarge(rule.name(), rule.seriesMax(), at);
            return arguments;
        }
        List<Expression.Argument> held = new ArrayList<>(arguments);
        Expression.Argument stop = arguments.get(1);
        held.set(
                1,
                new Expression.Argument(
                        stop.name(), stop.variadic(), Series.held(values, rule.seriesMax(), at)));
        return List.copyOf(held);
    }

    /** A whole number written out, possibly with a sign; null for anything else. */
    static @Nullable Long integer(Expression value) {
        if (value instanceof Expression.Prefix prefix && prefix.operator().equals("-")) {
            Long positive = integer(prefix.operand());
            return positive == null ? null : Long.valueOf(-positive);
        }
        if (!(value instanceof Expression.NumberLiteral(String digits))
                || digits.length() > 2 * DIGITS_MAX) {
            return null;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return null;
            }
        }
        return digits.length() > DIGITS_MAX ? Long.valueOf(Long.MAX_VALUE) : Long.valueOf(digits);
    }
}
