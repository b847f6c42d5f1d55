package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.FormKind;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which MySQL writes units, types, character sets and separators as words (manual,
 * "Functions and Operators").
 */
final class WordForms {
    private static final Set<String> UNITS =
            Set.of(
                    "microsecond",
                    "second",
                    "minute",
                    "hour",
                    "day",
                    "week",
                    "month",
                    "quarter",
                    "year",
                    "second_microsecond",
                    "minute_microsecond",
                    "minute_second",
                    "hour_microsecond",
                    "hour_second",
                    "hour_minute",
                    "day_microsecond",
                    "day_second",
                    "day_minute",
                    "day_hour",
                    "year_month");
    private static final String UNIT_PREFIX = "sql_tsi_";

    private final Cursor cursor;
    private final Types types;
    private final Expressions expressions;
    private final StandardForms standard;

    WordForms(Cursor cursor, Types types, Expressions expressions, StandardForms standard) {
        this.cursor = cursor;
        this.types = types;
        this.expressions = expressions;
        this.standard = standard;
    }

    /** The form that starts with this word, null when it starts none. */
    @Nullable Expression form(String word, Position at) {
        return switch (word) {
            case "current_date",
                    "current_time",
                    "current_timestamp",
                    "localtime",
                    "localtimestamp",
                    "utc_date",
                    "utc_time",
                    "utc_timestamp" ->
                    new Expression.Clock(cursor.next(), standard.precision(), at);
            case "current_user" -> user(at);
            case "interval" -> interval(at);
            case "binary" -> binary(at);
            case "date", "time", "timestamp" ->
                    cursor.kindAhead(1) == TokenKind.TEXT ? dateLiteral(at) : null;
            case "match" -> match(at);
            default -> cursor.isPunctuationAhead(1, "(") ? bracketed(word, at) : null;
        };
    }

    /** <code>{d '2024-01-31'}</code> and the like: what drivers write, at the word. */
    Expression escaped() {
        Position at = cursor.position();
        String kind =
                switch (cursor.kind() == TokenKind.WORD ? cursor.value() : "") {
                    case "d" -> "date";
                    case "t" -> "time";
                    case "ts" -> "timestamp";
                    default -> null;
                };
        cursor.label();
        Expression value =
                kind != null && cursor.kind() == TokenKind.TEXT
                        ? literal(kind, at)
                        : expressions.parse();
        cursor.expectMark("}");
        return value;
    }

    private Expression literal(String kind, Position at) {
        List<Expression> parts =
                List.of(
                        new Expression.TextLiteral(kind),
                        new Expression.TextLiteral(cursor.next()));
        return new Expression.Form(FormKind.DATE_LITERAL, parts, at);
    }

    private static Expression throwNotListed(String word, Position at) {
        throw Calls.notListed(word, at);
    }

    private @Nullable Expression bracketed(String word, Position at) {
        return switch (word) {
            case "coalesce" -> standard.listed(FormKind.COALESCE, 1, at);
            case "greatest" -> standard.listed(FormKind.GREATEST, 1, at);
            case "least" -> standard.listed(FormKind.LEAST, 1, at);
            case "nullif" -> standard.listed(FormKind.NULLIF, 2, at);
            case "position" -> standard.position(at);
            case "substring", "substr", "mid" -> standard.substring(at);
            case "trim" -> standard.trim(at);
            case "extract" -> extract(at);
            case "timestampadd" -> ofUnit(FormKind.TIMESTAMP_ADD, at);
            case "timestampdiff" -> ofUnit(FormKind.TIMESTAMP_DIFF, at);
            case "convert" -> convert(at);
            case "char" -> characters(at);
            case "default", "values", "value" ->
                    cursor.keywords().isName(word) ? null : throwNotListed(word, at);
            default -> null;
        };
    }

    /** A function that may be called without brackets: like any other, it has to be listed. */
    private Expression user(Position at) {
        String name = cursor.next();
        if (cursor.acceptMark("(")) {
            cursor.expectMark(")");
        }
        return Calls.call(name, at);
    }

    private Expression dateLiteral(Position at) {
        return literal(cursor.next(), at);
    }

    /** {@code INTERVAL n UNIT}, or the function of that name that searches among its arguments. */
    private Expression interval(Position at) {
        cursor.next();
        if (cursor.isPunctuation("(")) {
            Expression list = expressions.operands().parenthesisedList();
            if (list instanceof Expression.Row(List<Expression> values) && !atUnit()) {
                if (values.size() > 1) {
                    return Calls.call("interval", at, values.toArray(Expression[]::new));
                }
                throw cursor.unexpected();
            }
            Expression amount =
                    list instanceof Expression.Row(List<Expression> one) && one.size() == 1
                            ? one.getFirst()
                            : list;
            return interval(amount, at);
        }
        return interval(expressions.parse(), at);
    }

