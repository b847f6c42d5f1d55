package dev.sluice.guard.proof;

import dev.sluice.guard.proof.Flavor.Feature;
import dev.sluice.guard.proof.Shop.Column;
import dev.sluice.guard.proof.Shop.Kind;
import dev.sluice.guard.proof.Shop.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes expressions over a scope; tokens stand one blank apart. */
final class ExpressionGenerator {
    private final Random random;
    private final Flavor flavor;
    private final Naming naming;
    private final QueryGenerator queries;
    private boolean failing;

    ExpressionGenerator(Random random, Flavor flavor, Naming naming, QueryGenerator queries) {
        this.random = random;
        this.flavor = flavor;
        this.naming = naming;
        this.queries = queries;
    }

    /** From here on some fail on {@link Shop#OTHERWISE_HIDDEN}. */
    void failOnHiddenRows() {
        failing = true;
    }

    /** A column of this kind of any relation, or a literal when there is none. */
    String column(Kind kind, List<Relation> scope) {
        List<Relation> owners = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (Relation relation : scope) {
            for (Column column : relation.columns()) {
                if (column.kind() == kind) {
                    owners.add(relation);
                    columns.add(column);
                }
            }
        }
        if (columns.isEmpty()) {
            return literal(kind);
        }
        int chosen = random.nextInt(columns.size());
        return naming.reference(owners.get(chosen), columns.get(chosen), scope.size() == 1);
    }

    private String literal(Kind kind) {
        return switch (kind) {
            case NUMBER -> Integer.toString(random.nextInt(30));
            case TEXT -> List.of("'Ulm'", "'open'", "'Book_1'", "'it''s'").get(random.nextInt(4));
            case DATE -> "DATE '2024-0%d-11'".formatted(1 + random.nextInt(9));
        };
    }

    String value(Kind kind, List<Relation> scope, int depth) {
        if (depth <= 0 || random.nextInt(3) == 0) {
            return random.nextInt(6) == 0 ? literal(kind) : column(kind, scope);
        }
        if (random.nextInt(3) == 0) {
            return anyKind(kind, scope, depth - 1);
        }
        return switch (kind) {
            case NUMBER -> number(scope, depth - 1);
            case TEXT -> text(scope, depth - 1);
            case DATE -> date(scope, depth - 1);
        };
    }

    private String anyKind(Kind kind, List<Relation> scope, int depth) {
        String one = value(kind, scope, depth);
        String other = value(kind, scope, depth);
        return switch (random.nextInt(6)) {
            case 0 -> "coalesce( %s , %s )".formatted(one, other);
            case 1 -> "nullif( %s , %s )".formatted(one, other);
            case 2 -> "greatest( %s , %s )".formatted(one, other);
            case 3 ->
                    "CASE %s WHEN %s THEN %s ELSE %s END"
                            .formatted(one, literal(kind), literal(kind), other);
            case 4 -> "( SELECT %s )".formatted(queries.scalar(kind, scope));
            default ->
                    "CASE WHEN %s THEN %s ELSE %s END"
                            .formatted(condition(scope, depth), one, other);
        };
    }

    private String number(List<Relation> scope, int depth) {
        String one = value(Kind.NUMBER, scope, depth);
        if (failing && random.nextInt(3) > 0) {
            return "( %s + %s )"
                    .formatted(one, flavor.failing().formatted(column(Kind.NUMBER, scope)));
        }
        return switch (random.nextInt(7)) {
            case 0 -> "( %s + %s )".formatted(one, value(Kind.NUMBER, scope, depth));
            case 1 -> "( %s - %s )".formatted(one, value(Kind.NUMBER, scope, depth));
            case 2 -> "( %s * %d )".formatted(one, random.nextInt(9));
            case 3 -> "abs( - %s )".formatted(one);
            case 4 -> "length( %s )".formatted(value(Kind.TEXT, scope, depth));
            case 5 -> "extract( year FROM %s )".formatted(value(Kind.DATE, scope, depth));
            default -> "( %s / 4.0 )".formatted(one);
        };
    }

    private String text(List<Relation> scope, int depth) {
        String one = value(Kind.TEXT, scope, depth);
        return switch (random.nextInt(7)) {
            case 0 -> "upper( %s )".formatted(one);
            case 1 -> "substr( %s , 2 , 5 )".formatted(one);
            case 2 -> "concat( %s , '/' , %s )".formatted(one, value(Kind.TEXT, scope, depth));
            case 3 -> "replace( %s , 'o' , '0' )".formatted(one);
            case 4 ->
                    flavor.has(Feature.CONCAT_OPERATOR)
                            ? "( %s || %s )".formatted(one, value(Kind.TEXT, scope, depth))
                            : "lower( %s )".formatted(one);
            case 5 ->
                    "CAST( %s AS %s )"
                            .formatted(value(Kind.NUMBER, scope, depth), flavor.textType());
            default ->
                    flavor.has(Feature.DOUBLE_COLON)
                            ? "( %s ) :: %s"
                                    .formatted(value(Kind.NUMBER, scope, depth), flavor.textType())
                            : "trim( %s )".formatted(one);
        };
    }

