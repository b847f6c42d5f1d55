package dev.sluice.guard.emit;

import dev.sluice.guard.tree.TableExpression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the FROM clause. */
final class TableEmitter {
    private final Output out;
    private final QueryEmitter queries;
    private final ExpressionEmitter expressions;

    TableEmitter(Output out, QueryEmitter queries, ExpressionEmitter expressions) {
        this.out = out;
        this.queries = queries;
        this.expressions = expressions;
    }

    void list(List<TableExpression> tables) {
        for (int i = 0; i < tables.size(); i++) {
            out.raw(i == 0 ? "" : ", ");
            table(tables.get(i));
        }
    }

    private void table(TableExpression table) {
        switch (table) {
            case TableExpression.Named named -> {
                out.raw(named.only() ? "ONLY " : "").path(named.path());
                alias(named.alias());
            }
            case TableExpression.Derived derived -> {
                out.raw(derived.lateral() ? "LATERAL " : "");
                queries.bracketed(derived.query());
                alias(derived.alias());
            }
            case TableExpression.Functions functions -> functions(functions);
            case TableExpression.JsonTable json -> {
                expressions.json().table(json);
                alias(json.alias());
            }
            case TableExpression.Joined joined -> joined(joined);
            case TableExpression.Pivot pivot ->
                    throw new IllegalStateException("pivots are written out");
            case TableExpression.Unpivot unpivot ->
                    throw new IllegalStateException("pivots are written out");
        }
    }

    private void alias(TableExpression.@Nullable Alias alias) {
        if (alias == null) {
            return;
        }
        out.raw(" AS ").name(alias.name());
        if (!alias.columns().isEmpty()) {
            out.raw("(").names(alias.columns()).raw(")");
        }
    }

    private void joined(TableExpression.Joined joined) {
        out.raw(joined.alias() == null ? "" : "(");
        operand(joined.first());
        for (TableExpression.Join join : joined.joins()) {
            out.raw(join.natural() ? " NATURAL " : " ");
            out.raw(join.kind().words()).raw(" JOIN ");
            operand(join.right());
            condition(join);
        }
        out.raw(joined.alias() == null ? "" : ")");
        alias(joined.alias());
    }

    private void operand(TableExpression table) {
        boolean brackets = table instanceof TableExpression.Joined joined && joined.alias() == null;
        out.raw(brackets ? "(" : "");
        table(table);
        out.raw(brackets ? ")" : "");
    }

    private void condition(TableExpression.Join join) {
        if (join.using() != null) {
            out.raw(" USING (").names(join.using()).raw(")");
            if (join.usingAlias() != null) {
                out.raw(" AS ").name(join.usingAlias());
            }
        } else if (join.on() != null) {
            out.raw(" ON ");
            expressions.expression(join.on());
        }
    }

    private void functions(TableExpression.Functions functions) {
        out.raw(functions.lateral() ? "LATERAL " : "");
        out.raw(functions.rowsFrom() ? "ROWS FROM (" : "");
        for (int i = 0; i < functions.functions().size(); i++) {
            out.raw(i == 0 ? "" : ", ");
            TableExpression.FunctionTable function = functions.functions().get(i);
            expressions.expression(function.call());
            if (functions.rowsFrom() && !function.columns().isEmpty()) {
                out.raw(" AS ");
                definitions(function.columns());
            }
        }
        out.raw(functions.rowsFrom() ? ")" : "");
        out.raw(functions.ordinality() ? " WITH ORDINALITY" : "");
        List<TableExpression.ColumnDefinition> columns = functions.functions().getFirst().columns();
        if (functions.rowsFrom() || columns.isEmpty()) {
            alias(functions.alias());
        } else {
            out.raw(" AS ");
            if (functions.alias() != null) {
                out.name(functions.alias().name());
            }
            definitions(columns);
        }
    }

    private void definitions(List<TableExpression.ColumnDefinition> columns) {
        for (int i = 0; i < columns.size(); i++) {
            out.raw(i == 0 ? "(" : ", ").name(columns.get(i).name()).raw(" ");
            expressions.types().type(columns.get(i).type());
        }
        out.raw(")");
    }
}
