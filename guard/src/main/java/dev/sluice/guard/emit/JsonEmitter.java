package dev.sluice.guard.emit;

import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Json;
import dev.sluice.guard.tree.TableExpression;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes SQL/JSON's forms. */
final class JsonEmitter {
    private final Output out;
    private final QueryEmitter queries;
    private final ExpressionEmitter expressions;

    JsonEmitter(Output out, QueryEmitter queries, ExpressionEmitter expressions) {
        this.out = out;
        this.queries = queries;
        this.expressions = expressions;
    }

    private void open(String word) {
        out.raw(word.toUpperCase(Locale.ROOT)).raw("(");
    }

    void constructor(Expression.JsonConstructor json) {
        open(json.construct().word());
        for (int i = 0; i < json.members().size(); i++) {
            out.raw(i == 0 ? "" : ", ");
            member(json.members().get(i));
        }
        if (!json.orderBy().isEmpty()) {
            out.raw(" ");
            expressions.windows().orderBy(json.orderBy());
        }
        out.raw(
                switch (json.nulls()) {
                    case UNSTATED -> "";
                    case NULL -> " NULL ON NULL";
                    case ABSENT -> " ABSENT ON NULL";
                });
        out.raw(json.uniqueKeys() ? " WITH UNIQUE KEYS" : "");
        output(json.output());
        out.raw(")");
        expressions.calls().over(json.filter(), json.over());
    }

    private void member(Json.Member member) {
        if (member.key() != null) {
            expressions.expression(member.key());
            out.raw(" : ");
        }
        value(member.value());
    }

    void arrayQuery(Expression.JsonArrayQuery json) {
        open(Json.Construct.ARRAY.word());
        queries.query(json.query());
        format(json.format());
        output(json.output());
        out.raw(")");
    }

    void search(Expression.JsonSearch json) {
        open(json.lookup().word());
        value(json.search().context());
        out.raw(", ");
        expressions.expression(json.search().path());
        passing(json.search().passing());
        output(json.output());
        handling(json.handling());
        out.raw(")");
    }

    void test(Expression.IsJson test) {
        out.raw("(");
        expressions.expression(test.operand());
        out.raw(test.negated() ? " IS NOT JSON" : " IS JSON");
        out.raw(test.kind() == Json.Kind.ANY ? "" : " ");
        out.raw(test.kind() == Json.Kind.ANY ? "" : test.kind().name());
        out.raw(test.uniqueKeys() ? " WITH UNIQUE KEYS" : "").raw(")");
    }

    private void value(Json.Value value) {
        expressions.expression(value.value());
        format(value.format());
    }

    private void format(Json.@Nullable Format format) {
        if (format != null) {
            out.raw(" FORMAT JSON");
            if (format.encoding() != null) {
                out.raw(" ENCODING ").name(format.encoding());
            }
        }
    }

    private void output(Json.@Nullable Output output) {
        if (output != null) {
            out.raw(" RETURNING ");
            expressions.types().type(output.type());
            format(output.format());
        }
    }

    private void passing(List<Json.Passing> passing) {
        for (int i = 0; i < passing.size(); i++) {
            out.raw(i == 0 ? " PASSING " : ", ");
            value(passing.get(i).value());
            out.raw(" AS ").name(passing.get(i).name());
        }
    }

    private void handling(Json.Handling handling) {
        out.raw(
                switch (handling.wrapper()) {
                    case UNSTATED -> "";
                    case NONE -> " WITHOUT WRAPPER";
                    case CONDITIONAL -> " WITH CONDITIONAL WRAPPER";
                    case UNCONDITIONAL -> " WITH UNCONDITIONAL WRAPPER";
                });
        out.raw(
                switch (handling.quotes()) {
                    case UNSTATED -> "";
                    case KEEP -> " KEEP QUOTES";
                    case OMIT -> " OMIT QUOTES";
                });
        behavior(handling.onEmpty(), " ON EMPTY");
        behavior(handling.onError(), " ON ERROR");
    }

    private void behavior(Json.@Nullable Behavior behavior, String when) {
        if (behavior == null) {
            return;
        }
        out.raw(" ").raw(behavior.instead().words());
        if (behavior.otherwise() != null) {
            out.raw(" ");
            expressions.expression(behavior.otherwise());
        }
        out.raw(when);
    }

    /** The table without its alias. */
    void table(TableExpression.JsonTable table) {
        out.raw(table.lateral() ? "LATERAL " : "").raw("JSON_TABLE(");
        value(table.search().context());
        out.raw(", ");
        expressions.expression(table.search().path());
        if (table.pathName() != null) {
            out.raw(" AS ").name(table.pathName());
        }
        passing(table.search().passing());
        columns(table.columns());
        behavior(table.onError(), " ON ERROR");
        out.raw(")");
    }

    private void columns(List<Json.Column> columns) {
        out.raw(" COLUMNS (");
        for (int i = 0; i < columns.size(); i++) {
            out.raw(i == 0 ? "" : ", ");
            column(columns.get(i));
        }
        out.raw(")");
    }

    private void column(Json.Column column) {
        switch (column) {
            case Json.Column.Ordinality(String name) -> out.name(name).raw(" FOR ORDINALITY");
            case Json.Column.Found found -> {
                out.name(found.name()).raw(" ");
                expressions.types().type(found.type());
                format(found.format());
                path(found.path());
                handling(found.handling());
            }
            case Json.Column.Exists exists -> {
                out.name(exists.name()).raw(" ");
                expressions.types().type(exists.type());
                out.raw(" EXISTS");
                path(exists.path());
                behavior(exists.onError(), " ON ERROR");
            }
            case Json.Column.Nested nested -> {
                out.raw("NESTED PATH ");
                out.textLiteral(nested.path());
                if (nested.pathName() != null) {
                    out.raw(" AS ").name(nested.pathName());
                }
                columns(nested.columns());
            }
        }
    }

    private void path(@Nullable String path) {
        if (path != null) {
            out.raw(" PATH ");
            out.textLiteral(path);
        }
    }
}
