package dev.sluice.guard.proof;

import dev.sluice.guard.proof.Flavor.Feature;
import dev.sluice.guard.proof.Shop.Column;
import dev.sluice.guard.proof.Shop.Kind;
import dev.sluice.guard.proof.Shop.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes queries over the shop whose rows do not depend on the order that an engine reads in. Tokens
 * stand one blank apart, and blanks stand nowhere else. The same seed gives the same query.
 */
final class QueryGenerator {
    private static final int QUERIES_MAX = 8;

    private final Random random;
    private final Flavor flavor;
    private final Naming naming;
    private final ExpressionGenerator expressions;
    private List<Relation> commons = List.of();
    private int queries;

    QueryGenerator(long seed, Flavor flavor, Naming naming) {
        this.random = new Random(seed);
        this.flavor = flavor;
        this.naming = naming;
        this.expressions = new ExpressionGenerator(random, flavor, naming, this);
    }

    /** Some of its expressions fail on {@link Shop#OTHERWISE_HIDDEN}. */
    QueryGenerator failingOnHiddenRows() {
        expressions.failOnHiddenRows();
        return this;
    }

    /** A whole query. */
    String query() {
        int columns = 1 + random.nextInt(4);
        List<Kind> kinds = IntStream.range(0, columns).mapToObj(i -> Kind.any(random)).toList();
        StringBuilder with = new StringBuilder();
        if (random.nextInt(4) == 0) {
            String name = naming.common();
            Part part = select(List.of(Kind.NUMBER, Kind.TEXT), List.of());
            with.append("WITH %s AS ( %s ) ".formatted(name, part.sql()));
            commons = List.of(new Relation(name, part.columns()));
        }
        String body = body(kinds);
        String order =
                IntStream.rangeClosed(1, columns)
                        .mapToObj(i -> i + (random.nextInt(4) == 0 ? " DESC" : ""))
                        .collect(Collectors.joining(" , "));
        return switch (random.nextInt(4)) {
            case 0 -> with + body + " ORDER BY " + order;
            case 1 ->
                    with + body + " ORDER BY " + order + " LIMIT %d".formatted(random.nextInt(20));
            case 2 -> with + body + " ORDER BY " + order + " LIMIT 7 OFFSET 2";
            default -> with + body;
        };
    }

    private String body(List<Kind> kinds) {
        String first = select(kinds, List.of()).sql();
        if (random.nextInt(5) > 0) {
            return first;
        }
        String operator =
                List.of("UNION ALL", "UNION", "INTERSECT", "EXCEPT").get(random.nextInt(4));
        return first + " " + operator + " " + select(kinds, List.of()).sql();
    }

    /** Text of a select and the columns that it gives. */
    private record Part(String sql, List<Column> columns) {}

    private Part select(List<Kind> kinds, List<Relation> outer) {
        queries++;
        List<Relation> scope = new ArrayList<>();
        String from = from(scope);
        List<Relation> all = new ArrayList<>(scope);
        all.addAll(outer);
        String where =
                random.nextInt(3) == 0 ? "" : " WHERE " + expressions.condition(all, depth());
        List<String> names = naming.outputs(kinds.size());
        List<Column> columns =
                IntStream.range(0, kinds.size())
                        .mapToObj(i -> new Column(names.get(i), kinds.get(i)))
                        .toList();
        String rest = from + where;
        return random.nextInt(3) == 0
                ? new Part(grouped(columns, scope, rest), columns)
                : new Part(plain(columns, all, scope, rest), columns);
    }

    private int depth() {
        return queries > QUERIES_MAX ? 0 : 2;
    }

    private String plain(
            List<Column> columns, List<Relation> all, List<Relation> scope, String rest) {
        boolean windows = random.nextInt(4) == 0;
        String items =
                columns.stream()
                        .map(column ->
                                windows && column.kind() == Kind.NUMBER
                                        ? labelled(expressions.window(scope, 0), column)
                                        : labelled(
                                                expressions.value(column.kind(), all, depth()),
                                                column))
                        .collect(Collectors.joining(" , "));
        String distinct = random.nextInt(6) == 0 ? "DISTINCT " : "";
        return "SELECT " + distinct + items + " " + rest;
    }

    private String labelled(String value, Column column) {
        return value + " AS " + column.name();
    }

