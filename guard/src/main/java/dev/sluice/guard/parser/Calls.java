package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.FormKind;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions, aggregates, and the forms that have a grammar of their own. */
final class Calls {
    private static final int PRECISION_MAX = 6;
    private static final int FIELD_LENGTH_MAX = 30;

    private final Cursor cursor;
    private final Types types;
    private final Expressions expressions;
    private final Windows windows;

    Calls(Cursor cursor, Types types, Expressions expressions) {
        this.cursor = cursor;
        this.types = types;
        this.expressions = expressions;
        this.windows = new Windows(cursor, expressions);
    }

    WordForms wordForms() {
        return new WordForms(cursor, types, expressions, this);
    }

    WarehouseForms warehouse() {
        return new WarehouseForms(cursor, types, expressions, this);
    }

    Windows windows() {
        return windows;
    }

    JsonForms json() {
        return new JsonForms(cursor, types, expressions, this);
    }

    /** The form that starts with this word, null when it starts none. */
    @Nullable Expression form(String word, Position at) {
        if (cursor.has(Trait.UNIT_WORDS)) {
            return wordForms().form(word, at);
        }
        Expression warehouseForm =
                cursor.has(Trait.WAREHOUSE_FORMS) ? warehouse().form(word, at) : null;
        return warehouseForm != null ? warehouseForm : standardForm(word, at);
    }

