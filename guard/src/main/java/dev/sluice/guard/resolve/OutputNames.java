package dev.sluice.guard.resolve;

import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Json;
import dev.sluice.guard.tree.Query;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL calls a result column without an alias (FigureColname in its parser): a column's
 * or function's name first, a type's name as a second choice.
 */
final class OutputNames {
    private static final String UNNAMED = "?column?";

    private OutputNames() {}

    /** From an expression as written, and as resolved: types are named as the database does. */
    static String of(Expression written, Expression resolved) {
        String strong = strong(written);
        if (strong != null) {
            return strong;
        }
        String weak = weak(resolved);
        return weak != null ? weak : UNNAMED;
    }

    private static @Nullable String strong(Expression value) {
        return switch (value) {
            case Expression.ColumnRef ref -> ref.name();
            case Expression.Call call -> call.name();
            case Expression.TryCast cast -> strong(cast.operand());
            case Expression.Lambda lambda -> null;
            case Expression.Percent percent -> null;
            case Expression.StarChanges changes -> null;
            case Expression.Form form -> form.kind().columnName();
            case Expression.Clock clock -> clock.keyword();
            case Expression.AtTimeZone zone -> "timezone";
            case Expression.Cast cast -> strong(cast.operand());
            case Expression.Collate collate -> strong(collate.operand());
            case Expression.Subscript subscript -> strong(subscript.base());
            case Expression.Field field -> field.name();
            case Expression.Row row -> "row";
            case Expression.ArrayLiteral array -> "array";
            case Expression.ArrayQuery array -> "array";
            case Expression.Exists exists -> "exists";
            case Expression.Subquery subquery -> ofQuery(subquery.query());
            case Expression.Case whole ->
                    whole.otherwise() == null ? null : strong(whole.otherwise());
            case Expression.JsonConstructor json -> json.construct().word();
            case Expression.JsonArrayQuery json -> Json.Construct.ARRAY.word();
            case Expression.JsonSearch json -> json.lookup().word();
            case Expression.IsJson test -> null;
            case Expression.Star star -> null;
            case Expression.AllFields fields -> null;
            case Expression.TextLiteral literal -> null;
            case Expression.TypedLiteral literal -> null;
            case Expression.NumberLiteral literal -> null;
            case Expression.BitLiteral literal -> null;
            case Expression.BooleanLiteral literal -> null;
            case Expression.NullLiteral literal -> null;
            case Expression.Claim claim -> null;
            case Expression.Operation operation -> null;
            case Expression.Logical logical -> null;
            case Expression.Not not -> null;
            case Expression.Prefix prefix -> null;
            case Expression.IsTest test -> null;
            case Expression.IsDistinct distinct -> null;
            case Expression.Between between -> null;
            case Expression.InList in -> null;
            case Expression.InQuery in -> null;
            case Expression.QuantifiedQuery quantified -> null;
            case Expression.QuantifiedArray quantified -> null;
            case Expression.Like like -> null;
        };
    }

    private static @Nullable String weak(Expression value) {
        if (value instanceof Expression.Cast cast) {
            return cast.type().name();
        }
        if (value instanceof Expression.Case) {
            return "case";
        }
        if (value instanceof Expression.Collate collate) {
            return weak(collate.operand());
        }
        return value instanceof Expression.Subscript subscript ? weak(subscript.base()) : null;
    }

    /** The name of a query's only column. */
    private static @Nullable String ofQuery(Query query) {
        Body body = query.body();
        int depth = 0;
        while (!(body instanceof Body.Select) && depth++ < 100) {
            if (body instanceof Body.SetOperation operation) {
                body = operation.first();
            } else if (body instanceof Query inner) {
                body = inner.body();
            } else {
                return body instanceof Body.Values ? "column1" : null;
            }
        }
        if (body instanceof Body.Select select && select.items().size() == 1) {
            Body.SelectItem item = select.items().getFirst();
            return item.alias() != null ? item.alias() : strong(item.value());
        }
        return null;
    }
}
