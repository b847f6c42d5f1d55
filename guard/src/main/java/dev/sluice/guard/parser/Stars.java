package dev.sluice.guard.parser;

import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.List;

/** What may follow a star, and {@code COLUMNS(…)}. */
final class Stars {
    private final Cursor cursor;
    private final Expressions expressions;

    Stars(Cursor cursor, Expressions expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** The star, with the changes that follow it. */
    Expression changed(Expression.Star star) {
        Expression.StarChanges changes = changes(star, false);
        boolean none =
                changes.without().isEmpty()
                        && changes.replaced().isEmpty()
                        && changes.renamed().isEmpty();
        return none ? star : changes;
    }

    /** {@code COLUMNS(*)}, {@code COLUMNS(t.* EXCLUDE (a))} or {@code COLUMNS('pattern')}. */
    Expression columns() {
        Position at = cursor.position();
        cursor.expect("columns");
        cursor.expectMark("(");
        Expression.StarChanges columns;
        if (cursor.kind() == TokenKind.TEXT) {
            columns =
                    new Expression.StarChanges(
                            new Expression.Star(List.of(), at),
                            true,
                            cursor.next(),
                            List.of(),
                            List.of(),
                            List.of());
        } else {
            List<String> path = new ArrayList<>();
            while (!cursor.isOperator("*")) {
                path.add(cursor.name());
                cursor.expectMark(".");
            }
            cursor.next();
            columns = changes(new Expression.Star(List.copyOf(path), at), true);
        }
        cursor.expectMark(")");
        return columns;
    }

    private Expression.StarChanges changes(Expression.Star star, boolean columns) {
        List<String> without = List.of();
        List<Expression.Replacement> replaced = List.of();
        List<Expression.Renaming> renamed = List.of();
        if (cursor.accept("exclude")) {
            without = excluded();
        }
        if (cursor.accept("replace")) {
            replaced = replaced();
        }
        if (cursor.accept("rename")) {
            renamed = renamed();
        }
        return new Expression.StarChanges(star, columns, null, without, replaced, renamed);
    }

    private List<String> excluded() {
        List<String> names = new ArrayList<>();
        if (!cursor.acceptMark("(")) {
            return List.of(cursor.name());
        }
        do {
            String name = cursor.name();
            // A qualified name says which of several columns is meant: none of them is shown.
            names.add(cursor.acceptMark(".") ? cursor.label() : name);
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        return List.copyOf(names);
    }

    private List<Expression.Replacement> replaced() {
        boolean bracketed = cursor.acceptMark("(");
        List<Expression.Replacement> replaced = new ArrayList<>();
        do {
            Expression value = expressions.parse();
            cursor.expect("as");
            replaced.add(new Expression.Replacement(value, cursor.label()));
        } while (bracketed && cursor.acceptMark(","));
        if (bracketed) {
            cursor.expectMark(")");
        }
        return List.copyOf(replaced);
    }

    private List<Expression.Renaming> renamed() {
        boolean bracketed = cursor.acceptMark("(");
        List<Expression.Renaming> renamed = new ArrayList<>();
        do {
            String column = cursor.name();
            cursor.expect("as");
            renamed.add(new Expression.Renaming(column, cursor.label()));
        } while (bracketed && cursor.acceptMark(","));
        if (bracketed) {
            cursor.expectMark(")");
        }
        return List.copyOf(renamed);
    }
}
