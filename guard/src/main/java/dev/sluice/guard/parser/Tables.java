package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The FROM clause. */
final class Tables {
    private final Cursor cursor;
    private final Types types;
    private final boolean loose;
    private @Nullable Expressions expressions;
    private @Nullable Queries queries;
    private int qualified;

    Tables(Cursor cursor, Types types) {
        this.cursor = cursor;
        this.types = types;
        this.loose = cursor.has(Trait.LOOSE_JOINS);
    }

    /** Queries and tables hold each other: wired once both exist. */
    void use(Expressions wiredExpressions, Queries wiredQueries) {
        expressions = wiredExpressions;
        queries = wiredQueries;
    }

    Expressions expressions() {
        if (expressions == null) {
            throw new IllegalStateException("not wired");
        }
        return expressions;
    }

    private Queries queries() {
        if (queries == null) {
            throw new IllegalStateException("not wired");
        }
        return queries;
    }

    List<TableExpression> list() {
        List<TableExpression> list = new ArrayList<>();
        do {
            list.add(joined(element()));
        } while (cursor.acceptMark(","));
        return List.copyOf(list);
    }

    /** How many tables were named with their schema so far. */
    int qualified() {
        return qualified;
    }

    /** A table by name, without an alias. */
    TableExpression.Named named() {
        Position at = cursor.position();
        boolean only = !loose && cursor.accept("only");
        boolean bracket = only && cursor.acceptMark("(");
        List<String> path = path();
        if (bracket) {
            cursor.expectMark(")");
        } else if (!only && cursor.isOperator("*")) {
            cursor.next();
        }
        qualified += path.size() > 1 ? 1 : 0;
        return new TableExpression.Named(path, only, null, at);
    }

    private List<String> path() {
        List<String> path = new ArrayList<>();
        path.add(cursor.name());
        while (cursor.acceptMark(".")) {
            path.add(cursor.label());
        }
        return List.copyOf(path);
    }

    /** The joins that follow a first table. */
    private TableExpression joined(TableExpression first) {
        List<TableExpression.Join> joins = joins();
        return joins.isEmpty()
                ? first
                : new TableExpression.Joined(first, List.copyOf(joins), null);
    }

    private List<TableExpression.Join> joins() {
        if (loose) {
            return new LooseJoins(cursor, this).all();
        }
        List<TableExpression.Join> joins = new ArrayList<>();
        while (atJoin()) {
            joins.add(join());
        }
        return joins;
    }

    private boolean atJoin() {
        if (cursor.kind() != TokenKind.WORD) {
            return false;
        }
        return switch (cursor.value()) {
            case "join", "inner", "left", "right", "full", "cross", "natural" -> true;
            case "semi", "anti", "asof", "positional" -> cursor.has(Trait.MORE_JOINS);
            default -> false;
        };
    }

    private TableExpression.Join join() {
        boolean natural = cursor.accept("natural");
        TableExpression.JoinKind kind = kind();
        cursor.expect("join");
        if (!kind.conditional()) {
            if (natural) {
                throw cursor.unexpected();
            }
            return new TableExpression.Join(kind, false, element(), null, null, null);
        }
        TableExpression right = element();
        if (natural) {
            return new TableExpression.Join(kind, true, right, null, null, null);
        }
        // A JOIN b JOIN c ON … ON …: without its own condition yet, the next join belongs inside.
        if (atJoin()) {
            cursor.enter();
            right = innerJoins(right);
            cursor.leave();
        }
        return conditional(kind, right);
    }

    private TableExpression innerJoins(TableExpression first) {
        List<TableExpression.Join> joins = new ArrayList<>();
        while (atJoin()) {
            joins.add(join());
        }
        return new TableExpression.Joined(first, List.copyOf(joins), null);
    }

    private TableExpression.JoinKind kind() {
        if (cursor.has(Trait.MORE_JOINS)) {
            if (cursor.accept("semi")) {
                return TableExpression.JoinKind.SEMI;
            }
            if (cursor.accept("anti")) {
                return TableExpression.JoinKind.ANTI;
            }
            if (cursor.accept("positional")) {
                return TableExpression.JoinKind.POSITIONAL;
            }
            if (cursor.accept("asof")) {
                return asOf(plainKind());
            }
        }
        return plainKind();
    }

