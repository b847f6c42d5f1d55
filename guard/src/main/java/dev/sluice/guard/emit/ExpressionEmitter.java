package dev.sluice.guard.emit;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.FormKind;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.TypeName;
import dev.sluice.guard.tree.Window;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes expressions. Whatever holds an operator stands in brackets. */
final class ExpressionEmitter {
    private static final Set<String> ZONED = Set.of("timetz", "timestamptz");

    private final Output out;
    private final QueryEmitter queries;
    private final JsonEmitter json;

    ExpressionEmitter(Output out, QueryEmitter queries) {
        this.out = out;
        this.queries = queries;
        this.json = new JsonEmitter(out, queries, this);
    }

    JsonEmitter json() {
        return json;
    }

    void list(List<? extends Expression> values) {
        for (int i = 0; i < values.size(); i++) {
            out.raw(i == 0 ? "" : ", ");
            expression(values.get(i));
        }
    }

    void expression(Expression expression) {
        switch (expression) {
            case Expression.ColumnRef ref -> out.path(ref.path());
            case Expression.Star star -> star(star);
            case Expression.TextLiteral literal -> out.literal(literal);
            case Expression.TypedLiteral literal -> typed(literal);
            case Expression.NumberLiteral literal -> out.literal(literal);
            case Expression.BitLiteral literal ->
                    out.raw(
                            literal.kind() == 'x'
                                    ? "0x" + literal.digits()
                                    : literal.kind() + "'" + literal.digits() + "'");
            case Expression.BooleanLiteral literal -> out.raw(literal.value() ? "TRUE" : "FALSE");
            case Expression.NullLiteral literal -> out.raw("NULL");
            case Expression.Claim claim -> out.claim(claim.name());
            case Expression.Operation operation -> operation(operation);
            case Expression.Logical logical -> logical(logical);
            case Expression.Not not -> {
                out.raw("(NOT ");
                expression(not.operand());
                out.raw(")");
            }
            case Expression.Prefix prefix -> {
                out.raw("(");
                out.operator(prefix.operator());
                out.raw(" ");
                expression(prefix.operand());
                out.raw(")");
            }
            case Expression.IsTest test -> {
                out.raw("(");
                expression(test.operand());
                out.raw(test.negated() ? " IS NOT " : " IS ").raw(test.test().name()).raw(")");
            }
            case Expression.IsDistinct distinct ->
                    binary(
                            distinct.left(),
                            distinct.negated() ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ",
                            distinct.right());
            case Expression.Between between -> between(between);
            case Expression.InList in -> {
                out.raw("(");
                expression(in.operand());
                out.raw(in.negated() ? " NOT IN (" : " IN (");
                list(in.values());
                out.raw("))");
            }
            case Expression.InQuery in -> {
                out.raw("(");
                expression(in.operand());
                out.raw(in.negated() ? " NOT IN " : " IN ");
                queries.bracketed(in.query());
                out.raw(")");
            }
            case Expression.QuantifiedQuery quantified -> {
                quantifier(quantified.operand(), quantified.operator(), quantified.all());
                queries.bracketed(quantified.query());
                out.raw(")");
            }
            case Expression.QuantifiedArray quantified -> {
                quantifier(quantified.operand(), quantified.operator(), quantified.all());
                out.raw("(");
                expression(quantified.array());
                out.raw("))");
            }
            case Expression.Like like -> like(like);
            case Expression.Exists exists -> {
                out.raw("EXISTS ");
                queries.bracketed(exists.query());
            }
            case Expression.Subquery subquery -> queries.bracketed(subquery.query());
            case Expression.ArrayQuery array -> {
                out.raw("ARRAY");
                queries.bracketed(array.query());
            }
            case Expression.Case whole -> caseOf(whole);
            case Expression.Cast cast -> {
                out.raw("CAST(");
                expression(cast.operand());
                out.raw(" AS ");
                type(cast.type());
                out.raw(")");
            }
            case Expression.TryCast cast -> {
                out.raw("TRY_CAST(");
                expression(cast.operand());
                out.raw(" AS ");
                type(cast.type());
                out.raw(")");
            }
            case Expression.Lambda lambda when out.dialect().has(Trait.ARROW_LAMBDAS) -> {
                out.raw("(").names(lambda.parameters()).raw(") -> ");
                expression(lambda.body());
            }
            case Expression.Lambda lambda -> {
                out.raw("lambda ").names(lambda.parameters()).raw(": ");
                expression(lambda.body());
            }
            case Expression.Percent percent -> {
                expression(percent.share());
                out.raw(" PERCENT");
            }
            case Expression.StarChanges changes ->
                    throw new IllegalStateException("stars with changes are written out");
            case Expression.Call call -> call(call);
            case Expression.Form form -> form(form);
            case Expression.Clock clock -> {
                out.raw(clock.keyword().toUpperCase(Locale.ROOT));
                if (clock.precision() >= 0) {
                    out.raw("(").raw(clock.precision()).raw(")");
                }
            }
            case Expression.AtTimeZone zone ->
                    binary(zone.operand(), " AT TIME ZONE ", zone.zone());
            case Expression.Collate collate -> {
                out.raw("(");
                expression(collate.operand());
                out.raw(" COLLATE ").path(collate.collation()).raw(")");
            }
            case Expression.ArrayLiteral array -> {
                out.raw("ARRAY[");
                arrayElements(array.elements());
                out.raw("]");
            }
            case Expression.Row row -> {
                out.raw("ROW(");
                list(row.elements());
                out.raw(")");
            }
            case Expression.Subscript subscript -> subscript(subscript);
            case Expression.JsonConstructor constructor -> json.constructor(constructor);
            case Expression.JsonArrayQuery array -> json.arrayQuery(array);
            case Expression.JsonSearch search -> json.search(search);
            case Expression.IsJson test -> json.test(test);
            case Expression.AllFields fields -> {
                out.raw("(");
                expression(fields.base());
                out.raw(").*");
            }
            case Expression.Field field -> {
                out.raw("(");
                expression(field.base());
                out.raw(").").name(field.name());
            }
        }
    }

