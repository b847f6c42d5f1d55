package dev.sluice.guard.parser;

import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.List;

/** Literals of lists, structs and maps, and functions without a name: all are calls in the end. */
final class Collections {
    private static final String LIST = "list_value";
    private static final String STRUCT = "struct_pack";
    private static final String TRANSFORM = "list_transform";
    private static final String FILTER = "list_filter";
    private static final String FIELD = "struct_extract";
    private static final int PARAMETERS_MAX = 3;

    private final Cursor cursor;
    private final Expressions expressions;

    Collections(Cursor cursor, Expressions expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** {@code [1, 2]} or {@code [x + 1 FOR x IN list IF x > 0]}. */
    Expression list() {
        Position at = cursor.position();
        cursor.enter();
        cursor.expectMark("[");
        List<Expression> elements = new ArrayList<>();
        while (!cursor.isPunctuation("]")) {
            elements.add(expressions.parse());
            if (elements.size() == 1 && cursor.accept("for")) {
                Expression comprehension = comprehension(elements.getFirst(), at);
                cursor.expectMark("]");
                cursor.leave();
                return comprehension;
            }
            if (!cursor.acceptMark(",")) {
                break;
            }
        }
        cursor.expectMark("]");
        cursor.leave();
        return call(LIST, elements, at);
    }

    private Expression comprehension(Expression element, Position at) {
        List<String> names = names();
        cursor.expect("in");
        Expression list = expressions.parse();
        Expression condition = cursor.accept("if") ? expressions.parse() : null;
        cursor.wrapped();
        if (condition == null) {
            return over(TRANSFORM, list, names, element, at);
        }
        if (names.size() == 1) {
            Expression kept = over(FILTER, list, names, condition, at);
            return over(TRANSFORM, kept, names, element, at);
        }
        // An index counts the elements before they are filtered.
        Expression pair =
                Calls.call(
                        STRUCT,
                        List.of(
                                new Expression.Argument("keep", false, condition),
                                new Expression.Argument("element", false, element)),
                        at);
        Expression pairs = over(TRANSFORM, list, names, pair, at);
        Expression kept = over(FILTER, pairs, List.of("pair"), field("keep", at), at);
        return over(TRANSFORM, kept, List.of("pair"), field("element", at), at);
    }

    private static Expression field(String name, Position at) {
        return call(
                FIELD,
                List.of(
                        new Expression.ColumnRef(List.of("pair"), at),
                        new Expression.TextLiteral(name)),
                at);
    }

    private static Expression over(
            String function,
            Expression list,
            List<String> parameters,
            Expression body,
            Position at) {
        return call(function, List.of(list, new Expression.Lambda(parameters, body, at)), at);
    }

    /** <code>{'a': 1, b: 2}</code>. */
    Expression struct() {
        Position at = cursor.position();
        cursor.enter();
        cursor.expectMark("{");
        List<Expression.Argument> fields = new ArrayList<>();
        do {
            String name = cursor.kind() == TokenKind.TEXT ? cursor.next() : cursor.label();
            cursor.expectMark(":");
            fields.add(new Expression.Argument(name, false, expressions.parse()));
        } while (cursor.acceptMark(","));
        cursor.expectMark("}");
        cursor.leave();
        return Calls.call(STRUCT, List.copyOf(fields), at);
    }

    /** <code>MAP {key: value}</code>. */
    Expression map() {
        Position at = cursor.position();
        cursor.enter();
        cursor.expect("map");
        cursor.expectMark("{");
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!cursor.isPunctuation("}")) {
            keys.add(expressions.parse());
            cursor.expectMark(":");
            values.add(expressions.parse());
            if (!cursor.acceptMark(",")) {
                break;
            }
        }
        cursor.expectMark("}");
        cursor.leave();
        return keys.isEmpty()
                ? call("map", List.of(), at)
                : call("map", List.of(call(LIST, keys, at), call(LIST, values, at)), at);
    }

    /** {@code lambda x, y: body}. */
    Expression lambda() {
        Position at = cursor.position();
        cursor.expect("lambda");
        List<String> names = names();
        cursor.expectMark(":");
        Expression body = expressions.parse();
        cursor.wrapped();
        return new Expression.Lambda(names, body, at);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        boolean bracketed = cursor.acceptMark("(");
        do {
            names.add(cursor.name());
        } while (cursor.acceptMark(","));
        if (bracketed) {
            cursor.expectMark(")");
        }
        if (names.size() > PARAMETERS_MAX) {
            throw cursor.unexpected();
        }
        return List.copyOf(names);
    }

    static Expression.Call call(String function, List<Expression> values, Position at) {
        List<Expression.Argument> arguments = new ArrayList<>(values.size());
        for (Expression value : values) {
            arguments.add(new Expression.Argument(null, false, value));
        }
        return Calls.call(function, List.copyOf(arguments), at);
    }
}