    private Expression interval(Expression amount, Position at) {
        return new Expression.Form(FormKind.INTERVAL, List.of(amount, unit()), at);
    }

    private boolean atUnit() {
        return cursor.kind() == TokenKind.WORD && UNITS.contains(cursor.value());
    }

    private Expression unit() {
        if (!atUnit()) {
            throw cursor.unexpected();
        }
        return new Expression.TextLiteral(cursor.next());
    }

    /** {@code BINARY x}, which is another way to write a cast. */
    private Expression binary(Position at) {
        cursor.next();
        TypeName type = new TypeName(List.of("binary"), List.of(), null, 0, at);
        Expression operand = expressions.parse(Level.SIGN);
        cursor.wrapped();
        return new Expression.Cast(operand, type);
    }

    private void open() {
        cursor.next();
        cursor.expectMark("(");
    }

    private Expression extract(Position at) {
        open();
        Expression unit = unit();
        cursor.expect("from");
        Expression source = expressions.parse();
        cursor.expectMark(")");
        return new Expression.Form(FormKind.EXTRACT, List.of(unit, source), at);
    }

    private Expression ofUnit(FormKind kind, Position at) {
        open();
        String word = cursor.value();
        String unit = word.startsWith(UNIT_PREFIX) ? word.substring(UNIT_PREFIX.length()) : word;
        if (cursor.kind() != TokenKind.WORD || !UNITS.contains(unit)) {
            throw cursor.unexpected();
        }
        cursor.next();
        cursor.expectMark(",");
        Expression second = expressions.parse();
        cursor.expectMark(",");
        Expression third = expressions.parse();
        cursor.expectMark(")");
        return new Expression.Form(
                kind, List.of(new Expression.TextLiteral(unit), second, third), at);
    }

    private Expression convert(Position at) {
        open();
        Expression value = expressions.parse();
        Expression converted;
        if (cursor.accept("using")) {
            converted = using(value, at);
        } else {
            cursor.expectMark(",");
            converted = cast(value, at);
        }
        cursor.expectMark(")");
        return converted;
    }

    /** What follows {@code AS} in a cast: a type and, for text, perhaps its character set. */
    Expression cast(Expression value, Position at) {
        Expression cast = new Expression.Cast(value, types.conversion());
        boolean set = cursor.accept("character", "set") || cursor.accept("charset");
        Expression converted = set ? using(cast, at) : cast;
        if (cursor.isWord("binary") || cursor.isWord("collate")) {
            throw new Refusal(
                    ReasonCode.TYPE_NOT_ALLOW_LISTED,
                    "A collation is not allowed in a type.",
                    cursor.value(),
                    cursor.start());
        }
        return converted;
    }

    private Expression using(Expression value, Position at) {
        if (cursor.kind() != TokenKind.WORD && cursor.kind() != TokenKind.QUOTED_NAME) {
            throw cursor.unexpected();
        }
        Expression set = new Expression.TextLiteral(cursor.next());
        return new Expression.Form(FormKind.CONVERT_USING, List.of(value, set), at);
    }

    private Expression characters(Position at) {
        open();
        List<Expression> codes = expressions.list();
        Expression call = Calls.call("char", at, codes.toArray(Expression[]::new));
        Expression converted = cursor.accept("using") ? using(call, at) : call;
        cursor.expectMark(")");
        return converted;
    }

    /** Full text search wants an index of a base table, which no governed table has. */
    private Expression match(Position at) {
        cursor.expect("match");
        boolean bracketed = cursor.acceptMark("(");
        List<Expression> values = new ArrayList<>(expressions.list());
        if (bracketed) {
            cursor.expectMark(")");
        }
        cursor.expect("against");
        cursor.expectMark("(");
        values.add(expressions.parse(Level.OTHER));
        while (cursor.kind() == TokenKind.WORD) {
            cursor.next();
        }
        cursor.expectMark(")");
        return Calls.call("match", at, values.toArray(Expression[]::new));
    }

    /** The word behind {@code SEPARATOR}, null where none stands. */
    Expression.@Nullable Argument separator() {
        if (!cursor.accept(Expression.Argument.SEPARATOR)) {
            return null;
        }
        if (cursor.kind() != TokenKind.TEXT) {
            throw new Refusal(
                    ReasonCode.LITERAL_NOT_ALLOWED,
                    "SEPARATOR wants a text literal.",
                    cursor.value(),
                    cursor.start());
        }
        return new Expression.Argument(
                Expression.Argument.SEPARATOR, false, new Expression.TextLiteral(cursor.next()));
    }
}