    private String date(List<Relation> scope, int depth) {
        String one = value(Kind.DATE, scope, depth);
        return flavor.has(Feature.DATE_TRUNC) && random.nextBoolean()
                ? "CAST( date_trunc( 'month' , %s ) AS date )".formatted(one)
                : "coalesce( %s , %s )".formatted(one, literal(Kind.DATE));
    }

    String condition(List<Relation> scope, int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            String one = condition(scope, depth - 1);
            return switch (random.nextInt(3)) {
                case 0 -> "NOT ( %s )".formatted(one);
                case 1 -> "( %s OR %s )".formatted(one, condition(scope, depth - 1));
                default -> "( %s AND %s )".formatted(one, condition(scope, depth - 1));
            };
        }
        if (failing && flavor.has(Feature.PATTERNS_FAIL) && random.nextInt(3) == 0) {
            return "'ab' LIKE " + column(Kind.TEXT, scope);
        }
        Kind kind = Kind.any(random);
        String one = value(kind, scope, depth - 1);
        return switch (random.nextInt(9)) {
            case 0 ->
                    "%s IS %s NULL"
                            .formatted(one, random.nextBoolean() ? "NOT" : "")
                            .replace("  ", " ");
            case 1 -> "%s BETWEEN %s AND %s".formatted(one, literal(kind), literal(kind));
            case 2 -> "%s IN ( %s , %s )".formatted(one, literal(kind), value(kind, scope, 0));
            case 3 -> "%s IN ( %s )".formatted(one, queries.list(kind, scope));
            case 4 -> "EXISTS ( %s )".formatted(queries.list(kind, scope));
            case 5 -> like(scope, depth);
            case 6 -> special(one, kind, scope);
            default ->
                    "%s %s %s"
                            .formatted(
                                    one,
                                    List.of("=", "<>", "<", ">=").get(random.nextInt(4)),
                                    value(kind, scope, depth - 1));
        };
    }

    private String like(List<Relation> scope, int depth) {
        String operator = flavor.has(Feature.ILIKE) && random.nextBoolean() ? "ILIKE" : "NOT LIKE";
        return "%s %s '%%o%%'".formatted(value(Kind.TEXT, scope, depth - 1), operator);
    }

    private String special(String one, Kind kind, List<Relation> scope) {
        if (flavor.has(Feature.QUANTIFIED) && random.nextBoolean()) {
            return "%s >= ALL ( %s )".formatted(one, queries.list(kind, scope));
        }
        return flavor.has(Feature.IS_DISTINCT)
                ? "%s IS DISTINCT FROM %s".formatted(one, value(kind, scope, 0))
                : "%s <=> %s".formatted(one, value(kind, scope, 0));
    }

    /** A number from the rows of a group. */
    String aggregate(Kind kind, List<Relation> scope, int depth) {
        String inner = value(kind, scope, depth);
        String filter =
                flavor.has(Feature.FILTER) && random.nextInt(4) == 0
                        ? " FILTER ( WHERE %s )".formatted(condition(scope, 0))
                        : "";
        return switch (kind) {
            case NUMBER ->
                    switch (random.nextInt(5)) {
                        case 0 -> "count( * )" + filter;
                        case 1 -> "count( DISTINCT %s )".formatted(inner) + filter;
                        case 2 -> "avg( %s )".formatted(inner) + filter;
                        default -> "sum( %s )".formatted(inner) + filter;
                    };
            case TEXT ->
                    random.nextBoolean()
                            ? flavor.joined().formatted(inner, inner) + filter
                            : "min( %s )".formatted(inner) + filter;
            case DATE -> "max( %s )".formatted(inner) + filter;
        };
    }

    /** The same for all rows that compare equal, so that the order of equals does not show. */
    String window(List<Relation> scope, int depth) {
        String partition = value(Kind.TEXT, scope, depth);
        String order = value(Kind.NUMBER, scope, depth);
        String over = "OVER ( PARTITION BY %s ORDER BY %s )".formatted(partition, order);
        return switch (random.nextInt(4)) {
            case 0 -> "rank( ) " + over;
            case 1 -> "dense_rank( ) " + over;
            case 2 -> "count( * ) " + over;
            default -> "sum( %s ) ".formatted(value(Kind.NUMBER, scope, depth)) + over;
        };
    }
}