    private TableExpression.JoinKind asOf(TableExpression.JoinKind kind) {
        return switch (kind) {
            case INNER -> TableExpression.JoinKind.ASOF;
            case LEFT -> TableExpression.JoinKind.ASOF_LEFT;
            case RIGHT -> TableExpression.JoinKind.ASOF_RIGHT;
            case FULL -> TableExpression.JoinKind.ASOF_FULL;
            case CROSS, SEMI, ANTI, ASOF, ASOF_LEFT, ASOF_RIGHT, ASOF_FULL, POSITIONAL ->
                    throw cursor.unexpected();
        };
    }

    private TableExpression.JoinKind plainKind() {
        if (cursor.accept("cross")) {
            return TableExpression.JoinKind.CROSS;
        }
        if (cursor.accept("inner")) {
            return TableExpression.JoinKind.INNER;
        }
        TableExpression.JoinKind kind = TableExpression.JoinKind.INNER;
        if (cursor.accept("left")) {
            kind = TableExpression.JoinKind.LEFT;
        } else if (cursor.accept("right")) {
            kind = TableExpression.JoinKind.RIGHT;
        } else if (cursor.accept("full")) {
            kind = TableExpression.JoinKind.FULL;
        } else {
            return kind;
        }
        cursor.accept("outer");
        return kind;
    }

    private TableExpression.Join conditional(TableExpression.JoinKind kind, TableExpression right) {
        if (cursor.accept("using")) {
            List<String> using = cursor.nameList();
            String alias = cursor.accept("as") ? cursor.name() : null;
            return new TableExpression.Join(kind, false, right, using, alias, null);
        }
        cursor.expect("on");
        return new TableExpression.Join(kind, false, right, null, null, expressions().parse());
    }

    /** {@code label:} in front of what it labels, null when none stands here. */
    @Nullable String label() {
        if (!cursor.isName() || !cursor.isPunctuationAhead(1, ":")) {
            return null;
        }
        String label = cursor.name();
        cursor.next();
        return label;
    }

    TableExpression element() {
        String label = cursor.has(Trait.LABEL_FIRST) ? label() : null;
        TableExpression element = pivoted(unlabelled());
        return label == null ? element : labelled(element, label);
    }

    private TableExpression pivoted(TableExpression source) {
        TableExpression element = source;
        while (cursor.has(Trait.PIVOTS) && pivots().atSuffix()) {
            cursor.wrapped();
            element =
                    switch (pivots().suffix(element)) {
                        case TableExpression.Pivot p ->
                                new TableExpression.Pivot(
                                        p.source(),
                                        p.aggregates(),
                                        p.columns(),
                                        p.groupBy(),
                                        alias(),
                                        p.at());
                        case TableExpression.Unpivot u ->
                                new TableExpression.Unpivot(
                                        u.source(),
                                        u.columns(),
                                        u.name(),
                                        u.value(),
                                        u.nulls(),
                                        alias(),
                                        u.at());
                        default -> throw cursor.unexpected();
                    };
        }
        return element;
    }

    Pivots pivots() {
        return new Pivots(cursor, expressions());
    }

    /** One table, or several that are joined. */
    TableExpression joined() {
        return joined(element());
    }

    private TableExpression labelled(TableExpression element, String label) {
        TableExpression.Alias alias = new TableExpression.Alias(label, List.of());
        return switch (element) {
            case TableExpression.Named named when named.alias() == null ->
                    new TableExpression.Named(named.path(), named.only(), alias, named.at());
            case TableExpression.Derived derived when derived.alias() == null ->
                    new TableExpression.Derived(
                            derived.lateral(), derived.query(), alias, derived.at());
            case TableExpression.Functions functions when functions.alias() == null ->
                    new TableExpression.Functions(
                            functions.lateral(),
                            functions.rowsFrom(),
                            functions.functions(),
                            functions.ordinality(),
                            alias,
                            functions.at());
            default -> throw cursor.unexpected();
        };
    }

