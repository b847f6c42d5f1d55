package dev.sluice.guard.parser;

import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code x -> x + 1} and {@code (x, y) -> x + y}, where an arrow means nothing else. */
final class ArrowLambdas {
    private static final String ARROW = "->";
    private static final int PARAMETERS_MAX = 8;

    private final Cursor cursor;
    private final Expressions expressions;

    ArrowLambdas(Cursor cursor, Expressions expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** The function here, null when something else stands here. */
    @Nullable Expression parse() {
        Position at = cursor.position();
        List<String> parameters;
        if (cursor.isName() && cursor.isOperatorAhead(1, ARROW)) {
            parameters = List.of(cursor.name());
        } else if (cursor.isPunctuation("(") && listed()) {
            parameters = names();
        } else {
            return null;
        }
        cursor.next();
        cursor.enter();
        Expression body = expressions.parse();
        cursor.leave();
        cursor.wrapped();
        return new Expression.Lambda(parameters, body, at);
    }

    private boolean listed() {
        int offset = 1;
        if (cursor.isPunctuationAhead(1, ")")) {
            return cursor.isOperatorAhead(2, ARROW);
        }
        while (cursor.isNameAhead(offset) && offset < 2 * PARAMETERS_MAX) {
            if (cursor.isPunctuationAhead(offset + 1, ")")) {
                return cursor.isOperatorAhead(offset + 2, ARROW);
            }
            if (!cursor.isPunctuationAhead(offset + 1, ",")) {
                return false;
            }
            offset += 2;
        }
        return false;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        cursor.expectMark("(");
        while (!cursor.isPunctuation(")")) {
            names.add(cursor.name());
            cursor.acceptMark(",");
        }
        cursor.expectMark(")");
        return List.copyOf(names);
    }
}
