package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Queries: WITH, set operations, selects, ordering and limits. */
final class Queries {
    private final Cursor cursor;
    private final Expressions expressions;
    private final Tables tables;
    private final Windows windows;
    private final Selects selects;

    Queries(Cursor cursor, Expressions expressions, Tables tables) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.tables = tables;
        this.windows = expressions.operands().calls().windows();
        this.selects = new Selects(cursor, expressions, tables);
        expressions.operands().use(this);
        tables.use(expressions, this);
    }

    /** A query starts here, not counting brackets. */
    boolean atQuery() {
        if (cursor.kind() != TokenKind.WORD) {
            return false;
        }
        return switch (cursor.value()) {
            case "select", "with", "table" -> true;
            case "values" ->
                    cursor.isPunctuationAhead(1, "(")
                            || cursor.has(Trait.BARE_ROWS)
                            || (cursor.isWordAhead(1, "row") && cursor.has(Trait.NO_ROW_LISTS));
            case "from" -> cursor.has(Trait.FROM_FIRST);
            case "pivot", "unpivot" -> cursor.has(Trait.PIVOTS);
            default -> false;
        };
    }

    /** What is here makes the bracketed query before it a part of a larger one. */
    boolean continues() {
        if (cursor.kind() != TokenKind.WORD) {
            return false;
        }
        return switch (cursor.value()) {
            case "union", "intersect", "except", "order", "limit", "offset", "fetch" -> true;
            case "minus" -> cursor.has(Trait.MINUS);
            default -> false;
        };
    }

    Query query() {
        cursor.enter();
        Query.With with = cursor.isWord("with") ? with() : null;
        Query query = rest(with, operand());
        cursor.leave();
        return query;
    }

    /** A query whose first operand was read in brackets. */
    Query continued(Query first) {
        return rest(null, unwrapped(first));
    }

    private Query rest(Query.@Nullable With with, Body first) {
        Body body = union(first);
        List<OrderItem> orderBy = windows.orderBy();
        Query.Limit limit = limit();
        refuseLocking();
        Query query = new Query(with, body, orderBy, limit);
        return body instanceof Query inner ? merged(query, inner) : query;
    }

    /** Clauses behind brackets belong to the query inside them, which may not have them already. */
    private Query merged(Query outer, Query inner) {
        boolean twice =
                (outer.with() != null && inner.with() != null)
                        || (!outer.orderBy().isEmpty() && !inner.orderBy().isEmpty());
        if (cursor.has(Trait.NESTED_ORDERS) && (twice || (picks(outer) && picks(inner)))) {
            return outer;
        }
        if (twice) {
            throw Refusal.syntax(
                    "A query has WITH or ORDER BY inside its brackets and outside.",
                    null,
                    cursor.start());
        }
        return new Query(
                outer.with() != null ? outer.with() : inner.with(),
                inner.body(),
                outer.orderBy().isEmpty() ? inner.orderBy() : outer.orderBy(),
                merged(outer.limit(), inner.limit()));
    }

    private static boolean picks(Query query) {
        return !query.orderBy().isEmpty() || query.limit() != null;
    }

    private Query.@Nullable Limit merged(Query.@Nullable Limit outer, Query.@Nullable Limit inner) {
        if (outer == null || inner == null) {
            return outer == null ? inner : outer;
        }
        boolean twice =
                (outer.count() != null && inner.count() != null)
                        || (outer.offset() != null && inner.offset() != null);
        if (twice) {
            throw Refusal.syntax(
                    "A query has a limit inside its brackets and outside.", null, cursor.start());
        }
        return new Query.Limit(
                outer.count() != null ? outer.count() : inner.count(),
                outer.withTies() || inner.withTies(),
                outer.offset() != null ? outer.offset() : inner.offset());
    }

    private static Body unwrapped(Query query) {
        return query.bare() ? query.body() : query;
    }

    private Body union(Body left) {
        Body first = intersect(left);
        List<Body.Branch> branches = new ArrayList<>();
        while (cursor.isWord("union") || cursor.isWord("except") || atMinus()) {
            Body.SetKind kind =
                    cursor.next().equals("union") ? Body.SetKind.UNION : Body.SetKind.EXCEPT;
            boolean all = all();
            boolean byName = cursor.has(Trait.BY_NAME) && cursor.accept("by", "name");
            if (byName && kind != Body.SetKind.UNION) {
                throw cursor.unexpected();
            }
            branches.add(new Body.Branch(kind, all, byName, intersect(operand())));
        }
        return branches.isEmpty() ? first : new Body.SetOperation(first, List.copyOf(branches));
    }

    private boolean atMinus() {
        return cursor.isWord("minus") && cursor.has(Trait.MINUS);
    }

    private Body intersect(Body left) {
        List<Body.Branch> branches = new ArrayList<>();
        while (cursor.accept("intersect")) {
            boolean all = all();
            branches.add(new Body.Branch(Body.SetKind.INTERSECT, all, operand()));
        }
        return branches.isEmpty() ? left : new Body.SetOperation(left, List.copyOf(branches));
    }

    private boolean all() {
        return !cursor.accept("distinct") && cursor.accept("all");
    }

    /** One operand of set operations. */
    private Body operand() {
        if (cursor.isPunctuation("(")) {
            cursor.enter();
            cursor.next();
            Query inner = query();
            cursor.expectMark(")");
            cursor.leave();
            return unwrapped(inner);
        }
        if (cursor.isWord("select") || (cursor.isWord("from") && atQuery())) {
            Body.Select select = selects.select();
            Expression top = selects.takeTop();
            return top == null
                    ? select
                    : new Query(null, select, List.of(), new Query.Limit(top, false, null));
        }
        if (cursor.has(Trait.PIVOTS) && tables.pivots().atStatement()) {
            Position at = cursor.position();
            return all(tables.pivots().statement(tables), at);
        }
        if (cursor.accept("values")) {
            return values();
        }
        if (cursor.accept("table")) {
            return table();
        }
        throw notAQuery();
    }

    private Refusal notAQuery() {
        Refusal refusal =
                cursor.kind() == TokenKind.WORD
                        ? Statements.refusalOf(cursor.value(), cursor.start())
                        : null;
        return refusal != null ? refusal : cursor.unexpected();
    }

    /** The rows that {@code VALUES} starts, with nothing behind them. */
    Query rows() {
        cursor.expect("values");
        return new Query(null, values(), List.of(), null);
    }

    private Body values() {
        List<List<Expression>> rows = new ArrayList<>();
        do {
            rows.add(row());
        } while (cursor.acceptMark(","));
        return new Body.Values(List.copyOf(rows));
    }

    private List<Expression> row() {
        if (cursor.has(Trait.BARE_ROWS)) {
            Expression row = expressions.parse();
            return row instanceof Expression.Row(List<Expression> elements)
                    ? elements
                    : List.of(row);
        }
        if (cursor.has(Trait.NO_ROW_LISTS)) {
            cursor.accept("row");
        }
        cursor.expectMark("(");
        List<Expression> elements = expressions.list();
        cursor.expectMark(")");
        return elements;
    }

    /** {@code TABLE t} is short for {@code SELECT * FROM t}. */
    private Body table() {
        Position at = cursor.position();
        return all(tables.named(), at);
    }

    private static Body all(TableExpression source, Position at) {
        return new Body.Select(
                Body.Distinct.NONE,
                List.of(new Body.SelectItem(new Expression.Star(List.of(), at), null)),
                List.of(source),
                null,
                false,
                List.of(),
                null,
                List.of());
    }

    private Query.With with() {
        cursor.expect("with");
        if (cursor.isWord("function") && cursor.isNameAhead(1)) {
            throw cursor.forbidden("A query may not define functions.");
        }
        if (cursor.isWord("session") && cursor.isNameAhead(1) && !cursor.isWordAhead(1, "as")) {
            throw cursor.forbidden("A query may not change settings.");
        }
        boolean recursive = atRecursive();
        if (recursive) {
            cursor.next();
        }
        List<Query.CommonTable> common = new ArrayList<>();
        do {
            common.add(commonTable());
        } while (cursor.acceptMark(","));
        return new Query.With(recursive, List.copyOf(common));
    }

    /** Not so where a query is called {@code recursive}. */
    private boolean atRecursive() {
        return cursor.isWord("recursive")
                && !cursor.isWordAhead(1, "as")
                && !cursor.isPunctuationAhead(1, "(");
    }

    private Query.CommonTable commonTable() {
        Position at = cursor.position();
        String name = cursor.has(Trait.LABEL_FIRST) ? cursor.nameOrText() : cursor.name();
        List<String> columns = cursor.isPunctuation("(") ? cursor.nameList() : List.of();
        boolean keyed = cursor.has(Trait.BY_NAME) && cursor.accept("using", "key");
        List<String> usingKey = keyed ? cursor.nameList() : List.of();
        cursor.expect("as");
        Boolean materialized = null;
        if (cursor.accept("materialized")) {
            materialized = true;
        } else if (cursor.accept("not", "materialized")) {
            materialized = false;
        }
        cursor.expectMark("(");
        Query query = query();
        cursor.expectMark(")");
        return new Query.CommonTable(
                name, columns, materialized, query, search(), cycle(), usingKey, at);
    }

    private Query.@Nullable Search search() {
        boolean depth = cursor.isWordAhead(1, "depth");
        if (!cursor.accept("search", depth ? "depth" : "breadth")) {
            return null;
        }
        cursor.expect("first");
        cursor.expect("by");
        List<String> by = names();
        cursor.expect("set");
        return new Query.Search(depth, by, cursor.name());
    }

    private Query.@Nullable Cycle cycle() {
        if (!cursor.accept("cycle")) {
            return null;
        }
        List<String> columns = names();
        if (cursor.isWord("restrict") && cursor.has(Trait.LOOSE_JOINS)) {
            throw cursor.forbidden("CYCLE … RESTRICT is not allowed.");
        }
        cursor.expect("set");
        String mark = cursor.name();
        Expression value = null;
        Expression otherwise = null;
        if (cursor.accept("to")) {
            value = expressions.parse();
            cursor.expect("default");
            otherwise = expressions.parse();
        }
        cursor.expect("using");
        return new Query.Cycle(columns, mark, value, otherwise, cursor.name());
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        do {
            names.add(cursor.name());
        } while (cursor.acceptMark(","));
        return List.copyOf(names);
    }

    private Query.@Nullable Limit limit() {
        Expression count = null;
        Expression offset = null;
        boolean counted = false;
        boolean withTies = false;
        while (true) {
            if (!counted && cursor.accept("limit")) {
                counted = true;
                refuseEffort();
                count = cursor.accept("all") ? null : limitValue();
                if (cursor.isPunctuation(",")) {
                    if (!cursor.has(Trait.LIMIT_PAIRS) || offset != null) {
                        throw cursor.unexpected();
                    }
                    cursor.next();
                    offset = count;
                    count = limitValue();
                }
            } else if (!counted && cursor.accept("fetch")) {
                counted = true;
                count = fetched();
                withTies = cursor.accept("with");
                cursor.expect(withTies ? "ties" : "only");
            } else if (offset == null && cursor.accept("offset")) {
                offset = limitValue();
                if (offset instanceof Expression.Percent) {
                    throw cursor.unexpected();
                }
                if (!cursor.accept("row")) {
                    cursor.accept("rows");
                }
            } else {
                break;
            }
        }
        refuseEffort();
        if (count == null && offset != null && cursor.has(Trait.LIMIT_PAIRS)) {
            count = new Expression.NumberLiteral(Query.Limit.ALL);
        }
        return count == null && offset == null ? null : new Query.Limit(count, withTies, offset);
    }

    private void refuseEffort() {
        if (cursor.isWord("rows") && cursor.isWordAhead(1, "examined")) {
            throw cursor.forbidden("A limit on the rows that are examined is not allowed.");
        }
    }

    private Expression limitValue() {
        if (cursor.has(Trait.LIMIT_PERCENT)) {
            return share();
        }
        if (cursor.has(Trait.LIMIT_EXPRESSIONS)) {
            return expressions.parse();
        }
        if (cursor.kind() != TokenKind.NUMBER) {
            throw cursor.unexpected();
        }
        return new Expression.NumberLiteral(cursor.next());
    }

    /** A number of rows, or a share of them: {@code 10%} or {@code 10 PERCENT}. */
    private Expression share() {
        boolean sign =
                cursor.kind() == TokenKind.NUMBER && cursor.isOperatorAhead(1, "%") && endsLimit(2);
        if (sign) {
            Expression share = new Expression.NumberLiteral(cursor.next());
            cursor.next();
            return new Expression.Percent(share);
        }
        Expression count = expressions.parse();
        return cursor.accept("percent") ? new Expression.Percent(count) : count;
    }

    private boolean endsLimit(int offset) {
        return cursor.kindAhead(offset) == TokenKind.END
                || cursor.kindAhead(offset) == TokenKind.PUNCTUATION
                || cursor.isWordAhead(offset, "offset");
    }

    /** {@code FIRST n ROWS}, one row when no number is given. */
    private Expression fetched() {
        if (!cursor.accept("first")) {
            cursor.expect("next");
        }
        Expression count =
                cursor.isWord("row") || cursor.isWord("rows")
                        ? new Expression.NumberLiteral("1")
                        : cursor.has(Trait.LIMIT_EXPRESSIONS)
                                ? expressions.parse(Level.SIGN)
                                : limitValue();
        if (!cursor.accept("row")) {
            cursor.expect("rows");
        }
        return count;
    }

    private void refuseLocking() {
        if (cursor.has(Trait.INTO_WRITES)) {
            refuseEffects();
        }
        if (cursor.isWord("for") || cursor.isWord("into")) {
            boolean into = cursor.isWord("into");
            throw new Refusal(
                    into ? ReasonCode.DDL_FORBIDDEN : ReasonCode.STATEMENT_FORBIDDEN,
                    into
                            ? "INTO is not allowed: it would create a table."
                            : "FOR is not allowed: it would lock rows.",
                    cursor.value(),
                    cursor.start());
        }
    }

    private void refuseEffects() {
        String reason =
                switch (cursor.kind() == TokenKind.WORD ? cursor.value() : "") {
                    case "into" -> "it would write a file or a variable.";
                    case "for", "lock" -> "it would lock rows.";
                    case "procedure" -> "it would run a procedure.";
                    default -> null;
                };
        if (reason != null) {
            throw new Refusal(
                    ReasonCode.STATEMENT_FORBIDDEN,
                    "%s is not allowed: %s"
                            .formatted(cursor.value().toUpperCase(Locale.ROOT), reason),
                    cursor.value(),
                    cursor.start());
        }
    }
}