    private TableExpression unlabelled() {
        Position at = cursor.position();
        if (cursor.kind() == TokenKind.TEXT && cursor.has(Trait.FROM_FIRST)) {
            throw new Refusal(
                    ReasonCode.TABLE_NOT_ALLOW_LISTED,
                    "A file is no table that is allow-listed.",
                    cursor.value(),
                    cursor.start());
        }
        if (cursor.accept("lateral")) {
            return lateral(at);
        }
        if (cursor.isPunctuation("(")) {
            return bracketed();
        }
        if (cursor.isWord("rows") && cursor.isWordAhead(1, "from")) {
            return rowsFrom(false, at);
        }
        if (cursor.isWord("only")) {
            return aliased(named());
        }
        boolean table = cursor.isWord("table") || cursor.isWord("json_table");
        if (cursor.has(Trait.SOFT_CLAUSES) && table && cursor.isPunctuationAhead(1, "(")) {
            throw new Refusal(
                    ReasonCode.FUNCTION_NOT_ALLOW_LISTED,
                    "A function is not allow-listed as a table.",
                    cursor.valueAhead(2),
                    cursor.start());
        }
        if (cursor.has(Trait.WAREHOUSE_FORMS)) {
            expressions().operands().calls().warehouse().refuseTable();
        }
        if (atJsonTable()) {
            return jsonTable(false, at);
        }
        if (loose && cursor.isWord("json_table") && cursor.isPunctuationAhead(1, "(")) {
            throw Calls.notListed("json_table", at);
        }
        Expression.Call form = expressions().operands().calls().inFrom(at);
        if (form != null) {
            return function(false, form, at);
        }
        if (isCall()) {
            return function(false, call(), at);
        }
        return aliased(named());
    }

    private TableExpression lateral(Position at) {
        if (cursor.isPunctuation("(")) {
            Bracketed inner = inBrackets();
            if (inner.query() == null) {
                throw cursor.unexpected();
            }
            return new TableExpression.Derived(true, inner.query(), alias(), at);
        }
        if (atJsonTable()) {
            return jsonTable(true, at);
        }
        return cursor.isWord("rows") && cursor.isWordAhead(1, "from")
                ? rowsFrom(true, at)
                : function(true, call(), at);
    }

    private boolean atJsonTable() {
        return cursor.isWord("json_table")
                && cursor.isPunctuationAhead(1, "(")
                && cursor.has(Trait.SQL_JSON);
    }

    private TableExpression jsonTable(boolean lateral, Position at) {
        JsonSearches searches = expressions().operands().calls().json().searches();
        TableExpression.JsonTable table = searches.table(lateral, at);
        return new TableExpression.JsonTable(
                lateral,
                table.search(),
                table.pathName(),
                table.columns(),
                table.onError(),
                alias(),
                at);
    }

    /** A name, however qualified, with a bracket behind it. */
    private boolean isCall() {
        if (cursor.kind() == TokenKind.WORD
                && cursor.keywords().columnOnly().contains(cursor.value())
                && cursor.isPunctuationAhead(1, "(")) {
            return true;
        }
        int offset = 1;
        while (cursor.isPunctuationAhead(offset, ".") && offset < 8) {
            offset += 2;
        }
        return cursor.isPunctuationAhead(offset, "(");
    }

    /** What brackets hold: a query, or joined tables. */
    private record Bracketed(@Nullable Query query, @Nullable TableExpression tables) {}

    private TableExpression bracketed() {
        Position at = cursor.position();
        Bracketed inner = inBrackets();
        if (inner.query() != null) {
            return new TableExpression.Derived(false, inner.query(), alias(), at);
        }
        if (loose && inner.tables() != null && !cursor.isName() && !cursor.isWord("as")) {
            return inner.tables();
        }
        if (!(inner.tables() instanceof TableExpression.Joined joined) || loose) {
            throw cursor.unexpected();
        }
        TableExpression.Alias alias = alias();
        return alias == null
                ? joined
                : new TableExpression.Joined(joined.first(), joined.joins(), alias);
    }

    private Bracketed inBrackets() {
        cursor.enter();
        cursor.expectMark("(");
        Bracketed inner = inner();
        cursor.expectMark(")");
        cursor.leave();
        return inner;
    }

    /** {@code (SHOW TABLES)} is a statement, unless a table is called so. */
    private void refuseStatement() {
        Refusal refusal =
                cursor.kind() == TokenKind.WORD && !cursor.isName()
                        ? Statements.refusalOf(cursor.value(), cursor.start())
                        : null;
        if (refusal != null) {
            throw refusal;
        }
    }

    private Bracketed inner() {
        if (queries().atQuery()) {
            return new Bracketed(queries().query(), null);
        }
        if (!cursor.isPunctuation("(")) {
            refuseStatement();
            return new Bracketed(null, crossed(joined(element())));
        }
        Position at = cursor.position();
        Bracketed nested = inBrackets();
        if (nested.query() == null) {
            return new Bracketed(null, crossed(continuedTables(nested)));
        }
        if (queries().continues()) {
            return new Bracketed(queries().continued(nested.query()), null);
        }
        if (cursor.isPunctuation(")")) {
            return nested;
        }
        TableExpression derived = new TableExpression.Derived(false, nested.query(), alias(), at);
        return new Bracketed(null, crossed(joined(derived)));
    }

