package dev.sluice.guard.resolve;

import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Json;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves SQL/JSON's forms: the values in them, and the types that they return. */
final class JsonForms {
    private final Expressions expressions;
    private final Queries queries;
    private final Listed listed;

    JsonForms(Expressions expressions, Queries queries, Listed listed) {
        this.expressions = expressions;
        this.queries = queries;
        this.listed = listed;
    }

    Expression constructor(Expression.JsonConstructor json, Scope scope) {
        boolean aggregate = json.construct().aggregates() && json.over() == null;
        if (aggregate) {
            scope.enterAggregate();
        }
        List<Json.Member> members = new ArrayList<>(json.members().size());
        for (Json.Member member : json.members()) {
            members.add(
                    new Json.Member(
                            expressions.optional(member.key(), scope),
                            value(member.value(), scope)));
        }
        List<OrderItem> orderBy = expressions.orderBy(json.orderBy(), scope);
        Expression filter = expressions.optional(json.filter(), scope);
        if (aggregate) {
            scope.leaveAggregate();
        }
        return new Expression.JsonConstructor(
                json.construct(),
                List.copyOf(members),
                orderBy,
                json.nulls(),
                json.uniqueKeys(),
                output(json.output()),
                filter,
                json.over() == null ? null : expressions.window(json.over(), scope));
    }

    Expression arrayQuery(Expression.JsonArrayQuery json, Scope scope) {
        return new Expression.JsonArrayQuery(
                queries.inner(json.query(), scope), json.format(), output(json.output()));
    }

    Expression search(Expression.JsonSearch json, Scope scope) {
        return new Expression.JsonSearch(
                json.lookup(),
                search(json.search(), scope),
                output(json.output()),
                handling(json.handling(), scope));
    }

    /** The table without its alias. */
    TableExpression.JsonTable table(TableExpression.JsonTable table, Scope scope) {
        return new TableExpression.JsonTable(
                table.lateral(),
                search(table.search(), scope),
                table.pathName(),
                columns(table.columns(), scope),
                behavior(table.onError(), scope),
                null,
                table.at());
    }

    /** What the columns are called: a level's own come before those of its nested ones. */
    static List<String> names(List<Json.Column> columns) {
        List<String> names = new ArrayList<>();
        for (Json.Column column : columns) {
            switch (column) {
                case Json.Column.Ordinality ordinality -> names.add(ordinality.name());
                case Json.Column.Found found -> names.add(found.name());
                case Json.Column.Exists exists -> names.add(exists.name());
                case Json.Column.Nested nested -> {}
            }
        }
        for (Json.Column column : columns) {
            if (column instanceof Json.Column.Nested nested) {
                names.addAll(names(nested.columns()));
            }
        }
        return names;
    }

    private Json.Value value(Json.Value value, Scope scope) {
        return new Json.Value(expressions.resolve(value.value(), scope), value.format());
    }

    private Json.@Nullable Output output(Json.@Nullable Output output) {
        return output == null ? null : new Json.Output(listed.type(output.type()), output.format());
    }

    private Json.Search search(Json.Search search, Scope scope) {
        List<Json.Passing> passing = new ArrayList<>(search.passing().size());
        for (Json.Passing variable : search.passing()) {
            passing.add(new Json.Passing(value(variable.value(), scope), variable.name()));
        }
        return new Json.Search(
                value(search.context(), scope),
                expressions.resolve(search.path(), scope),
                List.copyOf(passing));
    }

    private Json.Handling handling(Json.Handling handling, Scope scope) {
        return new Json.Handling(
                handling.wrapper(),
                handling.quotes(),
                behavior(handling.onEmpty(), scope),
                behavior(handling.onError(), scope));
    }

    private Json.@Nullable Behavior behavior(Json.@Nullable Behavior behavior, Scope scope) {
        return behavior == null
                ? null
                : new Json.Behavior(
                        behavior.instead(), expressions.optional(behavior.otherwise(), scope));
    }

    private List<Json.Column> columns(List<Json.Column> columns, Scope scope) {
        List<Json.Column> resolved = new ArrayList<>(columns.size());
        for (Json.Column column : columns) {
            resolved.add(column(column, scope));
        }
        return List.copyOf(resolved);
    }

    private Json.Column column(Json.Column column, Scope scope) {
        return switch (column) {
            case Json.Column.Ordinality ordinality -> ordinality;
            case Json.Column.Found(var name, var type, var format, var path, var handling) ->
                    new Json.Column.Found(
                            name, listed.columnType(type), format, path, handling(handling, scope));
            case Json.Column.Exists(var name, var type, var path, var onError) ->
                    new Json.Column.Exists(
                            name, listed.columnType(type), path, behavior(onError, scope));
            case Json.Column.Nested(var path, var pathName, var nested) ->
                    new Json.Column.Nested(path, pathName, columns(nested, scope));
        };
    }
}
