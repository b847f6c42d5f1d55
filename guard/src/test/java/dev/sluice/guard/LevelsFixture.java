package dev.sluice.guard;

import dev.sluice.core.Exposure;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** A bank with a column at every level, in words that every dialect reads. */
final class LevelsFixture {
    /** What an engine holds: 12 customers live in 'n', 3 in 's', 5 of another tenant in 'n'. */
    static final List<String> SQL =
            List.of(
                    "CREATE TABLE bank.regions (code VARCHAR(9) PRIMARY KEY, title VARCHAR(9))",
                    "INSERT INTO bank.regions VALUES ('n', 'North'), ('s', 'South')",
                    "CREATE TABLE bank.customers (id INTEGER PRIMARY KEY, region VARCHAR(9), tenant"
                            + " INTEGER, balance DECIMAL(12,2), tax_id VARCHAR(9), score INTEGER)",
                    "INSERT INTO bank.customers WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i"
                            + " + 1 FROM s WHERE i < 20) SELECT i, CASE WHEN i <= 12 OR i > 15 THEN"
                            + " 'n' ELSE 's' END, CASE WHEN i <= 15 THEN 1 ELSE 2 END, 100 * i,"
                            + " concat('T', i), 10 * i FROM s",
                    "CREATE TABLE bank.accounts (customer_id INTEGER, line INTEGER, tax_id"
                            + " VARCHAR(9), amount DECIMAL(12,2), PRIMARY KEY (customer_id, line))",
                    "INSERT INTO bank.accounts SELECT c.id, l.n, c.tax_id, c.id + l.n FROM"
                            + " bank.customers c, (SELECT 1 AS n UNION ALL SELECT 2) l");

    private LevelsFixture() {}

    static Guard guard(String dialect) {
        SequencedMap<String, Policy.ColumnRule> customers = BankFixture.columns("id, region");
        customers.put("balance", BankFixture.at(new Exposure.Aggregate(10)));
        customers.put("tax_id", BankFixture.at(new Exposure.Join()));
        customers.put("score", BankFixture.at(new Exposure.Filter()));
        SequencedMap<String, Policy.ColumnRule> accounts = BankFixture.columns("customer_id, line");
        accounts.put("tax_id", BankFixture.at(new Exposure.Join()));
        accounts.put("amount", BankFixture.at(new Exposure.Aggregate(5)));
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                TableName.parse("bank.regions"),
                new Policy.TableRule("", BankFixture.columns("code, title"), List.of()));
        tables.put(
                TableName.parse("bank.customers"),
                new Policy.TableRule("", customers, List.of("tenant = 1")));
        tables.put(TableName.parse("bank.accounts"), new Policy.TableRule("", accounts, List.of()));
        return Guard.of(
                new Policy("bank", dialect, "bank", ShopFixture.LIMITS, tables),
                Schema.of(
                        List.of(
                                table("bank.regions", "code", "code varchar(9)|title varchar(9)"),
                                table(
                                        "bank.customers",
                                        "id",
                                        "id integer|region varchar(9)|tenant integer|balance"
                                                + " decimal(12,2)|tax_id varchar(9)|score integer"),
                                table(
                                        "bank.accounts",
                                        "customer_id|line",
                                        "customer_id integer|line integer|tax_id"
                                                + " varchar(9)|amount decimal(12,2)"))));
    }

    private static Schema.Table table(String name, String key, String columns) {
        return new Schema.Table(
                TableName.parse(name),
                Stream.of(columns.split("\\|"))
                        .map(column -> column.split(" ", 2))
                        .map(column -> new Schema.Column(column[0], column[1]))
                        .toList(),
                List.of(key.split("\\|")),
                List.of());
    }
}