    private void typed(Expression.TypedLiteral literal) {
        String fields = literal.type().interval();
        out.raw(fields == null ? literal.type().name().toUpperCase(Locale.ROOT) : "INTERVAL");
        out.raw(" ").textLiteral(literal.value());
        if (fields != null) {
            out.raw(" ").raw(fields.toUpperCase(Locale.ROOT));
        }
    }

    private void arrayElements(List<Expression> elements) {
        for (int i = 0; i < elements.size(); i++) {
            out.raw(i == 0 ? "" : ", ");
            expression(elements.get(i));
        }
    }

    private void star(Expression.Star star) {
        if (star.path().isEmpty()) {
            out.raw("*");
        } else {
            out.path(star.path()).raw(".*");
        }
    }

    private void binary(Expression left, String word, Expression right) {
        out.raw("(");
        expression(left);
        out.raw(word);
        expression(right);
        out.raw(")");
    }

    private void operation(Expression.Operation operation) {
        out.raw("(");
        expression(operation.first());
        for (Expression.Step step : operation.rest()) {
            out.raw(" ");
            out.operator(step.operator());
            out.raw(" ");
            expression(step.operand());
        }
        out.raw(")");
    }

    private void logical(Expression.Logical logical) {
        String word = logical.connective() == Expression.Connective.AND ? " AND " : " OR ";
        out.raw("(");
        for (int i = 0; i < logical.operands().size(); i++) {
            out.raw(i == 0 ? "" : word);
            expression(logical.operands().get(i));
        }
        out.raw(")");
    }

    private void between(Expression.Between between) {
        out.raw("(");
        expression(between.operand());
        out.raw(between.negated() ? " NOT BETWEEN " : " BETWEEN ");
        out.raw(between.symmetric() ? "SYMMETRIC " : "");
        expression(between.low());
        out.raw(" AND ");
        expression(between.high());
        out.raw(")");
    }

