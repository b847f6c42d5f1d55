package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Orderings and windows. */
final class Windows {
    private static final Set<String> AFTER_BASE =
            Set.of("partition", "order", "rows", "range", "groups");

    private final Cursor cursor;
    private final Expressions expressions;

    Windows(Cursor cursor, Expressions expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** {@code ORDER BY …}, empty when it is not there. */
    List<OrderItem> orderBy() {
        if (!cursor.accept("order", "by")) {
            return List.of();
        }
        List<OrderItem> items = new ArrayList<>();
        do {
            items.add(orderItem());
        } while (cursor.acceptMark(","));
        return List.copyOf(items);
    }

    private OrderItem orderItem() {
        Expression key = key();
        OrderItem.Direction direction = OrderItem.Direction.UNSTATED;
        if (cursor.accept("asc")) {
            direction = OrderItem.Direction.ASCENDING;
        } else if (cursor.accept("desc")) {
            direction = OrderItem.Direction.DESCENDING;
        } else if (cursor.has(Trait.ORDER_USING) && cursor.accept("using")) {
            direction = using();
        }
        OrderItem.Nulls nulls = OrderItem.Nulls.UNSTATED;
        if (cursor.has(Trait.LABELS_IN_CLAUSES)) {
            return new OrderItem(key, direction, nulls);
        }
        if (cursor.accept("nulls", "first")) {
            nulls = OrderItem.Nulls.FIRST;
        } else if (cursor.accept("nulls", "last")) {
            nulls = OrderItem.Nulls.LAST;
        }
        return new OrderItem(key, direction, nulls);
    }

    /** An expression, or a bare star for all result columns. */
    private Expression key() {
        boolean all = cursor.has(Trait.BY_ALL) && (cursor.isWord("all") || cursor.isOperator("*"));
        if (!all) {
            return expressions.parse();
        }
        Position at = cursor.position();
        cursor.next();
        return new Expression.Star(List.of(), at);
    }

    /** The two operators that sort like words do; any other is none that we know. */
    private OrderItem.Direction using() {
        Position at = cursor.position();
        String operator = expressions.operator();
        return switch (operator) {
            case "<" -> OrderItem.Direction.ASCENDING;
            case ">" -> OrderItem.Direction.DESCENDING;
            default ->
                    throw new Refusal(
                            ReasonCode.OPERATOR_NOT_ALLOW_LISTED,
                            "Operator '%s' is not allow-listed to sort by.".formatted(operator),
                            operator,
                            at.offset());
        };
    }

    /** What follows OVER. */
    Window window() {
        return cursor.isPunctuation("(") ? spec() : new Window.Named(cursor.name());
    }

    Window.Spec spec() {
        cursor.expectMark("(");
        String base = null;
        if (cursor.isName() && !startsClause()) {
            base = cursor.name();
        }
        List<Expression> partitionBy = List.of();
        if (cursor.accept("partition", "by")) {
            partitionBy = expressions.list();
        }
        List<OrderItem> orderBy = orderBy();
        refusePatterns("measures");
        Window.Spec spec = new Window.Spec(base, partitionBy, orderBy, frame());
        refusePatterns("after", "initial", "seek", "pattern");
        cursor.expectMark(")");
        return spec;
    }

    private void refusePatterns(String... words) {
        for (String word : words) {
            if (cursor.isWord(word) && cursor.has(Trait.SOFT_CLAUSES)) {
                throw cursor.forbidden("Patterns of rows are not allowed.");
            }
        }
    }

    private boolean startsClause() {
        return AFTER_BASE.contains(cursor.value()) && cursor.kind() == TokenKind.WORD;
    }

    private Window.@Nullable Frame frame() {
        Window.Unit unit;
        if (cursor.accept("rows")) {
            unit = Window.Unit.ROWS;
        } else if (cursor.accept("range")) {
            unit = Window.Unit.RANGE;
        } else if (cursor.accept("groups")) {
            unit = Window.Unit.GROUPS;
        } else {
            return null;
        }
        boolean between = cursor.accept("between");
        Window.Bound start = bound();
        Window.Bound end = null;
        if (between) {
            cursor.expect("and");
            end = bound();
        }
        return new Window.Frame(unit, start, end, exclusion());
    }

    private Window.Bound bound() {
        if (cursor.accept("unbounded", "preceding")) {
            return new Window.Bound(Window.Edge.UNBOUNDED_PRECEDING, null);
        }
        if (cursor.accept("unbounded", "following")) {
            return new Window.Bound(Window.Edge.UNBOUNDED_FOLLOWING, null);
        }
        if (cursor.accept("current", "row")) {
            return new Window.Bound(Window.Edge.CURRENT_ROW, null);
        }
        Expression offset = expressions.parse(Level.OTHER);
        if (cursor.accept("preceding")) {
            return new Window.Bound(Window.Edge.PRECEDING, offset);
        }
        cursor.expect("following");
        return new Window.Bound(Window.Edge.FOLLOWING, offset);
    }

    private Window.Exclusion exclusion() {
        if (!cursor.accept("exclude")) {
            return Window.Exclusion.UNSTATED;
        }
        if (cursor.accept("current", "row")) {
            return Window.Exclusion.CURRENT_ROW;
        }
        if (cursor.accept("group")) {
            return Window.Exclusion.GROUP;
        }
        if (cursor.accept("ties")) {
            return Window.Exclusion.TIES;
        }
        cursor.expect("no");
        cursor.expect("others");
        return Window.Exclusion.NO_OTHERS;
    }
}
