package dev.sluice.guard.parser;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Json;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL/JSON's constructors (PostgreSQL manual, "JSON Functions and Operators"). */
final class JsonForms {
    private final Cursor cursor;
    private final Types types;
    private final Expressions expressions;
    private final Calls calls;
    private final JsonSearches searches;

    JsonForms(Cursor cursor, Types types, Expressions expressions, Calls calls) {
        this.cursor = cursor;
        this.types = types;
        this.expressions = expressions;
        this.calls = calls;
        this.searches = new JsonSearches(cursor, types, expressions, this);
    }

    JsonSearches searches() {
        return searches;
    }

    /** The form that starts with this word, which a bracket follows; null when it starts none. */
    @Nullable Expression form(String word, Position at) {
        return switch (word) {
            case "json" -> converted(Json.Construct.JSON);
            case "json_scalar" -> converted(Json.Construct.SCALAR);
            case "json_serialize" -> converted(Json.Construct.SERIALIZE);
            case "json_object" -> object(at);
            case "json_array" -> array();
            case "json_objectagg" -> objectAggregate();
            case "json_arrayagg" -> arrayAggregate();
            case "json_exists" -> searches.lookup(Json.Lookup.EXISTS);
            case "json_query" -> searches.lookup(Json.Lookup.QUERY);
            case "json_value" -> searches.lookup(Json.Lookup.VALUE);
            default -> null;
        };
    }

    private void open() {
        cursor.next();
        cursor.expectMark("(");
    }

    private Expression converted(Json.Construct construct) {
        open();
        List<Json.Member> value = List.of(new Json.Member(null, value()));
        boolean unique = construct == Json.Construct.JSON && uniqueKeys();
        Json.Output output = construct == Json.Construct.SERIALIZE ? output() : null;
        cursor.expectMark(")");
        return constructor(construct, value, Json.Nulls.UNSTATED, unique, output);
    }

    private static Expression constructor(
            Json.Construct construct,
            List<Json.Member> members,
            Json.Nulls nulls,
            boolean unique,
            Json.@Nullable Output output) {
        return new Expression.JsonConstructor(
                construct, members, List.of(), nulls, unique, output, null, null);
    }

    /** Pairs of SQL/JSON, or the arguments of the function that has the same name. */
    private Expression object(Position at) {
        int start = cursor.index();
        open();
        List<Json.Member> members = new ArrayList<>();
        if (!cursor.isPunctuation(")") && !cursor.isWord("returning")) {
            if (isNamed()) {
                cursor.reset(start);
                return calls.call(List.of(cursor.next()), at);
            }
            Expression key = key();
            if (!atPair()) {
                return calls.standardForms().plainCall(start, at, key);
            }
            members.add(pair(key));
            while (cursor.acceptMark(",")) {
                members.add(pair(key()));
            }
        }
        Json.Nulls nulls = nulls();
        boolean unique = uniqueKeys();
        Json.Output output = output();
        cursor.expectMark(")");
        return constructor(Json.Construct.OBJECT, List.copyOf(members), nulls, unique, output);
    }

    /** {@code KEY 'a' VALUE 1}, of which the first word says nothing. */
    private Expression key() {
        boolean word =
                cursor.has(Trait.JSON_PATHS)
                        && cursor.isWord("key")
                        && !cursor.isPunctuationAhead(1, ":")
                        && !cursor.isPunctuationAhead(1, ".")
                        && !cursor.isWordAhead(1, "value");
        if (word) {
            cursor.next();
        }
        return expressions.parse();
    }

    private boolean isNamed() {
        return cursor.isPunctuationAhead(1, "=>") || cursor.isPunctuationAhead(1, ":=");
    }

    private boolean atPair() {
        return cursor.isPunctuation(":") || cursor.isWord("value");
    }

    private Json.Member pair(Expression key) {
        if (!atPair()) {
            throw cursor.unexpected();
        }
        cursor.next();
        return new Json.Member(key, value());
    }

    private Expression array() {
        open();
        if (cursor.has(Trait.SQL_JSON) && expressions.operands().atQuery()) {
            var query = expressions.operands().query();
            Json.Format format = format();
            Json.Output output = output();
            cursor.expectMark(")");
            return new Expression.JsonArrayQuery(query, format, output);
        }
        List<Json.Member> elements = new ArrayList<>();
        if (!cursor.isPunctuation(")") && !cursor.isWord("returning")) {
            do {
                elements.add(new Json.Member(null, value()));
            } while (cursor.acceptMark(","));
        }
        Json.Nulls nulls = nulls();
        Json.Output output = output();
        cursor.expectMark(")");
        return constructor(Json.Construct.ARRAY, List.copyOf(elements), nulls, false, output);
    }

    private Expression objectAggregate() {
        open();
        List<Json.Member> member = List.of(pair(expressions.parse()));
        Json.Nulls nulls = nulls();
        boolean unique = uniqueKeys();
        return aggregate(Json.Construct.OBJECT_AGGREGATE, member, List.of(), nulls, unique);
    }

    private Expression arrayAggregate() {
        open();
        List<Json.Member> element = List.of(new Json.Member(null, value()));
        List<OrderItem> orderBy = calls.windows().orderBy();
        return aggregate(Json.Construct.ARRAY_AGGREGATE, element, orderBy, nulls(), false);
    }

    private Expression aggregate(
            Json.Construct construct,
            List<Json.Member> members,
            List<OrderItem> orderBy,
            Json.Nulls nulls,
            boolean unique) {
        Json.Output output = output();
        cursor.expectMark(")");
        Expression filter = calls.filter();
        Window over = cursor.accept("over") ? calls.windows().window() : null;
        return new Expression.JsonConstructor(
                construct, members, orderBy, nulls, unique, output, filter, over);
    }

    Json.Value value() {
        return new Json.Value(expressions.parse(), format());
    }

    /** {@code FORMAT JSON}, null when it is not there. */
    Json.@Nullable Format format() {
        if (!cursor.accept("format", "json")) {
            return null;
        }
        if (cursor.isWord("encoding") && cursor.has(Trait.JSON_PATHS)) {
            throw cursor.forbidden("Encodings of JSON are not allowed.");
        }
        return new Json.Format(cursor.accept("encoding") ? cursor.name() : null);
    }

    /** {@code RETURNING type}, null when it is not there. */
    Json.@Nullable Output output() {
        return cursor.accept("returning") ? new Json.Output(types.parse(), format()) : null;
    }

    private Json.Nulls nulls() {
        boolean stated = cursor.isWordAhead(1, "on") && cursor.isWordAhead(2, "null");
        if (!stated || !(cursor.isWord("null") || cursor.isWord("absent"))) {
            return Json.Nulls.UNSTATED;
        }
        Json.Nulls nulls = cursor.next().equals("null") ? Json.Nulls.NULL : Json.Nulls.ABSENT;
        cursor.next();
        cursor.next();
        return nulls;
    }

    /** {@code WITH UNIQUE KEYS}; {@code WITHOUT} them is what holds anyway. */
    boolean uniqueKeys() {
        boolean with = cursor.accept("with", "unique");
        if (with || cursor.accept("without", "unique")) {
            cursor.accept("keys");
        }
        return with;
    }
}
