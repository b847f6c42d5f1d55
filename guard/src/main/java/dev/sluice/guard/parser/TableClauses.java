package dev.sluice.guard.parser;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.TableExpression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may follow a table: its alias, advice that is not passed on, and what is refused. */
final class TableClauses {
    private final Cursor cursor;
    private final boolean loose;

    TableClauses(Cursor cursor) {
        this.cursor = cursor;
        this.loose = cursor.has(Trait.LOOSE_JOINS);
    }

    /** The table with what follows its name. */
    TableExpression.Named aliased(TableExpression.Named table) {
        refuseParts();
        refuseTimeTravel();
        TableExpression.Alias alias = alias();
        refuseTimeTravel();
        skipHints();
        return new TableExpression.Named(table.path(), table.only(), alias, table.at());
    }

    private void refuseParts() {
        if (loose && cursor.isWord("partition") && cursor.isPunctuationAhead(1, "(")) {
            throw cursor.forbidden("Partitions of a table are not chosen here.");
        }
    }

    private void refuseTimeTravel() {
        boolean travels =
                switch (cursor.kindAhead(1) == TokenKind.WORD ? cursor.valueAhead(1) : "") {
                    case "version", "timestamp", "system_time" -> cursor.isWord("for");
                    default -> false;
                };
        if (travels || atVersion()) {
            throw cursor.forbidden("Reading an older state of a table is not allowed.");
        }
    }

    /** {@code AT (VERSION => 3)}. */
    private boolean atVersion() {
        boolean named = cursor.isWordAhead(2, "version") || cursor.isWordAhead(2, "timestamp");
        return cursor.isWord("at")
                && cursor.isPunctuationAhead(1, "(")
                && named
                && cursor.isPunctuationAhead(3, "=>");
    }

    /** {@code USE INDEX (…)} and the like: advice that we do not pass on. */
    private void skipHints() {
        while (loose && atHint()) {
            cursor.next();
            cursor.next();
            if (cursor.accept("for") && !cursor.accept("join")) {
                cursor.next();
                cursor.expect("by");
            }
            cursor.expectMark("(");
            while (cursor.kind() == TokenKind.WORD || cursor.kind() == TokenKind.QUOTED_NAME) {
                cursor.next();
                cursor.acceptMark(",");
            }
            cursor.expectMark(")");
        }
    }

    private boolean atHint() {
        boolean advises = cursor.isWord("use") || cursor.isWord("force") || cursor.isWord("ignore");
        return advises && (cursor.isWordAhead(1, "index") || cursor.isWordAhead(1, "key"));
    }

    /** The new name that stands here, null without one. */
    TableExpression.@Nullable Alias alias() {
        boolean stated = cursor.accept("as");
        if (stated && cursor.isPunctuation("(")) {
            throw cursor.unexpected();
        }
        if (!stated && (!cursor.isName() || cursor.atSoftClause())) {
            return null;
        }
        String name = cursor.has(Trait.LABEL_FIRST) ? cursor.nameOrText() : cursor.name();
        List<String> columns = cursor.isPunctuation("(") ? cursor.nameList() : List.of();
        return new TableExpression.Alias(name, columns);
    }

    /** What would show some rows of a table, or runs of rows, in place of the table. */
    void refuseExcerpts() {
        if (!loose && cursor.isWord("tablesample")) {
            throw cursor.forbidden("TABLESAMPLE is not allowed.");
        }
        if (cursor.isWord("match_recognize") && cursor.isPunctuationAhead(1, "(")) {
            throw cursor.forbidden("MATCH_RECOGNIZE is not allowed.");
        }
    }
}
