package dev.sluice.guard.emit;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.tree.Expression;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes expressions. Whatever holds an operator stands in brackets. */
final class ExpressionEmitter {
    private final Output out;
    private final QueryEmitter queries;
    private final JsonEmitter json;
    private final TypeEmitter types;
    private final WindowEmitter windows;
    private final CallEmitter calls;
    private final FormEmitter forms;

    ExpressionEmitter(Output out, QueryEmitter queries) {
        this.out = out;
        this.queries = queries;
        this.json = new JsonEmitter(out, queries, this);
        this.types = new TypeEmitter(out);
        this.windows = new WindowEmitter(out, this);
        this.calls = new CallEmitter(out, this, types, windows);
        this.forms = new FormEmitter(out, this);
    }

    JsonEmitter json() {
        return json;
    }

    TypeEmitter types() {
        return types;
    }

    WindowEmitter windows() {
        return windows;
    }

    CallEmitter calls() {
        return calls;
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
            case Expression.TypedLiteral literal -> types.literal(literal);
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
                types.type(cast.type());
                out.raw(")");
            }
            case Expression.TryCast cast -> {
                out.raw("TRY_CAST(");
                expression(cast.operand());
                out.raw(" AS ");
                types.type(cast.type());
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
            case Expression.Call call -> calls.call(call);
            case Expression.Form form -> forms.form(form);
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

    void binary(Expression left, String word, Expression right) {
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
}