    private @Nullable Expression standardForm(String word, Position at) {
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
            // Grammar, but only for rows to insert: no list can hold it.
            case "default" -> cursor.isPunctuationAhead(1, "(") ? null : withoutBrackets(at);
            default -> cursor.isPunctuationAhead(1, "(") ? bracketedForm(word, at) : null;
        };
    }

    /** A function that SQL calls without brackets: like any other, it has to be on the list. */
    private Expression withoutBrackets(Position at) {
        return call(cursor.next(), List.of(), at);
    }

    /** A plain call of a function. */
    static Expression.Call call(String name, Position at, Expression... values) {
        List<Expression.Argument> arguments = new ArrayList<>(values.length);
        for (Expression value : values) {
            arguments.add(new Expression.Argument(null, false, value));
        }
        return call(name, List.copyOf(arguments), at);
    }

    /** A plain call of a function. */
    static Expression.Call call(String name, List<Expression.Argument> arguments, Position at) {
        return new Expression.Call(
                List.of(name),
                Expression.Quantity.UNSTATED,
                false,
                arguments,
                List.of(),
                List.of(),
                null,
                null,
                at);
    }

    static Expression.Argument argument(Expression value) {
        return new Expression.Argument(null, false, value);
    }

    static Refusal notListed(String word, Position at) {
        return new Refusal(
                ReasonCode.FUNCTION_NOT_ALLOW_LISTED,
                "Function '%s' is not allow-listed.".formatted(word),
                word,
                at.offset());
    }

    /** The precision of a clock, -1 without one. */
    int precision() {
        if (!cursor.acceptMark("(")) {
            return -1;
        }
        if (cursor.has(Trait.UNIT_WORDS) && cursor.acceptMark(")")) {
            return -1;
        }
        if (cursor.kind() != TokenKind.NUMBER
                || cursor.value().length() != 1
                || cursor.value().charAt(0) > '0' + PRECISION_MAX) {
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
        if (word.startsWith("json") && cursor.has(Trait.SQL_JSON)) {
            form = json().form(word, at);
        } else if (word.startsWith("xml") && cursor.has(Trait.SQL_XML)) {
            form = XmlForms.read(word, at, cursor, types, expressions);
        }
        if (form == null && !word.equals("json") && cursor.keywords().columnOnly().contains(word)) {
            throw notListed(word, at);
        }
        return form;
    }

    /** Like every form without a node of its own, a function that no list holds. */
    private Expression collationFor(Position at) {
        String name = cursor.next() + " " + cursor.next();
        cursor.expectMark("(");
        Expression value = expressions.parse();
        cursor.expectMark(")");
        return call(name, List.of(argument(value)), at);
    }

    private Expression treat(Position at) {
        String name = cursor.next();
        cursor.expectMark("(");
        Expression value = expressions.parse();
        cursor.expect("as");
        types.parse();
        cursor.expectMark(")");
        return call(name, List.of(argument(value)), at);
    }

    /** The form's name is a keyword, and a text in the function that it stands for. */
    private Expression normalize(Position at) {
        String name = cursor.next();
        cursor.expectMark("(");
        List<Expression.Argument> arguments = new ArrayList<>();
        arguments.add(argument(expressions.parse()));
        if (cursor.acceptMark(",")) {
            arguments.add(argument(normalForm()));
        }
        cursor.expectMark(")");
        return call(name, List.copyOf(arguments), at);
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

    /**
     * The call that a keyword starts in FROM, null when it starts none there. A form that is no
     * call is refused: as a table, it is on no list.
     */
    Expression.@Nullable Call inFrom(Position at) {
        String word = cursor.kind() == TokenKind.WORD ? cursor.value() : "";
        if (word.equals("cast") && cursor.isPunctuationAhead(1, "(")) {
            throw notListed(word, at);
        }
        Expression form = form(word, at);
        if (form == null || form instanceof Expression.Call) {
            return (Expression.Call) form;
        }
        throw notListed(word, at);
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
            return call(List.of(cursor.next()), at);
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
            return call(List.of(cursor.next()), at);
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
        arguments.add(argument(first));
        while (cursor.acceptMark(",")) {
            arguments.add(argument(expressions.parse()));
        }
        cursor.expectMark(")");
        return call(cursor.valueAt(start), List.copyOf(arguments), at);
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
        return call(kind.columnName(), values.stream().map(Calls::argument).toList(), at);
    }

    /** A call whose name has been read, up to its window. */
    Expression.Call call(List<String> path, Position at) {
        cursor.expectMark("(");
        boolean star = false;
        Expression.Quantity quantity = Expression.Quantity.UNSTATED;
        List<Expression.Argument> arguments = List.of();
        List<OrderItem> orderBy = List.of();
        boolean ignoreNulls = false;
        if (cursor.isOperator("*") && cursor.isPunctuationAhead(1, ")")) {
            cursor.next();
            star = true;
        } else if (!cursor.isPunctuation(")")) {
            quantity = quantity();
            arguments = arguments(cursor.takesLambda(path.getLast()));
            orderBy = windows.orderBy();
            ignoreNulls = ignoresNulls();
            if (cursor.has(Trait.UNIT_WORDS)) {
                arguments = separated(arguments);
            }
        }
        cursor.expectMark(")");
        ignoreNulls |= ignoresNulls();
        List<OrderItem> withinGroup = List.of();
        if (cursor.accept("within", "group")) {
            cursor.expectMark("(");
            withinGroup = windows.orderBy();
            if (withinGroup.isEmpty()) {
                throw cursor.unexpected();
            }
            cursor.expectMark(")");
        }
        Expression filter = filter();
        Window over = cursor.accept("over") ? windows.window() : null;
        return new Expression.Call(
                path,
                quantity,
                star,
                arguments,
                orderBy,
                withinGroup,
                filter,
                over,
                ignoreNulls,
                at);
    }

    private boolean ignoresNulls() {
        if (!cursor.has(Trait.IGNORE_NULLS)) {
            return false;
        }
        boolean ignores = cursor.accept("ignore", "nulls");
        if (!ignores) {
            cursor.accept("respect", "nulls");
        }
        return ignores;
    }

    /** {@code value.function(…)}, with the cursor at the function's name. */
    Expression.Call method(Expression value, Position at) {
        Expression.Call call = call(List.of(cursor.label()), at);
        if (call.star()) {
            throw cursor.unexpected();
        }
        List<Expression.Argument> arguments = new ArrayList<>(call.arguments().size() + 1);
        arguments.add(new Expression.Argument(null, false, value));
        arguments.addAll(call.arguments());
        return new Expression.Call(
                call.path(),
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

    private List<Expression.Argument> separated(List<Expression.Argument> arguments) {
        Expression.Argument separator =
                cursor.isWord(Expression.Argument.SEPARATOR) ? wordForms().separator() : null;
        if (separator == null) {
            return arguments;
        }
        List<Expression.Argument> all = new ArrayList<>(arguments);
        all.add(separator);
        return List.copyOf(all);
    }

    private Expression.Quantity quantity() {
        if (cursor.accept("distinct")) {
            return Expression.Quantity.DISTINCT;
        }
        return cursor.accept("all") ? Expression.Quantity.ALL : Expression.Quantity.UNSTATED;
    }

    private List<Expression.Argument> arguments(boolean lambdas) {
        if (cursor.has(Trait.UNIT_WORDS)) {
            return unnamedArguments();
        }
        List<Expression.Argument> arguments = new ArrayList<>();
        do {
            boolean variadic = cursor.accept("variadic");
            String name = null;
            if (cursor.isPunctuationAhead(1, "=>") || cursor.isPunctuationAhead(1, ":=")) {
                name = cursor.label();
                cursor.next();
            }
            Expression lambda = lambdas ? lambda() : null;
            Expression value = lambda != null ? lambda : expressions.parse();
            arguments.add(new Expression.Argument(name, variadic, value));
        } while (cursor.acceptMark(","));
        return List.copyOf(arguments);
    }

    /** {@code x -> body} or {@code (x, y) -> body}, null when it is something else. */
    private @Nullable Expression lambda() {
        Position at = cursor.position();
        boolean several = cursor.isPunctuation("(");
        int offset = several ? 1 : 0;
        while (several && cursor.isPunctuationAhead(offset + 1, ",") && offset < 6) {
            offset += 2;
        }
        int arrow = several ? offset + 2 : 1;
        boolean named =
                cursor.kindAhead(offset) == TokenKind.WORD
                        || cursor.kindAhead(offset) == TokenKind.QUOTED_NAME;
        if (!named
                || (several && !cursor.isPunctuationAhead(offset + 1, ")"))
                || !cursor.isOperatorAhead(arrow, "->")) {
            return null;
        }
        List<String> names = several ? cursor.nameList() : List.of(cursor.name());
        cursor.next();
        Expression body = expressions.parse();
        cursor.wrapped();
        return new Expression.Lambda(names, body, at);
    }

    private List<Expression.Argument> unnamedArguments() {
        List<Expression.Argument> arguments = new ArrayList<>();
        for (Expression value : expressions.list()) {
            arguments.add(new Expression.Argument(null, false, value));
        }
        return List.copyOf(arguments);
    }

    @Nullable Expression filter() {
        if (cursor.has(Trait.UNIT_WORDS)) {
            return null;
        }
        if (!cursor.isWord("filter") || !cursor.isPunctuationAhead(1, "(")) {
            return null;
        }
        cursor.next();
        cursor.expectMark("(");
        if (!cursor.accept("where") && !cursor.has(Trait.LOOSE_TESTS)) {
            throw cursor.unexpected();
        }
        Expression condition = expressions.parse();
        cursor.expectMark(")");
        return condition;
    }
}
