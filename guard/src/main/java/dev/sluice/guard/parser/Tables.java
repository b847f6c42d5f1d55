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
    private final TableClauses clauses;
    private final Types types;
    private final boolean loose;
    private @Nullable Expressions expressions;
    private @Nullable Queries queries;
    private int qualified;

    Tables(Cursor cursor, Types types) {
        this.cursor = cursor;
        this.loose = cursor.has(Trait.LOOSE_JOINS);
        this.clauses = new TableClauses(cursor);
        this.types = types;
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
        List<TableExpression.Join> joins =
                loose ? new LooseJoins(cursor, this).all() : new Joins(cursor, this).all();
        return joins.isEmpty()
                ? first
                : new TableExpression.Joined(first, List.copyOf(joins), null);
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
        clauses.refuseExcerpts();
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
                                        clauses.alias(),
                                        p.at());
                        case TableExpression.Unpivot u ->
                                new TableExpression.Unpivot(
                                        u.source(),
                                        u.columns(),
                                        u.name(),
                                        u.value(),
                                        u.nulls(),
                                        clauses.alias(),
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
        if (loose && cursor.acceptMark("{")) {
            return escaped();
        }
        if (cursor.has(Trait.FROM_FIRST) && cursor.isWord("values") && queries().atQuery()) {
            return new TableExpression.Derived(false, queries().rows(), clauses.alias(), at);
        }
        if (cursor.isWord("rows") && cursor.isWordAhead(1, "from")) {
            return functions().rowsFrom(false, at);
        }
        if (cursor.isWord("only")) {
            return clauses.aliased(named());
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
            return functions().jsonTable(false, at);
        }
        if (loose && cursor.isWord("json_table") && cursor.isPunctuationAhead(1, "(")) {
            return new DocumentTables(cursor, expressions()).table(at);
        }
        Expression.Call form = expressions().operands().calls().inFrom(at);
        if (form != null) {
            return functions().table(false, form, at);
        }
        if (isCall()) {
            return functions().table(false, functions().call(), at);
        }
        return clauses.aliased(named());
    }

    /** <code>{oj a LEFT JOIN b ON …}</code>, the way of drivers to write a join. */
    private TableExpression escaped() {
        cursor.expect("oj");
        TableExpression tables = joined(element());
        cursor.expectMark("}");
        return tables;
    }

    private TableExpression lateral(Position at) {
        if (cursor.isPunctuation("(")) {
            Bracketed inner = inBrackets();
            if (inner.query() == null) {
                throw cursor.unexpected();
            }
            return new TableExpression.Derived(true, inner.query(), clauses.alias(), at);
        }
        if (atJsonTable()) {
            return functions().jsonTable(true, at);
        }
        return cursor.isWord("rows") && cursor.isWordAhead(1, "from")
                ? functions().rowsFrom(true, at)
                : functions().table(true, functions().call(), at);
    }

    private boolean atJsonTable() {
        return cursor.isWord("json_table")
                && cursor.isPunctuationAhead(1, "(")
                && cursor.has(Trait.SQL_JSON);
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

    private FunctionTables functions() {
        return new FunctionTables(cursor, types, clauses, this);
    }

    /** What brackets hold: a query, or joined tables. */
    private record Bracketed(@Nullable Query query, @Nullable TableExpression tables) {}

    private TableExpression bracketed() {
        Position at = cursor.position();
        Bracketed inner = inBrackets();
        if (inner.query() != null) {
            return new TableExpression.Derived(false, inner.query(), clauses.alias(), at);
        }
        if (loose && inner.tables() != null && !cursor.isName() && !cursor.isWord("as")) {
            return inner.tables();
        }
        if (!(inner.tables() instanceof TableExpression.Joined joined) || loose) {
            throw cursor.unexpected();
        }
        TableExpression.Alias alias = clauses.alias();
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
        TableExpression derived =
                new TableExpression.Derived(false, nested.query(), clauses.alias(), at);
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
        TableExpression.Alias alias = clauses.alias();
        TableExpression left =
                alias == null
                        ? first
                        : new TableExpression.Joined(first.first(), first.joins(), alias);
        return joined(left);
    }
}
