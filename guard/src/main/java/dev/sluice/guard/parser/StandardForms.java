package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.FormKind;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What looks like a function and has a grammar of its own in SQL's standard. */
final class StandardForms {
    private static final int PRECISION_MAX = 6;
    private static final int FIELD_LENGTH_MAX = 30;

    private final Cursor cursor;
    private final Types types;
    private final Expressions expressions;
    private final Calls calls;

    StandardForms(Cursor cursor, Types types, Expressions expressions, Calls calls) {
        this.cursor = cursor;
        this.types = types;
        this.expressions = expressions;
        this.calls = calls;
    }

    /** The form that starts with this word, null when it starts none. */
    @Nullable Expression form(String word, Position at) {
        return switch (word) {
            case "current_date" -> {
                boolean called = cursor.has(Trait.LAMBDAS) && cursor.isPunctuationAhead(1, "(");
                yield called ? null : new Expression.Clock(cursor.next(), -1, at);
            }
            case "current_time", "current_timestamp", "localtime", "localtimestamp" ->
                    new Expression.Clock(cursor.next(), precision(), at);
            case "current_catalog",
                    "current_role",
                    "current_user",
                    "session_user",
                    "system_user",
                    "user" ->
                    withoutBrackets(at);
            case "collation" -> cursor.isWordAhead(1, "for") ? collationFor(at) : null;
            case "current_schema" ->
                    cursor.isPunctuationAhead(1, "(") || cursor.kindAhead(1) == TokenKind.TEXT
                            ? null
                            : withoutBrackets(at);
            case "current_path" -> cursor.keywords().isName(word) ? null : withoutBrackets(at);
            // Grammar, but only for rows to insert: no list can hold it.
            case "default" -> cursor.isPunctuationAhead(1, "(") ? null : withoutBrackets(at);
            default -> cursor.isPunctuationAhead(1, "(") ? bracketedForm(word, at) : null;
        };
    }

    /** A function that SQL calls without brackets: like any other, it has to be on the list. */
    private Expression withoutBrackets(Position at) {
        return Calls.call(cursor.next(), List.of(), at);
    }

    /** The precision of a clock, -1 without one. */
    int precision() {
        if (!cursor.acceptMark("(")) {
            return -1;
        }
        if (cursor.has(Trait.UNIT_WORDS) && cursor.acceptMark(")")) {
            return -1;
        }
        boolean whole = cursor.kind() == TokenKind.NUMBER && isWhole(cursor.value());
        if (whole
                && (cursor.value().length() > 1
                        || cursor.value().charAt(0) > '0' + PRECISION_MAX)) {
            throw new Refusal(
                    ReasonCode.LITERAL_NOT_ALLOWED,
                    "A clock has at most %d digits.".formatted(PRECISION_MAX),
                    cursor.value(),
                    cursor.start());
        }
        if (!whole) {
            throw cursor.unexpected();
        }
        int precision = Integer.parseInt(cursor.next());
        cursor.expectMark(")");
        return precision;
    }

    private @Nullable Expression bracketedForm(String word, Position at) {
        return switch (word) {
            case "coalesce" -> listed(FormKind.COALESCE, 1, at);
            case "greatest" -> listed(FormKind.GREATEST, 1, at);
            case "least" -> listed(FormKind.LEAST, 1, at);
            case "nullif" -> listed(FormKind.NULLIF, 2, at);
            case "grouping" -> listed(FormKind.GROUPING, 1, at);
            case "grouping_id" ->
                    cursor.has(Trait.BY_ALL) ? listed(FormKind.GROUPING, 1, at) : null;
            case "try" -> cursor.has(Trait.LAMBDAS) ? listed(FormKind.TRY, 1, at) : null;
            case "extract" -> extract(at);
            case "position" -> position(at);
            case "substring" -> substring(at);
            case "overlay" -> overlay(at);
            case "trim" -> trim(at);
            case "normalize" -> normalize(at);
            case "treat" -> treat(at);
            default ->
                    word.startsWith("xml") || word.startsWith("json") ? document(word, at) : null;
        };
    }

