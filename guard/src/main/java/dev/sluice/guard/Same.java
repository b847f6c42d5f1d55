package dev.sluice.guard;

import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TableExpression;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two trees say the same, which is what their {@code equals} tells. A record's
 * equality is put together when it is first wanted, kind by kind, and that takes a new process
 * longer than all of its first check; so the kinds that nearly every query is made of are compared
 * here, and the others by themselves.
 */
final class Same {
    private Same() {}

    static boolean query(Query one, Query other) {
        return Objects.equals(one.with(), other.with())
                && body(one.body(), other.body())
                && orderBy(one.orderBy(), other.orderBy())
                && limit(one.limit(), other.limit());
    }

    private static boolean limit(Query.@Nullable Limit one, Query.@Nullable Limit other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return optional(one.count(), other.count())
                && one.withTies() == other.withTies()
                && optional(one.offset(), other.offset());
    }

    private static boolean body(Body one, Body other) {
        if (one instanceof Body.Select select && other instanceof Body.Select same) {
            return select(select, same);
        }
        if (one instanceof Query query && other instanceof Query same) {
            return query(query, same);
        }
        return one.equals(other);
    }

    private static boolean select(Body.Select one, Body.Select other) {
        return one.distinct().on() == other.distinct().on()
                && expressions(one.distinct().keys(), other.distinct().keys())
                && items(one.items(), other.items())
                && tables(one.from(), other.from())
                && optional(one.where(), other.where())
                && one.groupDistinct() == other.groupDistinct()
                && groupBy(one.groupBy(), other.groupBy())
                && optional(one.having(), other.having())
                && one.windows().equals(other.windows())
                && optional(one.qualify(), other.qualify());
    }

    private static boolean items(List<Body.SelectItem> one, List<Body.SelectItem> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same =
                    expression(one.get(i).value(), other.get(i).value())
                            && Objects.equals(one.get(i).alias(), other.get(i).alias());
        }
        return same;
    }

    private static boolean groupBy(List<Body.Grouping> one, List<Body.Grouping> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same = grouping(one.get(i), other.get(i));
        }
        return same;
    }

    private static boolean grouping(Body.Grouping one, Body.Grouping other) {
        if (one instanceof Body.Grouping.Key(Expression key)
                && other instanceof Body.Grouping.Key(Expression same)) {
            return expression(key, same);
        }
        return one.equals(other);
    }

    private static boolean orderBy(List<OrderItem> one, List<OrderItem> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same =
                    expression(one.get(i).key(), other.get(i).key())
                            && one.get(i).direction() == other.get(i).direction()
                            && one.get(i).nulls() == other.get(i).nulls();
        }
        return same;
    }

    private static boolean tables(List<TableExpression> one, List<TableExpression> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same = table(one.get(i), other.get(i));
        }
        return same;
    }

    private static boolean table(TableExpression one, TableExpression other) {
        if (one instanceof TableExpression.Named named
                && other instanceof TableExpression.Named same) {
            return named.path().equals(same.path())
                    && named.only() == same.only()
                    && alias(named.alias(), same.alias());
        }
        if (one instanceof TableExpression.Derived derived
                && other instanceof TableExpression.Derived same) {
            return derived.lateral() == same.lateral()
                    && query(derived.query(), same.query())
                    && alias(derived.alias(), same.alias());
        }
        if (one instanceof TableExpression.Joined joined
                && other instanceof TableExpression.Joined same) {
            return table(joined.first(), same.first())
                    && joins(joined.joins(), same.joins())
                    && alias(joined.alias(), same.alias());
        }
        return one.equals(other);
    }

    private static boolean joins(List<TableExpression.Join> one, List<TableExpression.Join> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            TableExpression.Join join = one.get(i);
            TableExpression.Join too = other.get(i);
            same =
                    join.kind() == too.kind()
                            && join.natural() == too.natural()
                            && table(join.right(), too.right())
                            && Objects.equals(join.using(), too.using())
                            && Objects.equals(join.usingAlias(), too.usingAlias())
                            && optional(join.on(), too.on());
        }
        return same;
    }

    private static boolean alias(
            TableExpression.@Nullable Alias one, TableExpression.@Nullable Alias other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.name().equals(other.name()) && one.columns().equals(other.columns());
    }

    private static boolean optional(@Nullable Expression one, @Nullable Expression other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return expression(one, other);
    }

    private static boolean expressions(List<Expression> one, List<Expression> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same = expression(one.get(i), other.get(i));
        }
        return same;
    }

    private static boolean expression(Expression one, Expression other) {
        if (one instanceof Expression.ColumnRef ref && other instanceof Expression.ColumnRef same) {
            return ref.path().equals(same.path());
        }
        if (one instanceof Expression.TextLiteral text
                && other instanceof Expression.TextLiteral same) {
            return text.value().equals(same.value());
        }
        if (one instanceof Expression.NumberLiteral number
                && other instanceof Expression.NumberLiteral same) {
            return number.digits().equals(same.digits());
        }
        if (one instanceof Expression.Claim claim && other instanceof Expression.Claim same) {
            return claim.name().equals(same.name());
        }
        if (one instanceof Expression.Operation chain
                && other instanceof Expression.Operation same) {
            return expression(chain.first(), same.first()) && steps(chain.rest(), same.rest());
        }
        if (one instanceof Expression.Call call && other instanceof Expression.Call same) {
            return call(call, same);
        }
        if (one instanceof Expression.Logical logical && other instanceof Expression.Logical same) {
            return logical.connective() == same.connective()
                    && expressions(logical.operands(), same.operands());
        }
        return one.equals(other);
    }

    private static boolean call(Expression.Call one, Expression.Call other) {
        return one.path().equals(other.path())
                && one.quantity() == other.quantity()
                && one.star() == other.star()
                && arguments(one.arguments(), other.arguments())
                && orderBy(one.orderBy(), other.orderBy())
                && orderBy(one.withinGroup(), other.withinGroup())
                && optional(one.filter(), other.filter())
                && Objects.equals(one.over(), other.over())
                && one.ignoreNulls() == other.ignoreNulls();
    }

    private static boolean arguments(
            List<Expression.Argument> one, List<Expression.Argument> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same =
                    Objects.equals(one.get(i).name(), other.get(i).name())
                            && one.get(i).variadic() == other.get(i).variadic()
                            && expression(one.get(i).value(), other.get(i).value());
        }
        return same;
    }

    private static boolean steps(List<Expression.Step> one, List<Expression.Step> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same =
                    one.get(i).operator().equals(other.get(i).operator())
                            && expression(one.get(i).operand(), other.get(i).operand());
        }
        return same;
    }
}
