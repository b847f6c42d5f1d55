package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One SELECT up to its WINDOW clause. */
final class Selects {
    private static final Set<String> AFTER_ITEMS =
            Set.of(
                    "from",
                    "where",
                    "group",
                    "having",
                    "window",
                    "union",
                    "intersect",
                    "except",
                    "order",
                    "limit",
                    "offset",
                    "fetch",
                    "for",
                    "into");

    private final Cursor cursor;
    private final Expressions expressions;
    private final Tables tables;
    private @Nullable Expression top;

    Selects(Cursor cursor, Expressions expressions, Tables tables) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.tables = tables;
    }

    /** From {@code SELECT} on, or from {@code FROM} on where that may come first. */
    Body.Select select() {
        List<TableExpression> from = cursor.accept("from") ? tables.list() : List.of();
        boolean fromFirst = !from.isEmpty();
        Position at = cursor.position();
        boolean all = fromFirst && !cursor.isWord("select");
        Body.Distinct distinct = Body.Distinct.NONE;
        List<Body.SelectItem> items =
                List.of(new Body.SelectItem(new Expression.Star(List.of(), at), null));
        Expression count = null;
        if (!all) {
            cursor.expect("select");
            distinct = cursor.has(Trait.SELECT_ADVICE) ? advised() : distinct();
            count = top();
            items = items(!distinct.on());
            refuseInto();
        }
        if (!fromFirst) {
            from = from();
        }
        refuseInto();
        refuseSample();
        Expression where = expressions.after("where");
        boolean groupDistinct = false;
        List<Body.Grouping> groupBy = List.of();
        if (groupsByAll()) {
            groupBy = List.of(new Body.Grouping.All());
        } else if (cursor.accept("group", "by")) {
            groupDistinct = cursor.accept("distinct");
            if (!groupDistinct) {
                cursor.accept("all");
            }
            refuseAutomatic();
            groupBy = cursor.has(Trait.ROLLUP_BEHIND) ? rolledUp() : groupings();
            refuseSorting();
        }
        Expression having = expressions.after("having");
        List<Body.NamedWindow> windows = namedWindows();
        Expression qualify = cursor.has(Trait.QUALIFY) ? expressions.after("qualify") : null;
        if (qualify != null && windows.isEmpty()) {
            windows = namedWindows();
        }
        refuseSample();
        top = count;
        return new Body.Select(
                distinct, items, from, where, groupDistinct, groupBy, having, windows, qualify);
    }

    private void refuseAutomatic() {
        if (cursor.has(Trait.SOFT_CLAUSES) && cursor.isWord("auto") && endsAhead()) {
            throw cursor.forbidden("GROUP BY AUTO is not allowed: name the columns.");
        }
    }

    /** The clause ends behind the word here. */
    private boolean endsAhead() {
        return switch (cursor.kindAhead(1)) {
            case END -> true;
            case PUNCTUATION ->
                    cursor.isPunctuationAhead(1, ")") || cursor.isPunctuationAhead(1, ";");
            case WORD -> AFTER_ITEMS.contains(cursor.valueAhead(1));
            default -> false;
        };
    }

    private void refuseSorting() {
        if (cursor.has(Trait.ROLLUP_BEHIND) && (cursor.isWord("asc") || cursor.isWord("desc"))) {
            throw cursor.forbidden("Groups are sorted by ORDER BY alone.");
        }
    }

    private boolean groupsByAll() {
        if (!cursor.has(Trait.BY_ALL)
                || !cursor.isWord("group")
                || !cursor.isWordAhead(1, "by")
                || !(cursor.isWordAhead(2, "all") || cursor.isOperatorAhead(2, "*"))) {
            return false;
        }
        cursor.next();
        cursor.next();
        cursor.next();
        return true;
    }

    private void refuseSample() {
        if (cursor.has(Trait.FROM_FIRST) && cursor.accept("using", "sample")) {
            throw new Refusal(
                    ReasonCode.STATEMENT_FORBIDDEN,
                    "USING SAMPLE is not allowed.",
                    "sample",
                    cursor.start());
        }
    }

    /** {@code TOP n}, null when it is not there. */
    private @Nullable Expression top() {
        int bracket = cursor.isPunctuationAhead(1, "(") ? 1 : 0;
        boolean counted = cursor.kindAhead(1 + bracket) == TokenKind.NUMBER;
        if (!cursor.has(Trait.TOP) || !cursor.isWord("top") || !counted) {
            return null;
        }
        cursor.next();
        if (bracket == 1) {
            cursor.expectMark("(");
        }
        Expression number = new Expression.NumberLiteral(cursor.next());
        if (bracket == 1) {
            cursor.expectMark(")");
        }
        return number;
    }

    /** The {@code TOP} of the select that was read last, null without one. */
    @Nullable Expression takeTop() {
        Expression taken = top;
        top = null;
        return taken;
    }

    private List<TableExpression> from() {
        boolean none = !cursor.accept("from");
        if (none || (cursor.has(Trait.LOOSE_JOINS) && cursor.accept("dual"))) {
            return List.of();
        }
        return tables.list();
    }

    /** Words for the optimizer, which are not passed on, around {@code DISTINCT}. */
    private Body.Distinct advised() {
        boolean distinct = false;
        while (cursor.kind() == TokenKind.WORD) {
            switch (cursor.value()) {
                case "distinct", "distinctrow" -> distinct = true;
                case "all",
                        "high_priority",
                        "straight_join",
                        "sql_small_result",
                        "sql_big_result",
                        "sql_buffer_result",
                        "sql_cache",
                        "sql_no_cache" -> {}
                case "sql_calc_found_rows" -> throw forbidden("it would change the session.");
                default -> {
                    return new Body.Distinct(distinct, List.of());
                }
            }
            cursor.next();
        }
        return new Body.Distinct(distinct, List.of());
    }

    private Refusal forbidden(String reason) {
        return new Refusal(
                ReasonCode.STATEMENT_FORBIDDEN,
                "%s is not allowed: %s".formatted(cursor.value().toUpperCase(Locale.ROOT), reason),
                cursor.value(),
                cursor.start());
    }

    /** Keys, and {@code WITH ROLLUP} behind them. */
    private List<Body.Grouping> rolledUp() {
        if (cursor.isWord("rollup") && cursor.isPunctuationAhead(1, "(")) {
            cursor.next();
            return List.of(new Body.Grouping.Rollup(keys()));
        }
        List<Expression> keys = expressions.list();
        if (cursor.accept("with", "rollup")) {
            return List.of(new Body.Grouping.Rollup(keys));
        }
        List<Body.Grouping> groupings = new ArrayList<>(keys.size());
        keys.forEach(key -> groupings.add(new Body.Grouping.Key(key)));
        return List.copyOf(groupings);
    }

    private Body.Distinct distinct() {
        if (!cursor.accept("distinct")) {
            cursor.accept("all");
            return Body.Distinct.NONE;
        }
        if (!cursor.isWord("on") || !cursor.isPunctuationAhead(1, "(")) {
            return new Body.Distinct(true, List.of());
        }
        cursor.next();
        cursor.expectMark("(");
        List<Expression> keys = expressions.list();
        cursor.expectMark(")");
        return new Body.Distinct(true, keys);
    }

    /** PostgreSQL reads {@code SELECT FROM t}: rows without columns. */
    private List<Body.SelectItem> items(boolean mayBeEmpty) {
        if (mayBeEmpty && cursor.has(Trait.EMPTY_SELECT) && atEndOfItems()) {
            return List.of();
        }
        List<Body.SelectItem> items = new ArrayList<>();
        do {
            items.add(item());
        } while (cursor.acceptMark(",") && !(cursor.has(Trait.TRAILING_COMMAS) && atEndOfItems()));
        return List.copyOf(items);
    }

    private boolean atEndOfItems() {
        return switch (cursor.kind()) {
            case END -> true;
            case PUNCTUATION -> cursor.isPunctuation(")") || cursor.isPunctuation(";");
            case WORD -> AFTER_ITEMS.contains(cursor.value());
            default -> false;
        };
    }

    private Body.SelectItem item() {
        if (cursor.isOperator("*")) {
            Position at = cursor.position();
            cursor.next();
            return new Body.SelectItem(star(new Expression.Star(List.of(), at)), null);
        }
        String label = cursor.has(Trait.LABEL_FIRST) ? tables.label() : null;
        int start = cursor.index();
        Expression value = expressions.parse();
        int end = cursor.index();
        if (value instanceof Expression.Star named) {
            return new Body.SelectItem(star(named), null);
        }
        String alias = label != null ? label : alias();
        boolean unnamed =
                alias == null
                        && cursor.has(Trait.LABELS_BY_TEXT)
                        && !(value instanceof Expression.ColumnRef);
        return new Body.SelectItem(value, unnamed ? label(value, start, end) : alias);
    }

    private Expression star(Expression.Star star) {
        if (cursor.isWord("as") && cursor.isPunctuationAhead(1, "(")) {
            throw cursor.forbidden("The columns of a star keep their names.");
        }
        return cursor.has(Trait.STAR_CHANGES) ? expressions.operands().stars().changed(star) : star;
    }

    /** What the column is called: the text of a literal, else what was written. */
    private String label(Expression value, int start, int end) {
        String text =
                value instanceof Expression.TextLiteral(String literal)
                        ? literal
                        : cursor.text(start, end);
        return Labels.isLabel(text) ? text : "Name_exp_" + start;
    }

    private @Nullable String alias() {
        boolean stated = cursor.accept("as");
        if (cursor.kind() == TokenKind.TEXT && cursor.has(Trait.TEXT_LABELS)) {
            return textLabel();
        }
        boolean text = cursor.kind() == TokenKind.TEXT && !cursor.value().isEmpty();
        if (stated && text && cursor.has(Trait.LABEL_FIRST)) {
            return cursor.next();
        }
        if (stated) {
            return cursor.label();
        }
        boolean bare =
                cursor.kind() == TokenKind.QUOTED_NAME
                        || (cursor.kind() == TokenKind.WORD
                                && cursor.keywords().isBareLabel(cursor.value())
                                && !cursor.atSoftClause());
        return bare ? cursor.takeName() : null;
    }

    private String textLabel() {
        if (!Labels.isLabel(cursor.value())) {
            throw new Refusal(
                    ReasonCode.LITERAL_NOT_ALLOWED,
                    "A label is empty, ends in a blank or holds unusual characters.",
                    null,
                    cursor.start());
        }
        return cursor.next();
    }

    private void refuseInto() {
        if (cursor.isWord("into") && cursor.has(Trait.INTO_WRITES)) {
            throw forbidden("it would write a file or a variable.");
        }
        if (cursor.isWord("into")) {
            throw new Refusal(
                    ReasonCode.DDL_FORBIDDEN,
                    "INTO is not allowed: it would create a table.",
                    "into",
                    cursor.start());
        }
    }

    private List<Body.Grouping> groupings() {
        List<Body.Grouping> groupings = new ArrayList<>();
        do {
            groupings.add(grouping());
        } while (cursor.acceptMark(",") && !(cursor.has(Trait.TRAILING_COMMAS) && atEndOfItems()));
        return List.copyOf(groupings);
    }

    private Body.Grouping grouping() {
        cursor.enter();
        Body.Grouping grouping = readGrouping();
        cursor.leave();
        return grouping;
    }

    private Body.Grouping readGrouping() {
        if (cursor.isPunctuation("(") && cursor.isPunctuationAhead(1, ")")) {
            cursor.next();
            cursor.next();
            return new Body.Grouping.Empty();
        }
        if (cursor.isPunctuationAhead(1, "(")) {
            if (cursor.accept("rollup")) {
                return new Body.Grouping.Rollup(keys());
            }
            if (cursor.accept("cube")) {
                return new Body.Grouping.Cube(keys());
            }
        }
        if (cursor.accept("grouping", "sets")) {
            cursor.expectMark("(");
            List<Body.Grouping> sets = groupings();
            cursor.expectMark(")");
            return new Body.Grouping.Sets(sets);
        }
        return new Body.Grouping.Key(expressions.parse());
    }

    private List<Expression> keys() {
        cursor.expectMark("(");
        List<Expression> keys = expressions.list();
        cursor.expectMark(")");
        return keys;
    }

    private List<Body.NamedWindow> namedWindows() {
        if (!cursor.accept("window")) {
            return List.of();
        }
        List<Body.NamedWindow> named = new ArrayList<>();
        do {
            String name = cursor.name();
            cursor.expect("as");
            named.add(new Body.NamedWindow(name, expressions.operands().calls().windows().spec()));
        } while (cursor.acceptMark(","));
        return List.copyOf(named);
    }
}
