package dev.sluice.guard.parser;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may follow a value: casts, subscripts, fields and methods. */
final class Suffixes {
    private final Cursor cursor;
    private final Types types;
    private final Expressions expressions;
    private final Operands operands;

    Suffixes(Cursor cursor, Types types, Expressions expressions, Operands operands) {
        this.cursor = cursor;
        this.types = types;
        this.expressions = expressions;
        this.operands = operands;
    }

    /** The primary with what follows it. */
    Expression of(Expression primary, boolean bracketed) {
        if (cursor.has(Trait.JSON_ARROWS)) {
            return arrows(primary);
        }
        Expression value = primary;
        boolean fields = bracketed || cursor.has(Trait.PARAMETERIZED_TYPES);
        while (cursor.kind() == TokenKind.PUNCTUATION) {
            Position at = cursor.position();
            switch (cursor.value()) {
                case "::" -> value = castOf(value);
                case "[" -> {
                    value = new Expression.Subscript(value, indexes());
                    fields = true;
                }
                case "." -> {
                    boolean methods = cursor.has(Trait.METHOD_CALLS);
                    if (!methods && !fields) {
                        throw cursor.unexpected();
                    }
                    cursor.next();
                    value =
                            methods && cursor.isPunctuationAhead(1, "(")
                                    ? operands.written(
                                            operands.calls().method(value, cursor.position()))
                                    : field(value, at);
                }
                default -> {
                    return value;
                }
            }
            cursor.wrapped();
        }
        return value;
    }

    /** {@code document -> 'path'} and {@code document ->> 'path'}, as what they stand for. */
    private Expression arrows(Expression document) {
        Expression value = document;
        while (cursor.isOperator("->") || cursor.isOperator("->>")) {
            Position at = cursor.position();
            boolean unquoted = cursor.next().equals("->>");
            if (cursor.kind() != TokenKind.TEXT) {
                throw cursor.unexpected();
            }
            Expression path = new Expression.TextLiteral(cursor.next());
            value = Calls.call("json_extract", at, value, path);
            value = unquoted ? Calls.call("json_unquote", at, value) : value;
            cursor.wrapped();
        }
        return value;
    }

    /** What is read already, cast to the type behind the mark here. */
    Expression castOf(Expression value) {
        cursor.expectMark("::");
        return new Expression.Cast(value, types.parse());
    }

    private Expression field(Expression value, Position at) {
        if (cursor.isOperator("*")) {
            cursor.next();
            if (cursor.isWord("as") && cursor.isPunctuationAhead(1, "(")) {
                throw cursor.forbidden("The fields of a row keep their names.");
            }
            return new Expression.AllFields(value, at);
        }
        return new Expression.Field(value, cursor.label(), at);
    }

    private List<Expression.Index> indexes() {
        List<Expression.Index> indexes = new ArrayList<>();
        while (cursor.acceptMark("[")) {
            cursor.wrapped();
            Expression low = cursor.isPunctuation(":") ? null : expressions.parse();
            boolean slice = cursor.acceptMark(":");
            Expression high = slice ? end() : null;
            Expression step = null;
            if (slice && cursor.has(Trait.COLLECTION_LITERALS) && cursor.acceptMark(":")) {
                step = expressions.parse();
            }
            cursor.expectMark("]");
            indexes.add(new Expression.Index(low, slice, high, step));
        }
        return List.copyOf(indexes);
    }

    /** Where a slice ends; {@code -} says that a step follows a slice without an end. */
    private @Nullable Expression end() {
        if (cursor.isOperator("-") && cursor.isPunctuationAhead(1, ":")) {
            cursor.next();
            return null;
        }
        boolean none = cursor.isPunctuation("]") || cursor.isPunctuation(":");
        return none ? null : expressions.parse();
    }
}
