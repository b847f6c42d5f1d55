package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions in FROM. */
final class FunctionTables {
    private final Cursor cursor;
    private final Types types;
    private final TableClauses clauses;
    private final Tables tables;

    FunctionTables(Cursor cursor, Types types, TableClauses clauses, Tables tables) {
        this.cursor = cursor;
        this.types = types;
        this.clauses = clauses;
        this.tables = tables;
    }

    TableExpression jsonTable(boolean lateral, Position at) {
        JsonSearches searches = tables.expressions().operands().calls().json().searches();
        TableExpression.JsonTable table = searches.table(lateral, at);
        return new TableExpression.JsonTable(
                lateral,
                table.search(),
                table.pathName(),
                table.columns(),
                table.onError(),
                clauses.alias(),
                at);
    }

    TableExpression rowsFrom(boolean lateral, Position at) {
        cursor.next();
        cursor.next();
        cursor.expectMark("(");
        List<TableExpression.FunctionTable> functions = new ArrayList<>();
        do {
            Expression.Call call = call();
            List<TableExpression.ColumnDefinition> columns =
                    cursor.accept("as") ? definitions() : List.of();
            functions.add(new TableExpression.FunctionTable(call, columns));
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        boolean ordinality = cursor.accept("with", "ordinality");
        return new TableExpression.Functions(
                lateral, true, List.copyOf(functions), ordinality, clauses.alias(), at);
    }

    Expression.Call call() {
        Position at = cursor.position();
        Expression.Call form = tables.expressions().operands().calls().inFrom(at);
        if (form != null) {
            return form;
        }
        List<String> path = new ArrayList<>();
        path.add(cursor.label());
        while (cursor.acceptMark(".")) {
            path.add(cursor.label());
        }
        return tables.expressions().operands().calls().call(List.copyOf(path), at);
    }

    TableExpression table(boolean lateral, Expression.Call call, Position at) {
        boolean ordinality = cursor.accept("with", "ordinality");
        boolean stated = cursor.accept("as");
        if (cursor.isPunctuation("(") && stated) {
            return oneFunction(lateral, call, definitions(), ordinality, null, at);
        }
        if (!stated && (!cursor.isName() || cursor.atSoftClause())) {
            return oneFunction(lateral, call, List.of(), ordinality, null, at);
        }
        String name = cursor.name();
        if (cursor.isPunctuation("(")
                && !cursor.isPunctuationAhead(2, ",")
                && !cursor.isPunctuationAhead(2, ")")) {
            return oneFunction(
                    lateral,
                    call,
                    definitions(),
                    ordinality,
                    new TableExpression.Alias(name, List.of()),
                    at);
        }
        List<String> columns = cursor.isPunctuation("(") ? cursor.nameList() : List.of();
        return oneFunction(
                lateral, call, List.of(), ordinality, new TableExpression.Alias(name, columns), at);
    }

    private static TableExpression oneFunction(
            boolean lateral,
            Expression.Call call,
            List<TableExpression.ColumnDefinition> columns,
            boolean ordinality,
            TableExpression.@Nullable Alias alias,
            Position at) {
        return new TableExpression.Functions(
                lateral,
                false,
                List.of(new TableExpression.FunctionTable(call, columns)),
                ordinality,
                alias,
                at);
    }

    private List<TableExpression.ColumnDefinition> definitions() {
        cursor.expectMark("(");
        List<TableExpression.ColumnDefinition> columns = new ArrayList<>();
        do {
            String name = cursor.name();
            columns.add(new TableExpression.ColumnDefinition(name, types.parse()));
            if (cursor.isWord("collate")) {
                throw new Refusal(
                        ReasonCode.OPERATOR_NOT_ALLOW_LISTED,
                        "A collation is not allowed here.",
                        cursor.value(),
                        cursor.start());
            }
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        return List.copyOf(columns);
    }
}