    private void quantifier(Expression operand, String operator, boolean all) {
        out.raw("(");
        expression(operand);
        out.raw(" ");
        out.operator(operator);
        out.raw(all ? " ALL " : " ANY ");
    }

    private void like(Expression.Like like) {
        out.raw("(");
        expression(like.operand());
        out.raw(like.negated() ? " NOT " : " ");
        out.raw(
                switch (like.kind()) {
                    case LIKE -> "LIKE ";
                    case ILIKE -> "ILIKE ";
                    case SIMILAR -> "SIMILAR TO ";
                    case REGEXP -> "REGEXP ";
                });
        expression(like.pattern());
        if (like.escape() != null) {
            out.raw(" ESCAPE ");
            expression(like.escape());
        }
        out.raw(")");
    }

    private void caseOf(Expression.Case whole) {
        out.raw("CASE");
        if (whole.operand() != null) {
            out.raw(" ");
            expression(whole.operand());
        }
        for (Expression.When when : whole.whens()) {
            out.raw(" WHEN ");
            expression(when.condition());
            out.raw(" THEN ");
            expression(when.result());
        }
        if (whole.otherwise() != null) {
            out.raw(" ELSE ");
            expression(whole.otherwise());
        }
        out.raw(" END");
    }

    private void subscript(Expression.Subscript subscript) {
        out.raw("(");
        expression(subscript.base());
        out.raw(")");
        for (Expression.Index index : subscript.indexes()) {
            out.raw("[");
            optional(index.low());
            out.raw(index.slice() ? " : " : "");
            optional(index.high());
            if (index.step() != null) {
                out.raw(index.high() == null ? "- : " : " : ");
                optional(index.step());
            }
            out.raw("]");
        }
    }

    private void optional(@Nullable Expression expression) {
        if (expression != null) {
            expression(expression);
        }
    }

    void type(TypeName type) {
        if (out.dialect().has(Trait.PARAMETERIZED_TYPES)) {
            parameterized(type);
            return;
        }
        if (type.interval() != null) {
            out.raw("interval");
            out.raw(type.interval().isEmpty() ? "" : " ").raw(type.interval());
        } else if (type.parts().isEmpty()) {
            builtIn(type.path());
        } else {
            parts(type);
            return;
        }
        for (int i = 0; i < type.modifiers().size(); i++) {
            out.raw(i == 0 ? "(" : ", ").raw(type.modifiers().get(i));
        }
        out.raw(type.modifiers().isEmpty() ? "" : ")");
        for (int i = 0; i < type.dimensions(); i++) {
            out.raw("[]");
        }
    }

    /** Types that take types, whose names are words; a zone stands behind the precision. */
    private void parameterized(TypeName type) {
        boolean zoned = ZONED.contains(type.name());
        out.raw(zoned ? type.name().substring(0, type.name().length() - 2) : type.name());
        String separator = "(";
        for (int modifier : type.modifiers()) {
            out.raw(separator).raw(modifier);
            separator = ", ";
        }
        for (TypeName.Part part : type.parts()) {
            out.raw(separator);
            if (part.name() != null) {
                out.name(part.name()).raw(" ");
            }
            type(part.type());
            separator = ", ";
        }
        out.raw(separator.equals("(") ? "" : ")").raw(zoned ? " WITH TIME ZONE" : "");
    }

    /** Structs, unions and maps name what they hold in brackets, arrays before their size. */
    private void parts(TypeName type) {
        boolean array = type.path().equals(List.of("array"));
        out.raw(array ? "" : type.name().toUpperCase(Locale.ROOT)).raw(array ? "" : "(");
        for (int i = 0; i < type.parts().size(); i++) {
            TypeName.Part part = type.parts().get(i);
            out.raw(i == 0 ? "" : ", ");
            if (part.name() != null) {
                out.name(part.name()).raw(" ");
            }
            type(part.type());
        }
        out.raw(array ? "[" + type.modifiers().getFirst() + "]" : ")");
        for (int i = 0; i < type.dimensions(); i++) {
            out.raw("[]");
        }
    }

