package dev.sluice.guard.rewrite;

import dev.sluice.core.Mask;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TypeName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Masks from functions that every PostgreSQL since version 12 has built in. */
final class PostgresMasking implements Masking {
    private static final Set<TypeFamily> HASHED =
            Set.of(TypeFamily.TEXT, TypeFamily.INTEGER, TypeFamily.UUID);

    private static final String HIDDEN = "***";

    @Override
    public Optional<String> objection(Mask mask, String type) {
        TypeFamily family = TypeFamily.of(type);
        boolean fits =
                switch (mask) {
                    case Mask.Null _ -> true;
                    case Mask.Hash _, Mask.KeyedHash _ -> HASHED.contains(family);
                    case Mask.Partial _ -> family == TypeFamily.TEXT;
                    case Mask.TruncateDate(Mask.Unit unit) ->
                            family == TypeFamily.TIMESTAMP
                                    || (family == TypeFamily.DATE && unit != Mask.Unit.HOUR);
                };
        return fits
                ? Optional.empty()
                : Optional.of(
                        "the mask '%s' does not fit a column of type %s; %s."
                                .formatted(mask.word(), type, wanted(mask)));
    }

    private static String wanted(Mask mask) {
        return switch (mask) {
            case Mask.Null _ -> "it fits every type";
            case Mask.Hash _, Mask.KeyedHash _ -> "it is for texts, whole numbers and uuid";
            case Mask.Partial _ -> "it is for texts";
            case Mask.TruncateDate _ -> "it is for dates and timestamps, and hours for the latter";
        };
    }

    @Override
    public Expression masked(Mask mask, Expression column, String type) {
        return switch (mask) {
            case Mask.Null _ -> nothing(column);
            case Mask.Hash _ -> hex(call("sha256", bytes(column)));
            case Mask.KeyedHash _ -> hmac(column);
            case Mask.Partial(int first, int last) -> partial(column, first, last);
            case Mask.TruncateDate(Mask.Unit unit) -> truncated(unit, column, type);
        };
    }

    /** Never the column, and yet of its type, whichever that is. */
    private static Expression nothing(Expression column) {
        return new Expression.Case(
                null,
                List.of(new Expression.When(new Expression.BooleanLiteral(false), column)),
                null);
    }

    /** RFC 2104: H(K ⊕ opad, H(K ⊕ ipad, text)); both padded keys are bound. */
    private static Expression hmac(Expression column) {
        Expression inner = call("sha256", joined(key(INNER_KEY), bytes(column)));
        return hex(call("sha256", joined(key(OUTER_KEY), inner)));
    }

    private static Expression key(String name) {
        return cast(new Expression.Claim(name, Position.NONE), "bytea");
    }

    private static Expression hex(Expression digest) {
        return call("encode", digest, new Expression.TextLiteral("hex"));
    }

    private static Expression bytes(Expression column) {
        return call("convert_to", cast(column, "text"), new Expression.TextLiteral("UTF8"));
    }

    private static Expression partial(Expression column, int first, int last) {
        Expression text = cast(column, "text");
        Expression length = call("char_length", text);
        Expression enough = number(2 * (first + last));
        Expression ends =
                joined(
                        call("left", text, number(first)),
                        new Expression.TextLiteral(HIDDEN),
                        call("right", text, number(last)));
        return new Expression.Case(
                null,
                List.of(
                        new Expression.When(operation(length, ">=", enough), ends),
                        new Expression.When(
                                new Expression.IsTest(column, Expression.Test.NULL, true),
                                new Expression.TextLiteral(HIDDEN))),
                null);
    }

    private static Expression truncated(Mask.Unit unit, Expression column, String type) {
        Expression word = new Expression.TextLiteral(unit.word());
        String name = type.strip().toLowerCase(Locale.ROOT);
        if (TypeFamily.of(type) == TypeFamily.DATE) {
            return cast(call("date_trunc", word, cast(column, "timestamp")), "date");
        }
        boolean zoned = name.startsWith("timestamptz") || name.endsWith("with time zone");
        return zoned
                ? call("date_trunc", word, column, new Expression.TextLiteral("UTC"))
                : call("date_trunc", word, column);
    }

    private static Expression joined(Expression first, Expression... rest) {
        return new Expression.Operation(
                first,
                Stream.of(rest)
                        .map(part -> new Expression.Step("||", part, Position.NONE))
                        .toList());
    }

    private static Expression operation(Expression left, String operator, Expression right) {
        return new Expression.Operation(
                left, List.of(new Expression.Step(operator, right, Position.NONE)));
    }

    private static Expression number(int value) {
        return new Expression.NumberLiteral(Integer.toString(value));
    }

    private static Expression cast(Expression value, String type) {
        return new Expression.Cast(
                value,
                new TypeName(List.of("pg_catalog", type), List.of(), null, 0, Position.NONE));
    }

    private static Expression call(String name, Expression... arguments) {
        return new Expression.Call(
                List.of("pg_catalog", name),
                Expression.Quantity.UNSTATED,
                false,
                Stream.of(arguments)
                        .map(value -> new Expression.Argument(null, false, value))
                        .toList(),
                List.of(),
                List.of(),
                null,
                null,
                Position.NONE);
    }
}
