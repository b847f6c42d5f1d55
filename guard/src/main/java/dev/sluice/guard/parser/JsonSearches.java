package dev.sluice.guard.parser;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Json;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TableExpression;
import dev.sluice.guard.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SQL/JSON's query functions and {@code JSON_TABLE}: searches along a path. */
final class JsonSearches {
    private final Cursor cursor;
    private final Types types;
    private final Expressions expressions;
    private final JsonForms forms;

    JsonSearches(Cursor cursor, Types types, Expressions expressions, JsonForms forms) {
        this.cursor = cursor;
        this.types = types;
        this.expressions = expressions;
        this.forms = forms;
    }

    /** {@code JSON_EXISTS}, {@code JSON_QUERY} or {@code JSON_VALUE} at its keyword. */
    Expression lookup(Json.Lookup lookup) {
        cursor.next();
        cursor.expectMark("(");
        Json.Value context = forms.value();
        cursor.expectMark(",");
        if (cursor.has(Trait.JSON_PATHS) && cursor.kind() != TokenKind.TEXT) {
            throw cursor.unexpected();
        }
        Json.Search search = new Json.Search(context, expressions.parse(), passing());
        boolean exists = lookup == Json.Lookup.EXISTS;
        Json.Output output = exists ? null : forms.output();
        Json.Handling handling = handling(lookup == Json.Lookup.QUERY, !exists);
        cursor.expectMark(")");
        return new Expression.JsonSearch(lookup, search, output, handling);
    }

    private List<Json.Passing> passing() {
        List<Json.Passing> passing = new ArrayList<>();
        if (cursor.accept("passing")) {
            do {
                Json.Value value = forms.value();
                cursor.expect("as");
                passing.add(new Json.Passing(value, variable()));
            } while (cursor.acceptMark(","));
        }
        return List.copyOf(passing);
    }

    /** What a path calls the value: where nothing folds names, it is upper case for a word. */
    private String variable() {
        boolean folds = cursor.has(Trait.JSON_PATHS) && cursor.kind() == TokenKind.WORD;
        String name = cursor.label();
        return folds ? name.toUpperCase(Locale.ROOT) : name;
    }

    private Json.Handling handling(boolean ofQuery, boolean mayBeEmpty) {
        Json.Wrapper wrapper = ofQuery ? wrapper() : Json.Wrapper.UNSTATED;
        Json.Quotes quotes = ofQuery ? quotes() : Json.Quotes.UNSTATED;
        Json.Behavior onEmpty = null;
        Json.Behavior first = behavior();
        if (first != null && mayBeEmpty && cursor.accept("on", "empty")) {
            onEmpty = first;
            first = behavior();
        }
        if (first != null) {
            cursor.expect("on");
            cursor.expect("error");
        }
        return new Json.Handling(wrapper, quotes, onEmpty, first);
    }

    private Json.Wrapper wrapper() {
        if (cursor.accept("without")) {
            if (!cursor.accept("conditional")) {
                cursor.accept("unconditional");
            }
            cursor.accept("array");
            cursor.expect("wrapper");
            return Json.Wrapper.NONE;
        }
        if (!cursor.accept("with")) {
            return Json.Wrapper.UNSTATED;
        }
        boolean conditional = cursor.accept("conditional");
        if (!conditional) {
            cursor.accept("unconditional");
        }
        cursor.accept("array");
        cursor.expect("wrapper");
        return conditional ? Json.Wrapper.CONDITIONAL : Json.Wrapper.UNCONDITIONAL;
    }

    private Json.Quotes quotes() {
        boolean keep = cursor.accept("keep", "quotes");
        if (!keep && !cursor.accept("omit", "quotes")) {
            return Json.Quotes.UNSTATED;
        }
        if (cursor.accept("on", "scalar")) {
            cursor.expect("string");
        }
        return keep ? Json.Quotes.KEEP : Json.Quotes.OMIT;
    }

    /** What stands in, null when nothing is stated. */
    private Json.@Nullable Behavior behavior() {
        if (cursor.accept("default")) {
            return new Json.Behavior(Json.Instead.DEFAULT, expressions.parse());
        }
        Json.Instead instead =
                switch (cursor.kind() == TokenKind.WORD ? cursor.value() : "") {
                    case "error" -> Json.Instead.ERROR;
                    case "null" -> Json.Instead.NULL;
                    case "true" -> Json.Instead.TRUE;
                    case "false" -> Json.Instead.FALSE;
                    case "unknown" -> Json.Instead.UNKNOWN;
                    case "empty" -> Json.Instead.EMPTY;
                    default -> null;
                };
        if (instead == null) {
            return null;
        }
        cursor.next();
        if (instead == Json.Instead.EMPTY && cursor.accept("object")) {
            instead = Json.Instead.EMPTY_OBJECT;
        } else if (instead == Json.Instead.EMPTY && cursor.accept("array")) {
            instead = Json.Instead.EMPTY_ARRAY;
        }
        return new Json.Behavior(instead, null);
    }

    /** {@code JSON_TABLE (…)} at its keyword, without an alias. */
    TableExpression.JsonTable table(boolean lateral, Position at) {
        cursor.next();
        cursor.expectMark("(");
        Json.Value context = forms.value();
        cursor.expectMark(",");
        Expression path = expressions.parse();
        String pathName = cursor.accept("as") ? cursor.name() : null;
        Json.Search search = new Json.Search(context, path, passing());
        List<Json.Column> columns = columns();
        Json.Behavior onError = handling(false, false).onError();
        cursor.expectMark(")");
        return new TableExpression.JsonTable(lateral, search, pathName, columns, onError, null, at);
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
                        && (cursor.kindAhead(1) == TokenKind.TEXT
                                || (cursor.isWordAhead(1, "path")
                                        && cursor.kindAhead(2) == TokenKind.TEXT));
        if (nested) {
            return nested();
        }
        String name = cursor.name();
        if (cursor.accept("for", "ordinality")) {
            return new Json.Column.Ordinality(name);
        }
        TypeName type = types.parse();
        if (cursor.accept("exists")) {
            return new Json.Column.Exists(name, type, path(), handling(false, false).onError());
        }
        return new Json.Column.Found(name, type, forms.format(), path(), handling(true, true));
    }

    private Json.Column nested() {
        cursor.expect("nested");
        cursor.accept("path");
        String path = text();
        String name = cursor.accept("as") ? cursor.name() : null;
        return new Json.Column.Nested(path, name, columns());
    }

    private @Nullable String path() {
        return cursor.accept("path") ? text() : null;
    }

    private String text() {
        if (cursor.kind() != TokenKind.TEXT) {
            throw cursor.unexpected();
        }
        return cursor.next();
    }
}
