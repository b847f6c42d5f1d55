package dev.sluice.guard.parser;

import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code PIVOT} and {@code UNPIVOT}, behind a table or as statements; values are written out. */
final class Pivots {
    private final Cursor cursor;
    private final Expressions expressions;

    Pivots(Cursor cursor, Expressions expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** One stands behind a table here. */
    boolean atSuffix() {
        boolean plain = cursor.isPunctuationAhead(1, "(");
        return atStatement() && (plain || cursor.isWordAhead(2, "nulls"));
    }

    boolean atStatement() {
        return cursor.isWord("pivot") || cursor.isWord("unpivot");
    }

    /**
     * {@code PIVOT (sum(fee) FOR state IN ('open', 'late') GROUP BY reader)}, without its alias.
     */
    TableExpression suffix(TableExpression source) {
        Position at = cursor.position();
        return cursor.next().equals("pivot") ? pivot(source, at) : unpivot(source, at);
    }

    private TableExpression pivot(TableExpression source, Position at) {
        cursor.expectMark("(");
        List<Body.SelectItem> aggregates = items();
        cursor.expect("for");
        List<TableExpression.PivotColumn> columns = new ArrayList<>();
        do {
            columns.add(column());
        } while (!cursor.isPunctuation(")") && !cursor.isWord("group"));
        List<Expression> groupBy = cursor.accept("group", "by") ? expressions.list() : null;
        cursor.expectMark(")");
        return new TableExpression.Pivot(
                source, aggregates, List.copyOf(columns), groupBy, null, at);
    }

    private TableExpression unpivot(TableExpression source, Position at) {
        boolean nulls = includesNulls();
        cursor.expectMark("(");
        if (cursor.isPunctuation("(")) {
            throw severalValues();
        }
        String value = cursor.name();
        cursor.expect("for");
        String name = cursor.name();
        cursor.expect("in");
        cursor.expectMark("(");
        List<Body.SelectItem> columns = unpivoted();
        cursor.expectMark(")");
        cursor.expectMark(")");
        return new TableExpression.Unpivot(source, columns, name, value, nulls, null, at);
    }

    /** {@code PIVOT t ON state IN ('open') USING sum(fee) GROUP BY reader}. */
    TableExpression statement(Tables tables) {
        Position at = cursor.position();
        boolean pivots = cursor.next().equals("pivot");
        TableExpression source = tables.joined();
        boolean nulls = !pivots && includesNulls();
        cursor.expect("on");
        return pivots ? pivoted(source, at) : unpivoted(source, nulls, at);
    }

    private TableExpression pivoted(TableExpression source, Position at) {
        List<TableExpression.PivotColumn> columns = new ArrayList<>();
        do {
            columns.add(column());
        } while (cursor.acceptMark(","));
        List<Body.SelectItem> aggregates =
                cursor.accept("using") ? items() : List.of(new Body.SelectItem(count(at), null));
        List<Expression> groupBy = cursor.accept("group", "by") ? expressions.list() : null;
        return new TableExpression.Pivot(
                source, aggregates, List.copyOf(columns), groupBy, null, at);
    }

    private TableExpression unpivoted(TableExpression source, boolean nulls, Position at) {
        List<Body.SelectItem> columns = unpivoted();
        String name = "name";
        String value = "value";
        if (cursor.accept("into")) {
            cursor.expect("name");
            name = cursor.name();
            cursor.expect("value");
            value = cursor.name();
            refuseGroups();
        }
        return new TableExpression.Unpivot(source, columns, name, value, nulls, null, at);
    }

    private void refuseGroups() {
        if (cursor.isPunctuation(",")) {
            throw severalValues();
        }
    }

    private Refusal severalValues() {
        return cursor.forbidden("UNPIVOT of several columns into one row is not allowed.");
    }

    private static Expression.Call count(Position at) {
        return new Expression.Call(
                List.of("count"),
                Expression.Quantity.UNSTATED,
                true,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                at);
    }

    private boolean includesNulls() {
        if (cursor.accept("include", "nulls")) {
            return true;
        }
        cursor.accept("exclude", "nulls");
        return false;
    }

    private TableExpression.PivotColumn column() {
        Expression value = expressions.parse(Level.OTHER);
        if (!cursor.accept("in")) {
            throw cursor.forbidden("PIVOT wants its values written out: ON column IN ('a', 'b').");
        }
        cursor.expectMark("(");
        List<Body.SelectItem> values = new ArrayList<>();
        do {
            Expression literal = expressions.parse();
            values.add(new Body.SelectItem(literal, label()));
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        return new TableExpression.PivotColumn(value, List.copyOf(values));
    }

    private List<Body.SelectItem> items() {
        List<Body.SelectItem> items = new ArrayList<>();
        do {
            Expression value = expressions.parse();
            items.add(new Body.SelectItem(value, label()));
        } while (cursor.acceptMark(","));
        return List.copyOf(items);
    }

    private List<Body.SelectItem> unpivoted() {
        List<Body.SelectItem> items = new ArrayList<>();
        do {
            boolean star = cursor.isOperator("*");
            Position at = cursor.position();
            if (star) {
                cursor.next();
            }
            Expression value =
                    star
                            ? expressions
                                    .operands()
                                    .stars()
                                    .changed(new Expression.Star(List.of(), at))
                            : expressions.parse(Level.OTHER);
            items.add(new Body.SelectItem(value, label()));
        } while (cursor.acceptMark(","));
        return List.copyOf(items);
    }

    private @Nullable String label() {
        if (!cursor.accept("as")) {
            boolean bare =
                    cursor.kind() == TokenKind.QUOTED_NAME
                            || (cursor.kind() == TokenKind.WORD
                                    && cursor.isName()
                                    && cursor.keywords().isBareLabel(cursor.value())
                                    && !cursor.isWord("into"));
            return bare ? cursor.name() : null;
        }
        return cursor.kind() == TokenKind.TEXT ? cursor.next() : cursor.label();
    }
}
