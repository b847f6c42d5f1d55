package dev.sluice.guard;

import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The bookshop as MySQL and MariaDB hold it: {@code corpora/mysql} in Java. */
final class MysqlFixture {
    private MysqlFixture() {}

    static Schema schema() {
        return Schema.of(
                List.of(
                        table(
                                "shop.readers",
                                "id",
                                "id int, name varchar, town varchar, joined date, likes json,"
                                        + " secret_note varchar, branch int"),
                        table(
                                "shop.loans",
                                "id",
                                "id int, reader_id int, book_id int, taken date, fee decimal,"
                                        + " state varchar, branch int"),
                        table(
                                "shop.books",
                                "id",
                                "id int, title varchar, price decimal, cost decimal"),
                        table(
                                "shop.loan_notes",
                                "loan_id,line",
                                "loan_id int, line int, body varchar, branch int"),
                        table("shop.staff", "id", "id int, name varchar, pay decimal"),
                        table("shop.Odd Table", "id", "id int, Mixed varchar, select int")));
    }

    private static Schema.Table table(String name, String key, String columns) {
        List<Schema.Column> list =
                Stream.of(columns.split(", "))
                        .map(column -> column.split(" ", 2))
                        .map(parts -> new Schema.Column(parts[0], parts[1]))
                        .toList();
        return new Schema.Table(TableName.parse(name), list, List.of(key.split(",")), List.of());
    }

    static Guard guard(String dialect) {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                TableName.parse("shop.readers"),
                ShopFixture.rule("id, name, town, joined, likes", "branch = 1"));
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
                        "branch = CAST({{user.branch}} AS SIGNED)",
                        "line < 100"));
        tables.put(TableName.parse("shop.Odd Table"), ShopFixture.rule("id, Mixed, select"));
        return Guard.of(new Policy("shop", dialect, "shop", ShopFixture.LIMITS, tables), schema());
    }
}