    /** A list in brackets, which MySQL reads as so many joins without a condition. */
    private TableExpression crossed(TableExpression first) {
        if (!loose || !cursor.isPunctuation(",")) {
            return first;
        }
        List<TableExpression.Join> joins = new ArrayList<>();
        while (cursor.acceptMark(",")) {
            joins.add(
                    new TableExpression.Join(
                            TableExpression.JoinKind.CROSS,
                            false,
                            joined(element()),
                            null,
                            null,
                            null));
        }
        return new TableExpression.Joined(first, List.copyOf(joins), null);
    }

    private TableExpression continuedTables(Bracketed nested) {
        if (loose && nested.tables() != null) {
            return joined(nested.tables());
        }
        if (!(nested.tables() instanceof TableExpression.Joined first)) {
            throw cursor.unexpected();
        }
        TableExpression.Alias alias = alias();
        TableExpression left =
                alias == null
                        ? first
                        : new TableExpression.Joined(first.first(), first.joins(), alias);
        return joined(left);
    }

    private TableExpression aliased(TableExpression.Named table) {
        refuseTimeTravel();
        TableExpression.Alias alias = alias();
        refusePatterns();
        skipHints();
        if (cursor.isWord("tablesample")) {
            throw forbidden("TABLESAMPLE is not allowed.");
        }
        return new TableExpression.Named(table.path(), table.only(), alias, table.at());
    }

    private void refuseTimeTravel() {
        boolean travels = cursor.isWordAhead(1, "version") || cursor.isWordAhead(1, "timestamp");
        if (cursor.isWord("for") && travels) {
            throw forbidden("Reading an older state of a table is not allowed.");
        }
    }

    private void refusePatterns() {
        if (cursor.isWord("match_recognize") && cursor.isPunctuationAhead(1, "(")) {
            throw forbidden("MATCH_RECOGNIZE is not allowed.");
        }
    }

    private Refusal forbidden(String message) {
        return new Refusal(ReasonCode.STATEMENT_FORBIDDEN, message, cursor.value(), cursor.start());
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

    private TableExpression.@Nullable Alias alias() {
        boolean stated = cursor.accept("as");
        if (!stated && (!cursor.isName() || atClause())) {
            return null;
        }
        if (stated && cursor.isPunctuation("(")) {
            throw cursor.unexpected();
        }
        String name = cursor.name();
        List<String> columns = cursor.isPunctuation("(") ? cursor.nameList() : List.of();
        return new TableExpression.Alias(name, columns);
    }

    /** Words that may be names as well start a clause where one may start. */
    private boolean atClause() {
        if (!cursor.has(Trait.SOFT_CLAUSES) || cursor.kind() != TokenKind.WORD) {
            return false;
        }
        return switch (cursor.value()) {
            case "limit", "offset" ->
                    cursor.kindAhead(1) == TokenKind.NUMBER || cursor.isWordAhead(1, "all");
            case "fetch" -> cursor.isWordAhead(1, "first") || cursor.isWordAhead(1, "next");
            case "window" -> cursor.isWordAhead(2, "as");
            case "match_recognize" -> cursor.isPunctuationAhead(1, "(");
            case "tablesample" ->
                    cursor.isWordAhead(1, "bernoulli") || cursor.isWordAhead(1, "system");
            default -> false;
        };
    }

    private TableExpression rowsFrom(boolean lateral, Position at) {
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
                lateral, true, List.copyOf(functions), ordinality, alias(), at);
    }

    private Expression.Call call() {
        Position at = cursor.position();
        Expression.Call form = expressions().operands().calls().inFrom(at);
        if (form != null) {
            return form;
        }
        List<String> path = new ArrayList<>();
        path.add(cursor.label());
        while (cursor.acceptMark(".")) {
            path.add(cursor.label());
        }
        return expressions().operands().calls().call(List.copyOf(path), at);
    }

    private TableExpression function(boolean lateral, Expression.Call call, Position at) {
        boolean ordinality = cursor.accept("with", "ordinality");
        boolean stated = cursor.accept("as");
        if (cursor.isPunctuation("(") && stated) {
            return oneFunction(lateral, call, definitions(), ordinality, null, at);
        }
        if (!stated && !cursor.isName()) {
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
