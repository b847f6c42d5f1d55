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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds functions, operators, types and collations against the dialect's lists. */
final class Listed {
    private static final int DIGITS_MAX = 18;

    /** Of tables in MySQL and MariaDB; all hold values of a bounded size. */
    private static final Set<String> COLUMN_TYPES =
            Set.of(
                    "bigint",
                    "boolean",
                    "char",
                    "date",
                    "datetime",
                    "dec",
                    "decimal",
                    "double",
                    "float",
                    "int",
                    "integer",
                    "json",
                    "mediumint",
                    "numeric",
                    "smallint",
                    "text",
                    "time",
                    "timestamp",
                    "tinyint",
                    "varchar",
                    "year");

    private final Dialect dialect;
    private final Findings findings;
    private final Lowered lowered;

    Listed(Dialect dialect, Findings findings) {
        this.dialect = dialect;
        this.findings = findings;
        this.lowered = new Lowered(dialect, findings);
    }

    Lowered lowered() {
        return lowered;
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
                        && (arguments > 0
                                || call.star()
                                || !rule.name().equals("count")
                                || dialect.has(Trait.LOOSE_TESTS));
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

    /** Whether a function of this name is listed. */
    boolean knows(Expression.Call call) {
        return isIn(dialect.spelling().functionsIn(), call.path())
                && dialect.function(call.name()) != null;
    }

    /** {@code column.function(…)} as the call that it stands for. */
    Expression.Call method(Expression.Call call) {
        boolean method =
                dialect.has(Trait.METHOD_CALLS)
                        && !call.star()
                        && !isIn(dialect.spelling().functionsIn(), call.path())
                        && dialect.function(call.name()) != null;
        if (!method) {
            return call;
        }
        List<String> column = call.path().subList(0, call.path().size() - 1);
        List<Expression.Argument> arguments = new ArrayList<>(call.arguments().size() + 1);
        Expression subject = new Expression.ColumnRef(List.copyOf(column), call.at());
        arguments.add(new Expression.Argument(null, false, subject));
        arguments.addAll(call.arguments());
        return new Expression.Call(
                List.of(call.name()),
                call.quantity(),
                false,
                List.copyOf(arguments),
                call.orderBy(),
                call.withinGroup(),
                call.filter(),
                call.over(),
                call.ignoreNulls(),
                call.at());
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
        if (rule == null) {
            return call.path();
        }
        // Trino knows the windows that may ignore nulls by their bare names; nobody can define one.
        boolean bare = call.ignoreNulls() && dialect.has(Trait.NULLS_BEHIND);
        return bare || rule.shape() == FunctionRule.Shape.GRAMMAR
                ? List.of(rule.name())
                : in(dialect.spelling().functionsIn(), rule.name());
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
        return type.parts().isEmpty() ? plain(type) : nested(type);
    }

    /** Structs, maps, unions and arrays are the grammar's; what they hold is held to the list. */
    private TypeName nested(TypeName type) {
        List<TypeName.Part> parts = new ArrayList<>(type.parts().size());
        for (TypeName.Part part : type.parts()) {
            parts.add(new TypeName.Part(part.name(), type(part.type())));
        }
        return new TypeName(
                type.path(),
                type.modifiers(),
                type.interval(),
                type.dimensions(),
                List.copyOf(parts),
                type.at());
    }

    /**
     * The type of a column of {@code JSON_TABLE}. Where names of types are words of the grammar, it
     * is one that tables have, and casts make others.
     */
    TypeName columnType(TypeName type) {
        if (!dialect.has(Trait.BUILT_INS_UNQUOTED)) {
            return type(type);
        }
        boolean known =
                type.path().size() == 1
                        && type.dimensions() == 0
                        && COLUMN_TYPES.contains(type.name());
        if (!known) {
            findings.listed(
                    ReasonCode.TYPE_NOT_ALLOW_LISTED, "Type", type.name(), type.at().offset());
        }
        return type;
    }

    /** The type of a literal; the fields of an interval are the grammar's. */
    TypeName literalType(TypeName type) {
        return type.interval() == null ? type(type) : type;
    }

    private TypeName plain(TypeName type) {
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
                type.interval() == null && !bare(type) ? typePath(emitted) : List.of(emitted),
                type.modifiers(),
                type.interval(),
                type.dimensions(),
                type.at());
    }