    private String grouped(List<Column> columns, List<Relation> scope, String rest) {
        String key = expressions.column(Kind.TEXT, scope);
        boolean keyed = !key.startsWith("'");
        List<String> items = new ArrayList<>();
        for (Column column : columns) {
            boolean first = keyed && column.kind() == Kind.TEXT && random.nextBoolean();
            items.add(
                    labelled(
                            first ? key : expressions.aggregate(column.kind(), scope, depth() - 1),
                            column));
        }
        String group = keyed ? " GROUP BY " + grouping(key) : "";
        String having =
                random.nextInt(4) == 0
                        ? " HAVING " + expressions.aggregate(Kind.NUMBER, scope, 0) + " > 2"
                        : "";
        return "SELECT " + String.join(" , ", items) + " " + rest + group + having;
    }

    private String grouping(String key) {
        if (random.nextInt(3) > 0) {
            return key;
        }
        if (flavor.has(Feature.WITH_ROLLUP)) {
            return key + " WITH ROLLUP";
        }
        return random.nextBoolean()
                ? "ROLLUP( %s )".formatted(key)
                : "GROUPING SETS ( ( %s ) , ( ) )".formatted(key);
    }

    private String from(List<Relation> scope) {
        String first = element(scope, false);
        return switch (random.nextInt(6)) {
            case 0, 1 -> "FROM " + first + " " + join() + " " + element(scope, false) + on(scope);
            case 2 -> "FROM " + first + " , " + element(scope, flavor.has(Feature.LATERAL));
            case 3 ->
                    flavor.has(Feature.NATURAL_JOIN)
                            ? "FROM " + first + " JOIN " + element(scope, false) + using(scope)
                            : "FROM " + first;
            default -> "FROM " + first;
        };
    }

    private String join() {
        return flavor.has(Feature.FULL_JOIN)
                ? List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN").get(random.nextInt(4))
                : List.of("JOIN", "LEFT JOIN", "RIGHT JOIN").get(random.nextInt(3));
    }

    /** Hash and merge joins alone can be full, so the condition is an equation. */
    private String on(List<Relation> scope) {
        return " ON %s = %s"
                .formatted(
                        expressions.column(Kind.NUMBER, List.of(scope.get(0), empty())),
                        expressions.column(Kind.NUMBER, List.of(scope.get(1), empty())));
    }

    private static Relation empty() {
        return new Relation("", List.of());
    }

    private String using(List<Relation> scope) {
        List<String> common =
                scope.get(0).columns().stream()
                        .filter(scope.get(1).columns()::contains)
                        .map(Column::name)
                        .distinct()
                        .toList();
        return common.isEmpty() ? on(scope) : " USING ( " + common.getFirst() + " )";
    }

    private String element(List<Relation> scope, boolean lateral) {
        if (!commons.isEmpty() && random.nextInt(3) == 0) {
            return aliased(commons.getFirst().name(), commons.getFirst(), scope);
        }
        if (queries < QUERIES_MAX && random.nextInt(4) == 0) {
            Part part =
                    select(
                            List.of(Kind.NUMBER, Kind.TEXT, Kind.DATE),
                            lateral ? List.copyOf(scope) : List.of());
            String sub = (lateral ? "LATERAL ( " : "( ") + part.sql() + " )";
            return aliased(sub, new Relation("", part.columns()), scope);
        }
        Relation table = Shop.TABLES.get(random.nextInt(Shop.TABLES.size()));
        return aliased(naming.table(table), table, scope);
    }

    private String aliased(String sql, Relation relation, List<Relation> scope) {
        Relation named = relation.named(naming.relation());
        scope.add(named);
        return sql + " AS " + named.name();
    }

    /** One value over a table and what surrounds it, as the rest of a SELECT. */
    String scalar(Kind kind, List<Relation> outer) {
        queries++;
        List<Relation> scope = new ArrayList<>();
        String from = element(scope, false);
        List<Relation> all = new ArrayList<>(scope);
        all.addAll(outer);
        return "%s( %s )%s FROM %s WHERE %s"
                .formatted(
                        random.nextBoolean() ? "max" : "min",
                        expressions.column(kind, scope),
                        unnamed(),
                        from,
                        expressions.condition(all, 0));
    }

    private String unnamed() {
        return flavor.has(Feature.NAMES_BY_TEXT) ? " AS one" : "";
    }

    /** A query of one column over a table and what surrounds it. */
    String list(Kind kind, List<Relation> outer) {
        queries++;
        List<Relation> scope = new ArrayList<>();
        String from = element(scope, false);
        List<Relation> all = new ArrayList<>(scope);
        all.addAll(outer);
        return "SELECT %s%s FROM %s WHERE %s = %s"
                .formatted(
                        expressions.column(kind, scope),
                        unnamed(),
                        from,
                        expressions.column(Kind.NUMBER, all),
                        expressions.column(Kind.NUMBER, scope));
    }
}
