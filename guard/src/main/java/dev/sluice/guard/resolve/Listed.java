package dev.sluice.guard.resolve;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.FunctionRule;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.FormKind;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds functions, operators, types and collations against the dialect's lists. */
final class Listed {
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
        FunctionRule rule =
                isIn(dialect.spelling().functionsIn(), call.path()) ? dialect.function(name) : null;
        if (rule == null) {
            findings.listed(
                    ReasonCode.FUNCTION_NOT_ALLOW_LISTED, "Function", name, call.at().offset());
            return null;
        }
        int arguments = call.arguments().size();
        boolean fits =
                rule.takes(arguments)
                        && (!call.star() || rule.name().equals("count"))
                        && (arguments > 0 || call.star() || !rule.name().equals("count"));
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

    /** Without a schema, or in the one that all of them are in. */
    private static boolean isIn(List<String> schema, List<String> path) {
        List<String> stated = path.subList(0, path.size() - 1);
        return stated.isEmpty() || stated.equals(schema);
    }

    /** A function as it is emitted: so that no other of its name can be meant. */
    List<String> functionPath(Expression.Call call) {
        FunctionRule rule = dialect.function(call.name());
        return rule == null ? call.path() : in(dialect.spelling().functionsIn(), rule.name());
    }

    /** A function of the dialect's own, as it is emitted. */
    static List<String> functionPath(Dialect dialect, String name) {
        return in(dialect.spelling().functionsIn(), name);
    }

    private List<String> typePath(String name) {
        return in(dialect.spelling().typesIn(), name);
    }

    private static List<String> in(List<String> schema, String name) {
        if (schema.isEmpty()) {
            return List.of(name);
        }
        List<String> path = new ArrayList<>(schema);
        path.add(name);
        return List.copyOf(path);
    }

    void operator(String operator, Position at) {
        if (!dialect.operators().contains(operator)) {
            findings.listed(
                    ReasonCode.OPERATOR_NOT_ALLOW_LISTED, "Operator", operator, at.offset());
        }
    }

    TypeName type(TypeName type) {
        List<String> path = type.path();
        String emitted =
                isIn(dialect.spelling().typesIn(), path)
                        ? dialect.types().get(dialect.key(type.name()))
                        : null;
        if (emitted == null) {
            findings.listed(
                    ReasonCode.TYPE_NOT_ALLOW_LISTED, "Type", type.name(), type.at().offset());
            return type;
        }
        return new TypeName(
                type.interval() == null ? typePath(emitted) : List.of(emitted),
                type.modifiers(),
                type.interval(),
                type.dimensions(),
                type.at());
    }

    /** Holds the character set of a conversion against the list. */
    void characters(FormKind kind, List<Expression> arguments, Position at) {
        if (kind == FormKind.CONVERT_USING
                && arguments.getLast() instanceof Expression.TextLiteral(String set)
                && !dialect.collations().contains(dialect.key(set))) {
            findings.listed(ReasonCode.TYPE_NOT_ALLOW_LISTED, "Character set", set, at.offset());
        }
    }

    List<String> collation(List<String> path, Position at) {
        boolean own = isIn(dialect.spelling().typesIn(), path);
        String name =
                dialect.has(Trait.BUILT_INS_UNQUOTED)
                        ? dialect.key(path.getLast())
                        : path.getLast();
        if (!own || !dialect.collations().contains(name)) {
            findings.listed(ReasonCode.OPERATOR_NOT_ALLOW_LISTED, "Collation", name, at.offset());
        }
        return typePath(name);
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
            Expression held = held(argument.value(), max, at);
            return new Expression.Argument(argument.name(), argument.variadic(), held);
        }
        if (literal > max) {
            tooLarge(rule.name(), max, at);
        }
        return argument;
    }

    /** Holds a value down when the query runs, or fails if it has more digits than allowed. */
    private Expression held(Expression value, long max, Position at) {
        if (dialect.has(Trait.LENIENT_CASTS)) {
            TypeName number = new TypeName(typePath("signed"), List.of(), null, 0, at);
            Expression most = new Expression.NumberLiteral(Long.toString(max));
            return new Expression.Form(
                    FormKind.LEAST, List.of(new Expression.Cast(value, number), most), at);
        }
        int digits = Long.toString(max).length();
        TypeName narrow = new TypeName(typePath("numeric"), List.of(digits, 0), null, 0, at);
        TypeName whole = new TypeName(typePath("int4"), List.of(), null, 0, at);
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
