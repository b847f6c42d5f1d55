package dev.sluice.guard.emit;

import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.Window;
import java.util.List;

/** Writes windows and orderings. */
final class WindowEmitter {
    private final Output out;
    private final ExpressionEmitter expressions;

    WindowEmitter(Output out, ExpressionEmitter expressions) {
        this.out = out;
        this.expressions = expressions;
    }

    void window(Window window) {
        switch (window) {
            case Window.Named named -> out.name(named.name());
            case Window.Spec spec -> spec(spec);
        }
    }

    private void spec(Window.Spec spec) {
        out.raw("(");
        String space = "";
        if (spec.base() != null) {
            out.name(spec.base());
            space = " ";
        }
        if (!spec.partitionBy().isEmpty()) {
            out.raw(space).raw("PARTITION BY ");
            expressions.list(spec.partitionBy());
            space = " ";
        }
        if (!spec.orderBy().isEmpty()) {
            out.raw(space);
            orderBy(spec.orderBy());
            space = " ";
        }
        if (spec.frame() != null) {
            out.raw(space);
            frame(spec.frame());
        }
        out.raw(")");
    }

    private void frame(Window.Frame frame) {
        out.raw(frame.unit().name());
        if (frame.end() == null) {
            bound(frame.start());
        } else {
            out.raw(" BETWEEN");
            bound(frame.start());
            out.raw(" AND");
            bound(frame.end());
        }
        out.raw(
                switch (frame.exclusion()) {
                    case UNSTATED -> "";
                    case CURRENT_ROW -> " EXCLUDE CURRENT ROW";
                    case GROUP -> " EXCLUDE GROUP";
                    case TIES -> " EXCLUDE TIES";
                    case NO_OTHERS -> " EXCLUDE NO OTHERS";
                });
    }

    private void bound(Window.Bound bound) {
        out.raw(" ");
        if (bound.offset() != null) {
            expressions.expression(bound.offset());
            out.raw(" ");
        }
        out.raw(bound.edge().name().replace('_', ' '));
    }

    /** A key by which rows are sorted or grouped. */
    void key(Expression key) {
        if (key instanceof Expression.Star) {
            out.raw("ALL");
        } else {
            expressions.expression(key);
        }
    }

    void orderBy(List<OrderItem> items) {
        out.raw("ORDER BY ");
        for (int i = 0; i < items.size(); i++) {
            OrderItem item = items.get(i);
            out.raw(i == 0 ? "" : ", ");
            key(item.key());
            out.raw(
                    switch (item.direction()) {
                        case UNSTATED -> "";
                        case ASCENDING -> " ASC";
                        case DESCENDING -> " DESC";
                    });
            out.raw(
                    switch (item.nulls()) {
                        case UNSTATED -> "";
                        case FIRST -> " NULLS FIRST";
                        case LAST -> " NULLS LAST";
                    });
        }
    }
}