    /** A form of SQL/JSON or SQL/XML. */
    private @Nullable Expression document(String word, Position at) {
        Expression form = null;
        if (word.startsWith("json") && (cursor.has(Trait.SQL_JSON) || hasPaths(word))) {
            form = calls.json().form(word, at);
        } else if (word.startsWith("xml") && cursor.has(Trait.SQL_XML)) {
            form = XmlForms.read(word, at, cursor, types, expressions);
        }
        if (form == null && !word.equals("json") && cursor.keywords().columnOnly().contains(word)) {
            throw Calls.notListed(word, at);
        }
        return form;
    }

    private static boolean isWhole(String number) {
        for (int i = 0; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private boolean hasPaths(String word) {
        return cursor.has(Trait.JSON_PATHS)
                && switch (word) {
                    case "json_object", "json_array", "json_exists", "json_query", "json_value" ->
                            true;
                    default -> false;
                };
    }

    /** Like every form without a node of its own, a function that no list holds. */
    private Expression collationFor(Position at) {
        String name = cursor.next() + " " + cursor.next();
        cursor.expectMark("(");
        Expression value = expressions.parse();
        cursor.expectMark(")");
        return Calls.call(name, List.of(Calls.argument(value)), at);
    }

    private Expression treat(Position at) {
        String name = cursor.next();
        cursor.expectMark("(");
        Expression value = expressions.parse();
        cursor.expect("as");
        types.parse();
        cursor.expectMark(")");
        return Calls.call(name, List.of(Calls.argument(value)), at);
    }

    /** The form's name is a keyword, and a text in the function that it stands for. */
    private Expression normalize(Position at) {
        String name = cursor.next();
        cursor.expectMark("(");
        List<Expression.Argument> arguments = new ArrayList<>();
        arguments.add(Calls.argument(expressions.parse()));
        if (cursor.acceptMark(",")) {
            arguments.add(Calls.argument(normalForm()));
        }
        cursor.expectMark(")");
        return Calls.call(name, List.copyOf(arguments), at);
    }

    private Expression normalForm() {
        if (cursor.kind() == TokenKind.TEXT) {
            return new Expression.TextLiteral(cursor.next());
        }
        return switch (cursor.kind() == TokenKind.WORD ? cursor.value() : "") {
            case "nfc", "nfd", "nfkc", "nfkd" ->
                    new Expression.TextLiteral(cursor.next().toUpperCase(Locale.ROOT));
            default -> throw cursor.unexpected();
        };
    }

    Expression listed(FormKind kind, int atLeast, Position at) {
        open();
        List<Expression> arguments = expressions.list();
        boolean exact = kind == FormKind.NULLIF || kind == FormKind.TRY;
        if (arguments.size() < atLeast || (exact && arguments.size() > atLeast)) {
            throw cursor.unexpected();
        }
        return close(kind, arguments, at);
    }

    private void open() {
        cursor.next();
        cursor.expectMark("(");
    }

    private Expression close(FormKind kind, List<Expression> arguments, Position at) {
        cursor.expectMark(")");
        return new Expression.Form(kind, arguments, at);
    }

    private Expression extract(Position at) {
        open();
        boolean named =
                cursor.kind() == TokenKind.WORD
                        || cursor.kind() == TokenKind.QUOTED_NAME
                        || cursor.kind() == TokenKind.TEXT;
        String name = cursor.value().toLowerCase(Locale.ROOT);
        if (!named || !isField(name)) {
            throw cursor.unexpected();
        }
        cursor.next();
        Expression field = new Expression.TextLiteral(name);
        cursor.expect("from");
        return close(FormKind.EXTRACT, List.of(field, expressions.parse()), at);
    }

    private static boolean isField(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= FIELD_LENGTH_MAX;
    }

    Expression position(Position at) {
        open();
        Expression sought = expressions.parse(Level.OTHER);
        cursor.expect("in");
        return close(FormKind.POSITION, List.of(sought, expressions.parse(Level.OTHER)), at);
    }

    Expression substring(Position at) {
        int start = cursor.index();
        if (plainArguments()) {
            return calls.call(List.of(cursor.next()), at);
        }
        open();
        Expression text = expressions.parse();
        if (cursor.accept("from")) {
            Expression from = expressions.parse();
            return cursor.accept("for")
                    ? close(
                            FormKind.SUBSTRING_FROM_FOR,
                            List.of(text, from, expressions.parse()),
                            at)
                    : close(FormKind.SUBSTRING_FROM, List.of(text, from), at);
        }
        if (cursor.accept("for")) {
            Expression length = expressions.parse();
            return cursor.accept("from")
                    ? close(
                            FormKind.SUBSTRING_FROM_FOR,
                            List.of(text, expressions.parse(), length),
                            at)
                    : close(FormKind.SUBSTRING_FOR, List.of(text, length), at);
        }
        if (cursor.accept("similar")) {
            Expression pattern = expressions.parse(Level.OTHER);
            cursor.expect("escape");
            return close(
                    FormKind.SUBSTRING_SIMILAR, List.of(text, pattern, expressions.parse()), at);
        }
        return plainCall(start, at, text);
    }

    /** Nothing in the brackets, or an argument by name: an ordinary call from the start. */
    private boolean plainArguments() {
        return cursor.isPunctuationAhead(2, ")")
                || cursor.isPunctuationAhead(3, "=>")
                || cursor.isPunctuationAhead(3, ":=");
    }

    private Expression overlay(Position at) {
        int start = cursor.index();
        if (plainArguments()) {
            return calls.call(List.of(cursor.next()), at);
        }
        open();
        Expression text = expressions.parse();
        if (!cursor.accept("placing")) {
            return plainCall(start, at, text);
        }
        Expression replacement = expressions.parse();
        cursor.expect("from");
        Expression from = expressions.parse();
        return cursor.accept("for")
                ? close(
                        FormKind.OVERLAY_FROM_FOR,
                        List.of(text, replacement, from, expressions.parse()),
                        at)
                : close(FormKind.OVERLAY_FROM, List.of(text, replacement, from), at);
    }

    /** The form written as an ordinary call, of which the first argument has been read. */
    Expression plainCall(int start, Position at, Expression first) {
        List<Expression.Argument> arguments = new ArrayList<>();
        arguments.add(Calls.argument(first));
        while (cursor.acceptMark(",")) {
            arguments.add(Calls.argument(expressions.parse()));
        }
        cursor.expectMark(")");
        return Calls.call(cursor.valueAt(start), List.copyOf(arguments), at);
    }

    Expression trim(Position at) {
        open();
        FormKind kind = FormKind.TRIM_BOTH;
        if (cursor.accept("leading")) {
            kind = FormKind.TRIM_LEADING;
        } else if (cursor.accept("trailing")) {
            kind = FormKind.TRIM_TRAILING;
        } else {
            cursor.accept("both");
        }
        if (cursor.accept("from")) {
            return trimmed(kind, expressions.list(), at);
        }
        List<Expression> arguments = new ArrayList<>();
        arguments.add(expressions.parse());
        if (cursor.accept("from")) {
            arguments.addAll(0, expressions.list());
        } else {
            while (cursor.acceptMark(",")) {
                arguments.add(expressions.parse());
            }
        }
        return trimmed(kind, arguments, at);
    }

    /** More arguments than the form has are a call that no list allows. */
    private Expression trimmed(FormKind kind, List<Expression> values, Position at) {
        if (values.size() <= 2) {
            return close(kind, List.copyOf(values), at);
        }
        cursor.expectMark(")");
        return Calls.call(kind.columnName(), values.stream().map(Calls::argument).toList(), at);
    }
}