    /** Some grammars take no modifiers behind a schema; nobody can define a type of such a name. */
    private boolean bare(TypeName type) {
        return dialect.has(Trait.NESTED_TYPES) && !type.modifiers().isEmpty();
    }

    private boolean listedCollations(List<String> path) {
        return path.stream().map(dialect::key).allMatch(dialect.collations()::contains);
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
        if (dialect.has(Trait.NESTED_TYPES) && listedCollations(path)) {
            return path;
        }
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
        if (rule.shape() == FunctionRule.Shape.NAMES_AGGREGATE) {
            aggregateName(rule, arguments.get(1).value(), at);
        }
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
        TypeName narrow = type(new TypeName(List.of("numeric"), List.of(digits, 0), null, 0, at));
        TypeName whole = type(new TypeName(List.of("int4"), List.of(), null, 0, at));
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

    /** A function that is named by a text has to be one that could be called. */
    private void aggregateName(FunctionRule rule, Expression name, Position at) {
        FunctionRule named =
                name instanceof Expression.TextLiteral(String text) ? dialect.function(text) : null;
        if (named == null || !named.aggregate()) {
            findings.add(
                    new Refusal(
                            ReasonCode.LITERAL_NOT_ALLOWED,
                            "Function '%s' wants an aggregate's name as a literal."
                                    .formatted(rule.name()),
                            rule.name(),
                            at.offset()));
        }
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
        } else if (widths(rule, text) > rule.widthsMax()) {
            tooLarge(rule.name(), rule.widthsMax(), at);
        }
    }

    private static long widths(FunctionRule rule, String template) {
        return rule.shape() == FunctionRule.Shape.NUMBERS_IN_TEMPLATE
                ? Templates.numbers(template)
                : Templates.widths(template);
    }

    private List<Expression.Argument> series(
            FunctionRule rule, List<Expression.Argument> arguments, Position at) {
        if (dialect.has(Trait.OPERATORS_ARE_FUNCTIONS)) {
            return counted(rule, arguments, at);
        }
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

    /** A series that starts at zero where it has a single argument. */
    private List<Expression.Argument> counted(
            FunctionRule rule, List<Expression.Argument> arguments, Position at) {
        List<Expression> values = new ArrayList<>();
        if (arguments.size() == 1) {
            values.add(new Expression.NumberLiteral("0"));
        }
        arguments.forEach(argument -> values.add(argument.value()));
        if (Series.exceeds(values, rule.seriesMax()) || Series.hidesStep(values)) {
            tooLarge(rule.name(), rule.seriesMax(), at);
            return arguments;
        }
        int digits = Series.distanceDigits(values, rule.seriesMax());
        if (digits == 0) {
            return arguments;
        }
        List<Expression.Argument> held = new ArrayList<>(arguments);
        int last = arguments.size() == 1 ? 0 : 1;
        Expression start = values.get(0);
        Expression stop = values.get(1);
        Expression end =
                arguments.size() == 1
                        ? whole(stop, digits, at)
                        : lowered.call(
                                "+", start, whole(lowered.call("-", stop, start), digits, at));
        held.set(last, new Expression.Argument(arguments.get(last).name(), false, end));
        return List.copyOf(held);
    }

    /** Fails when the query runs if the value has more digits. */
    private Expression whole(Expression value, int digits, Position at) {
        TypeName narrow = type(new TypeName(List.of("numeric"), List.of(digits, 0), null, 0, at));
        TypeName whole = type(new TypeName(List.of("int8"), List.of(), null, 0, at));
        return new Expression.Cast(new Expression.Cast(value, narrow), whole);
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
