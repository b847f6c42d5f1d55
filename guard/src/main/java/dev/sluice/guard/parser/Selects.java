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

    Selects(Cursor cursor, Expressions expressions, Tables tables) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.tables = tables;
    }

    Body.Select select() {
        cursor.expect("select");
        Body.Distinct distinct = distinct();
        List<Body.SelectItem> items = items(!distinct.on());
        refuseInto();
        List<TableExpression> from = cursor.accept("from") ? tables.list() : List.of();
        refuseInto();
        Expression where = expressions.after("where");
        boolean groupDistinct = false;
        List<Body.Grouping> groupBy = List.of();
        if (cursor.accept("group", "by")) {
            groupDistinct = cursor.accept("distinct");
            if (!groupDistinct) {
                cursor.accept("all");
            }
            groupBy = groupings();
        }
        Expression having = expressions.after("having");
        return new Body.Select(
                distinct, items, from, where, groupDistinct, groupBy, having, namedWindows());
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
        } while (cursor.acceptMark(","));
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
            return new Body.SelectItem(new Expression.Star(List.of(), at), null);
        }
        Expression value = expressions.parse();
        return new Body.SelectItem(value, alias());
    }

    private @Nullable String alias() {
        if (cursor.accept("as")) {
            return cursor.label();
        }
        boolean bare =
                cursor.kind() == TokenKind.QUOTED_NAME
                        || (cursor.kind() == TokenKind.WORD
                                && cursor.keywords().isBareLabel(cursor.value()));
        return bare ? cursor.takeName() : null;
    }

    private void refuseInto() {
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
        } while (cursor.acceptMark(","));
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
