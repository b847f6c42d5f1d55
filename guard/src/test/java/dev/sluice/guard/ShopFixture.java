package dev.sluice.guard;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** A small bookshop: what the database holds, and what a policy lets through. */
final class ShopFixture {
    static final Limits LIMITS = new Limits(50, 1L << 30, Duration.ofSeconds(5));

    private ShopFixture() {}

    static Schema schema() {
        return Schema.of(
                List.of(
                        table(
                                "shop.readers",
                                "id",
                                "id int4, name text, town text, joined date, likes jsonb, tags"
                                        + " text[], secret_note text, branch int4"),
                        table(
                                "shop.loans",
                                "id",
                                "id int4, reader_id int4, book_id int4, taken date, fee numeric,"
                                        + " state text, branch int4"),
                        table(
                                "shop.books",
                                "id",
                                "id int4, title text, price numeric, cost numeric"),
                        table(
                                "shop.loan_notes",
                                "loan_id,line",
                                "loan_id int4, line int4, body text, branch int4"),
                        table("shop.staff", "id", "id int4, name text, pay numeric"),
                        table("shop.Odd Table", "id", "id int4, Mixed text, select int4")));
    }

    private static Schema.Table table(String name, String key, String columns) {
        List<Schema.Column> list =
                Stream.of(columns.split(", "))
                        .map(column -> column.split(" ", 2))
                        .map(parts -> new Schema.Column(parts[0], parts[1]))
                        .toList();
        return new Schema.Table(TableName.parse(name), list, List.of(key.split(",")), List.of());
    }

    static Policy policy() {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                TableName.parse("shop.readers"),
                rule("id, name, town, joined, likes, tags", "branch = 1"));
        tables.put(
                TableName.parse("shop.loans"),
                rule("id, reader_id, book_id, taken, fee, state", "branch = 1 OR branch IS NULL"));
        tables.put(TableName.parse("shop.books"), rule("id, title, price"));
        tables.put(
                TableName.parse("shop.loan_notes"),
                rule("loan_id, line, body", "branch = {{user.branch}}::int", "line < 100"));
        tables.put(TableName.parse("shop.Odd Table"), rule("id, Mixed, select"));
        return policy(tables);
    }

    static Policy policy(SequencedMap<TableName, Policy.TableRule> tables) {
        return new Policy("shop", "postgresql", "shop", LIMITS, tables);
    }

    static Policy.TableRule rule(String columns, String... filters) {
        return new Policy.TableRule("", List.of(columns.split(", ")), List.of(filters));
    }

    static Guard guard() {
        return Guard.of(policy(), schema());
    }

    static final Map<String, String> CLAIMS = Map.of("user.branch", "1");
}
