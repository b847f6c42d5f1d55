package dev.sluice.guard.parser;

import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What may follow a star, and {@code COLUMNS(…)}. */
final class Stars {
    private static final Set<String> PATTERNS = Set.of("like", "ilike", "glob", "similar");

    private final Cursor cursor;
    private final Expressions expressions;

    Stars(Cursor cursor, Expressions expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** The star, with the changes that follow it. */
    Expression changed(Expression.Star star) {
        refusePattern();
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
            refuseChoice();
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

    /** {@code * LIKE 'a%'}. */
    private void refusePattern() {
        int offset = cursor.isWord("not") ? 1 : 0;
        boolean pattern =
                cursor.kindAhead(offset) == TokenKind.WORD
                        && PATTERNS.contains(cursor.valueAhead(offset));
        if (pattern) {
            throw cursor.forbidden("Columns are not chosen by a pattern: use COLUMNS('…').");
        }
    }

    /** A function or a list that says which columns are meant. */
    private void refuseChoice() {
        boolean function = cursor.isWord("lambda") || cursor.isOperatorAhead(1, "->");
        if (function || cursor.isPunctuation("[")) {
            throw cursor.forbidden("COLUMNS wants a star or a pattern.");
        }
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
