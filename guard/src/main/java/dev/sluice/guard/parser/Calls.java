package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions, aggregates, and the forms that have a grammar of their own. */
final class Calls {
    private final Cursor cursor;
    private final Types types;
    private final Expressions expressions;
    private final Windows windows;
    private final StandardForms standardForms;

    Calls(Cursor cursor, Types types, Expressions expressions) {
        this.cursor = cursor;
        this.types = types;
        this.expressions = expressions;
        this.windows = new Windows(cursor, expressions);
        this.standardForms = new StandardForms(cursor, types, expressions, this);
    }

    WordForms wordForms() {
        return new WordForms(cursor, types, expressions, standardForms);
    }

    StandardForms standardForms() {
        return standardForms;
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
        return warehouseForm != null ? warehouseForm : standardForms.form(word, at);
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
            refuseInside(path.getLast(), at);
        }
        cursor.expectMark(")");
        ignoreNulls |= ignoresNulls();
        skipDefaults();
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

    /** What some functions take behind their arguments. */
    private void refuseInside(String function, Position at) {
        if (cursor.isWord("limit") && cursor.has(Trait.UNIT_WORDS)) {
            throw cursor.forbidden("A limit inside of an aggregate is not allowed.");
        }
        if (cursor.isWord("on") && cursor.isWordAhead(1, "overflow")) {
            throw cursor.forbidden("ON OVERFLOW is not allowed.");
        }
        boolean labelled = cursor.isWord("as") || cursor.isWord("returning") || cursor.isName();
        if (labelled && cursor.has(Trait.UNIT_WORDS)) {
            throw notListed(function, at);
        }
    }

    /** {@code FROM FIRST} and {@code RESPECT NULLS} say what holds anyway. */
    private void skipDefaults() {
        if (cursor.has(Trait.UNIT_WORDS)) {
            if (cursor.isWordAhead(1, "first")) {
                cursor.accept("from", "first");
            }
            cursor.accept("respect", "nulls");
        }
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
            arguments.add(argument(value));
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
