package dev.sluice.guard;

import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The bookshop of the corpora as Trino calls it. */
final class TrinoFixture {
    static final Map<String, String> CLAIMS = Map.of("user.branch", "1");

    private TrinoFixture() {}

    static Guard guard() {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                TableName.parse("shop.readers"),
                ShopFixture.rule("id, name, town, joined, likes, tags", "branch = 1"));
        tables.put(
                TableName.parse("shop.loans"),
                ShopFixture.rule(
                        "id, reader_id, book_id, taken, fee, state",
                        "branch = 1 OR branch IS NULL"));
        tables.put(TableName.parse("shop.books"), ShopFixture.rule("id, title, price"));
        tables.put(
                TableName.parse("shop.loan_notes"),
                ShopFixture.rule(
                        "loan_id, line, body",
                        "branch = CAST({{user.branch}} AS integer)",
                        "line < 100"));
        return Guard.of(new Policy("shop", "trino", "shop", ShopFixture.LIMITS, tables), schema());
    }

    private static Schema schema() {
        return Schema.of(
                List.of(
                        table(
                                "shop.readers",
                                "id",
                                "id integer, name varchar, town varchar, joined date, likes json,"
                                        + " tags array(varchar), secret_note varchar, branch"
                                        + " integer"),
                        table(
                                "shop.loans",
                                "id",
                                "id integer, reader_id integer, book_id integer, taken date, fee"
                                        + " double, state varchar, branch integer"),
                        table(
                                "shop.books",
                                "id",
                                "id integer, title varchar, price double, cost double"),
                        table(
                                "shop.loan_notes",
                                "loan_id line",
                                "loan_id integer, line integer, body varchar, branch integer"),
                        table("shop.staff", "id", "id integer, name varchar, pay double")));
    }

    private static Schema.Table table(String name, String key, String columns) {
        return new Schema.Table(
                TableName.parse(name),
                Stream.of(columns.split(", "))
                        .map(column -> column.split(" ", 2))
                        .map(column -> new Schema.Column(column[0], column[1]))
                        .toList(),
                List.of(key.split(" ")),
                List.of());
    }
}
