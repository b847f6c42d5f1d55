package dev.sluice.guard.parser;

import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Json;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TableExpression;
import dev.sluice.guard.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code JSON_TABLE} as MySQL and MariaDB have it: paths and defaults are literals, every column
 * says where it is found, and the table has a name.
 */
final class DocumentTables {
    /** Length, or digits and how many of them stand behind the point. */
    private static final int SIZES_MAX = 2;

    private static final Json.Handling UNSTATED =
            new Json.Handling(Json.Wrapper.UNSTATED, Json.Quotes.UNSTATED, null, null);

    private final Cursor cursor;
    private final Expressions expressions;

    DocumentTables(Cursor cursor, Expressions expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** The table at its keyword, with its alias. */
    TableExpression table(Position at) {
        cursor.next();
        cursor.expectMark("(");
        Json.Value document = new Json.Value(expressions.parse(), null);
        cursor.expectMark(",");
        Json.Search search =
                new Json.Search(document, new Expression.TextLiteral(text()), List.of());
        List<Json.Column> columns = columns();
        cursor.expectMark(")");
        cursor.accept("as");
        TableExpression.Alias alias = new TableExpression.Alias(cursor.name(), List.of());
        return new TableExpression.JsonTable(false, search, null, columns, null, alias, at);
    }

    private List<Json.Column> columns() {
        cursor.enter();
        cursor.expect("columns");
        cursor.expectMark("(");
        List<Json.Column> columns = new ArrayList<>();
        do {
            columns.add(column());
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        cursor.leave();
        return List.copyOf(columns);
    }

    private Json.Column column() {
        boolean nested =
                cursor.isWord("nested")
                        && (cursor.isWordAhead(1, "path") || cursor.kindAhead(1) == TokenKind.TEXT);
        if (nested) {
            cursor.next();
            cursor.accept("path");
            return new Json.Column.Nested(text(), null, columns());
        }
        String name = cursor.name();
        if (cursor.accept("for", "ordinality")) {
            return new Json.Column.Ordinality(name);
        }
        TypeName type = type();
        boolean exists = cursor.accept("exists");
        cursor.expect("path");
        String path = text();
        return exists
                ? new Json.Column.Exists(name, type, path, null)
                : new Json.Column.Found(name, type, null, path, handling());
    }

    /** The type of a table's column, which need not be one that a cast can make. */
    private TypeName type() {
        Position at = cursor.position();
        if (cursor.kind() != TokenKind.WORD) {
            throw cursor.unexpected();
        }
        String word = cursor.next();
        if (word.equals("double")) {
            cursor.accept("precision");
        }
        List<Integer> sizes = new ArrayList<>();
        if (cursor.acceptMark("(")) {
            do {
                sizes.add(size());
            } while (sizes.size() < SIZES_MAX && cursor.acceptMark(","));
            cursor.expectMark(")");
        }
        return new TypeName(List.of(word), List.copyOf(sizes), null, 0, at);
    }

    private int size() {
        boolean small = cursor.kind() == TokenKind.NUMBER && cursor.value().matches("[0-9]{1,5}");
        if (!small) {
            throw cursor.unexpected();
        }
        return Integer.parseInt(cursor.next());
    }

    private Json.Handling handling() {
        Json.Behavior onEmpty = null;
        Json.Behavior onError = behavior();
        if (onError != null && cursor.accept("on", "empty")) {
            onEmpty = onError;
            onError = behavior();
        }
        if (onError != null) {
            cursor.expect("on");
            cursor.expect("error");
        }
        return onEmpty == null && onError == null
                ? UNSTATED
                : new Json.Handling(Json.Wrapper.UNSTATED, Json.Quotes.UNSTATED, onEmpty, onError);
    }

    private Json.@Nullable Behavior behavior() {
        if (cursor.accept("null")) {
            return new Json.Behavior(Json.Instead.NULL, null);
        }
        if (cursor.accept("error")) {
            return new Json.Behavior(Json.Instead.ERROR, null);
        }
        return cursor.accept("default")
                ? new Json.Behavior(Json.Instead.DEFAULT, new Expression.TextLiteral(text()))
                : null;
    }

    private String text() {
        if (cursor.kind() != TokenKind.TEXT) {
            throw cursor.unexpected();
        }
        return cursor.next();
    }
}
