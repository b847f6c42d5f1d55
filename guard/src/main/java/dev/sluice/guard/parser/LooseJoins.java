package dev.sluice.guard.parser;

import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins as MySQL reads them (manual, "JOIN Clause"): {@code JOIN}, {@code INNER JOIN}, {@code CROSS
 * JOIN} and {@code STRAIGHT_JOIN} are one and may lack a condition. Those without one are crossed
 * with what stands left of them, so that the conditions behind see all of it.
 */
final class LooseJoins {
    private final Cursor cursor;
    private final Tables tables;

    LooseJoins(Cursor cursor, Tables tables) {
        this.cursor = cursor;
        this.tables = tables;
    }

    boolean atJoin() {
        return cursor.isWord("join")
                || cursor.isWord("inner")
                || cursor.isWord("cross")
                || cursor.isWord("straight_join")
                || cursor.isWord("natural")
                || atOuter();
    }

    private boolean atOuter() {
        return (cursor.isWord("left") || cursor.isWord("right"))
                && !cursor.isPunctuationAhead(1, "(");
    }

    /** All joins that follow. */
    List<TableExpression.Join> all() {
        List<TableExpression.Join> joins = new ArrayList<>();
        while (atJoin()) {
            join(joins);
        }
        return joins;
    }

    private void join(List<TableExpression.Join> joins) {
        if (cursor.accept("natural")) {
            TableExpression.JoinKind kind = outer();
            if (kind == TableExpression.JoinKind.INNER) {
                cursor.accept("inner");
            }
            cursor.expect("join");
            joins.add(new TableExpression.Join(kind, true, tables.element(), null, null, null));
        } else if (atOuter()) {
            TableExpression.JoinKind kind = outer();
            cursor.expect("join");
            nested(kind, joins);
        } else if (cursor.accept("straight_join")) {
            single(joins);
        } else if (cursor.accept("cross")) {
            cursor.expect("join");
            single(joins);
        } else {
            cursor.accept("inner");
            cursor.expect("join");
            nested(TableExpression.JoinKind.INNER, joins);
        }
    }

    private TableExpression.JoinKind outer() {
        TableExpression.JoinKind kind = TableExpression.JoinKind.INNER;
        if (cursor.accept("left")) {
            kind = TableExpression.JoinKind.LEFT;
        } else if (cursor.accept("right")) {
            kind = TableExpression.JoinKind.RIGHT;
        } else {
            return kind;
        }
        cursor.accept("outer");
        return kind;
    }

    private void single(List<TableExpression.Join> joins) {
        TableExpression right = tables.element();
        joins.add(
                atCondition()
                        ? conditional(TableExpression.JoinKind.INNER, right)
                        : crossed(right));
    }

    private boolean atCondition() {
        return cursor.isWord("on") || cursor.isWord("using");
    }

    private static TableExpression.Join crossed(TableExpression right) {
        return new TableExpression.Join(
                TableExpression.JoinKind.CROSS, false, right, null, null, null);
    }

    private TableExpression.Join conditional(TableExpression.JoinKind kind, TableExpression right) {
        if (cursor.accept("using")) {
            return new TableExpression.Join(kind, false, right, cursor.nameList(), null, null);
        }
        cursor.expect("on");
        return new TableExpression.Join(
                kind, false, right, null, null, tables.expressions().parse());
    }

    /** {@code a JOIN b JOIN c ON … ON …}: what lacks a condition yet may be joined first. */
    private void nested(TableExpression.JoinKind kind, List<TableExpression.Join> joins) {
        TableExpression right = tables.element();
        List<TableExpression.Join> inside = List.of();
        if (atJoin()) {
            cursor.enter();
            inside = all();
            cursor.leave();
        }
        if (atCondition() || kind != TableExpression.JoinKind.INNER) {
            TableExpression joined =
                    inside.isEmpty()
                            ? right
                            : new TableExpression.Joined(right, List.copyOf(inside), null);
            joins.add(conditional(kind, joined));
            return;
        }
        for (TableExpression.Join join : inside) {
            // Here brackets would matter, and MySQL has its own idea of where they are.
            if (join.kind() == TableExpression.JoinKind.RIGHT) {
                throw cursor.unexpected();
            }
        }
        joins.add(crossed(right));
        joins.addAll(inside);
    }
}
