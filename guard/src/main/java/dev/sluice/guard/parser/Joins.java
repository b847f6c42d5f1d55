package dev.sluice.guard.parser;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.List;

/** Joins as the SQL standard writes them, each with the condition that its kind wants. */
final class Joins {
    private final Cursor cursor;
    private final Tables tables;

    Joins(Cursor cursor, Tables tables) {
        this.cursor = cursor;
        this.tables = tables;
    }

    boolean atJoin() {
        if (cursor.kind() != TokenKind.WORD) {
            return false;
        }
        return switch (cursor.value()) {
            case "join", "inner", "left", "right", "full", "cross", "natural" -> true;
            case "semi", "anti", "asof", "positional" -> cursor.has(Trait.MORE_JOINS);
            default -> false;
        };
    }

    /** All joins that follow. */
    List<TableExpression.Join> all() {
        List<TableExpression.Join> joins = new ArrayList<>();
        while (atJoin()) {
            joins.add(join());
        }
        return joins;
    }

    private TableExpression.Join join() {
        boolean natural = cursor.accept("natural");
        TableExpression.JoinKind kind = kind();
        cursor.expect("join");
        if (!kind.conditional()) {
            if (natural) {
                throw cursor.unexpected();
            }
            return new TableExpression.Join(kind, false, tables.element(), null, null, null);
        }
        TableExpression right = tables.element();
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
        return new TableExpression.Joined(first, List.copyOf(all()), null);
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
        return new TableExpression.Join(
                kind, false, right, null, null, tables.expressions().parse());
    }
}