    private void call(Expression.Call call) {
        builtIn(call.path()).raw("(");
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
            orderBy(call.orderBy());
        }
        if (separator != null) {
            out.raw(" SEPARATOR ");
            expression(separator);
        }
        boolean behind = out.dialect().has(Trait.NULLS_BEHIND);
        out.raw(call.ignoreNulls() && !behind ? " IGNORE NULLS" : "");
        out.raw(")");
        out.raw(call.ignoreNulls() && behind ? " IGNORE NULLS" : "");
        if (!call.withinGroup().isEmpty()) {
            out.raw(" WITHIN GROUP (");
            orderBy(call.withinGroup());
            out.raw(")");
        }
        over(call.filter(), call.over());
    }

    /** What follows the brackets of an aggregate. */
    void over(@Nullable Expression filter, @Nullable Window over) {
        if (filter != null) {
            out.raw(" FILTER (WHERE ");
            expression(filter);
            out.raw(")");
        }
        if (over != null) {
            out.raw(" OVER ");
            window(over);
        }
    }

    private boolean isSeparator(Expression.Argument argument) {
        return Expression.Argument.SEPARATOR.equals(argument.name())
                && out.dialect().has(Trait.UNIT_WORDS);
    }

    /** A function or type: a word where quotes would make it somebody else's. */
    private Output builtIn(List<String> path) {
        return out.dialect().has(Trait.BUILT_INS_UNQUOTED) && path.size() == 1
                ? out.raw(path.getFirst())
                : out.path(path);
    }

    private void argument(Expression.Argument argument) {
        out.raw(argument.variadic() ? "VARIADIC " : "");
        if (argument.name() != null) {
            out.name(argument.name()).raw(" => ");
        }
        expression(argument.value());
    }

    private void form(Expression.Form form) {
        List<Expression> arguments = form.arguments();
        switch (form.kind()) {
            case COALESCE, NULLIF, GREATEST, LEAST, GROUPING, TRY -> words(form, ", ");
            case EXTRACT -> {
                out.raw("EXTRACT(");
                field(field(arguments.getFirst()));
                out.raw(" FROM ");
                expression(arguments.getLast());
                out.raw(")");
            }
            case SUBSTRING_FROM -> words(form, " FROM ");
            case SUBSTRING_FROM_FOR -> words(form, " FROM ", " FOR ");
            case SUBSTRING_FOR -> words(form, " FOR ");
            case SUBSTRING_SIMILAR -> words(form, " SIMILAR ", " ESCAPE ");
            case POSITION -> words(form, " IN ");
            case OVERLAY_FROM -> words(form, " PLACING ", " FROM ");
            case OVERLAY_FROM_FOR -> words(form, " PLACING ", " FROM ", " FOR ");
            case TRIM_BOTH, TRIM_LEADING, TRIM_TRAILING -> trim(form.kind(), arguments);
            case OVERLAPS -> binary(arguments.getFirst(), " OVERLAPS ", arguments.getLast());
            case INTERVAL, TIMESTAMP_ADD, TIMESTAMP_DIFF, DATE_LITERAL, CONVERT_USING, MEMBER_OF ->
                    wordForm(form.kind(), arguments);
        }
    }

    private void field(String name) {
        if (out.dialect().has(Trait.BUILT_INS_UNQUOTED)) {
            out.raw(upper(name));
        } else {
            out.name(name);
        }
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    /** Forms that write units, types and the like as words, which a shape keeps. */
    private void wordForm(FormKind kind, List<Expression> arguments) {
        Expression first = arguments.getFirst();
        Expression last = arguments.getLast();
        switch (kind) {
            case INTERVAL -> {
                out.raw("INTERVAL ");
                expression(first);
                out.raw(" ").raw(upper(field(last)));
            }
            case DATE_LITERAL -> {
                out.raw(upper(field(first))).raw(" ");
                expression(last);
            }
            case CONVERT_USING -> {
                out.raw("CONVERT(");
                expression(first);
                out.raw(" USING ").raw(field(last)).raw(")");
            }
            case MEMBER_OF -> {
                out.raw("(");
                expression(first);
                out.raw(" MEMBER OF (");
                expression(last);
                out.raw("))");
            }
            default -> {
                out.raw(upper(kind.columnName())).raw("(").raw(upper(field(first))).raw(", ");
                expression(arguments.get(1));
                out.raw(", ");
                expression(last);
                out.raw(")");
            }
        }
    }

    private static String field(Expression field) {
        if (field instanceof Expression.TextLiteral(String name)) {
            return name;
        }
        throw new IllegalStateException("a field is a name");
    }

    /** The arguments with these words between them, the last one repeated. */
    private void words(Expression.Form form, String... between) {
        out.raw(form.kind().columnName().toUpperCase(Locale.ROOT)).raw("(");
        for (int i = 0; i < form.arguments().size(); i++) {
            out.raw(i == 0 ? "" : between[Math.min(i, between.length) - 1]);
            expression(form.arguments().get(i));
        }
        out.raw(")");
    }

    private void trim(FormKind kind, List<Expression> arguments) {
        out.raw(
                switch (kind) {
                    case TRIM_LEADING -> "TRIM(LEADING ";
                    case TRIM_TRAILING -> "TRIM(TRAILING ";
                    default -> "TRIM(BOTH ";
                });
        if (arguments.size() > 1) {
            expression(arguments.getLast());
            out.raw(" ");
        }
        out.raw("FROM ");
        expression(arguments.getFirst());
        out.raw(")");
    }

    void window(Window window) {
        switch (window) {
            case Window.Named named -> out.name(named.name());
            case Window.Spec spec -> spec(spec);
        }
    }

    private void spec(Window.Spec spec) {
        out.raw("(");
        String space = "";
        if (spec.base() != null) {
            out.name(spec.base());
            space = " ";
        }
        if (!spec.partitionBy().isEmpty()) {
            out.raw(space).raw("PARTITION BY ");
            list(spec.partitionBy());
            space = " ";
        }
        if (!spec.orderBy().isEmpty()) {
            out.raw(space);
            orderBy(spec.orderBy());
            space = " ";
        }
        if (spec.frame() != null) {
            out.raw(space);
            frame(spec.frame());
        }
        out.raw(")");
    }

    private void frame(Window.Frame frame) {
        out.raw(frame.unit().name());
        if (frame.end() == null) {
            bound(frame.start());
        } else {
            out.raw(" BETWEEN");
            bound(frame.start());
            out.raw(" AND");
            bound(frame.end());
        }
        out.raw(
                switch (frame.exclusion()) {
                    case UNSTATED -> "";
                    case CURRENT_ROW -> " EXCLUDE CURRENT ROW";
                    case GROUP -> " EXCLUDE GROUP";
                    case TIES -> " EXCLUDE TIES";
                    case NO_OTHERS -> " EXCLUDE NO OTHERS";
                });
    }

    private void bound(Window.Bound bound) {
        out.raw(" ");
        if (bound.offset() != null) {
            expression(bound.offset());
            out.raw(" ");
        }
        out.raw(bound.edge().name().replace('_', ' '));
    }

    /** A key by which rows are sorted or grouped. */
    void key(Expression key) {
        if (key instanceof Expression.Star) {
            out.raw("ALL");
        } else {
            expression(key);
        }
    }

    void orderBy(List<OrderItem> items) {
        out.raw("ORDER BY ");
        for (int i = 0; i < items.size(); i++) {
            OrderItem item = items.get(i);
            out.raw(i == 0 ? "" : ", ");
            key(item.key());
            out.raw(
                    switch (item.direction()) {
                        case UNSTATED -> "";
                        case ASCENDING -> " ASC";
                        case DESCENDING -> " DESC";
                    });
            out.raw(
                    switch (item.nulls()) {
                        case UNSTATED -> "";
                        case FIRST -> " NULLS FIRST";
                        case LAST -> " NULLS LAST";
                    });
        }
    }
}
