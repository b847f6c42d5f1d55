package dev.sluice.guard;

import dev.sluice.core.Exposure;
import dev.sluice.core.Limits;
import dev.sluice.core.Mask;
import dev.sluice.core.Policy;
import dev.sluice.core.Policy.ColumnRule;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bank whose policy uses every level of exposure and every mask. */
final class BankFixture {
    /** What the database holds; 12 customers live in 'n', 3 in 's', 5 of a hidden tenant in 'n'. */
    static final String SQL =
            """
            CREATE SCHEMA bank;
            CREATE TABLE bank.regions (code text PRIMARY KEY, title text);
            INSERT INTO bank.regions VALUES ('n', 'North'), ('s', 'South'), ('e', 'Empty');
            CREATE TABLE bank.customers (
              id int PRIMARY KEY, name text, email text, phone varchar(20), born date,
              seen timestamptz, region text, tenant int, balance numeric(12, 2), rating int,
              tax_id text, score int);
            INSERT INTO bank.customers
            SELECT i, 'Name ' || i, 'p' || i || '@x.example', '+49 170 ' || 1000 + i,
              date '1980-01-15' + i * 40, timestamptz '2024-01-01 12:34:56+00' + i * interval '25 hours',
              CASE WHEN i <= 12 OR i > 15 THEN 'n' ELSE 's' END, CASE WHEN i <= 15 THEN 1 ELSE 2 END,
              100 * i, i % 3, 'T' || i, 10 * i
            FROM generate_series(1, 20) i;
            CREATE TABLE bank.accounts (
              customer_id int, line int, tax_id text, email text, amount numeric(12, 2),
              PRIMARY KEY (customer_id, line));
            INSERT INTO bank.accounts
            SELECT i, l, 'T' || i, 'p' || i || '@x.example', i + l FROM generate_series(1, 20) i,
              generate_series(1, 2) l;
            CREATE TABLE bank.people AS SELECT * FROM bank.customers;
            ALTER TABLE bank.people ADD PRIMARY KEY (id);
            CREATE TABLE bank.log (customer_id int, amount int);
            INSERT INTO bank.log VALUES (1, 1);
            """;

    private BankFixture() {}

    static Schema schema() {
        return Schema.of(
                List.of(
                        table("bank.regions", "code", "code text,title text"),
                        table(
                                "bank.customers",
                                "id",
                                "id integer,name text,email text,phone character varying(20),born"
                                        + " date,seen timestamp with time zone,region text,tenant"
                                        + " integer,balance numeric(12,2),rating integer,tax_id"
                                        + " text,score integer"),
                        table(
                                "bank.accounts",
                                "customer_id,line",
                                "customer_id integer,line integer,tax_id text,email text,amount"
                                        + " numeric(12,2)"),
                        table(
                                "bank.people",
                                "id",
                                "id integer,name text,region text,tenant integer,seen timestamp"
                                        + " with time zone"),
                        table("bank.many", "id", "id integer,name text,tenant integer"),
                        table("bank.log", "", "customer_id integer,amount integer")));
    }

    private static Schema.Table table(String name, String key, String columns) {
        List<Schema.Column> list =
                Stream.of(columns.split(",(?=[a-z])"))
                        .map(column -> column.strip().split(" ", 2))
                        .map(parts -> new Schema.Column(parts[0], parts[1]))
                        .toList();
        List<String> keys = key.isEmpty() ? List.of() : List.of(key.split(","));
        return new Schema.Table(TableName.parse(name), list, keys, List.of());
    }

    static SequencedMap<String, ColumnRule> columns(String plain) {
        SequencedMap<String, ColumnRule> columns = new LinkedHashMap<>();
        Stream.of(plain.split(", ")).forEach(name -> columns.put(name, ColumnRule.PLAIN));
        return columns;
    }

    static ColumnRule at(Exposure exposure) {
        return new ColumnRule(exposure, null);
    }

    static ColumnRule masked(@Nullable Mask mask) {
        return new ColumnRule(new Exposure.Select(), mask);
    }

    static Policy policy() {
        SequencedMap<String, ColumnRule> customers = columns("id, region");
        customers.put("balance", at(new Exposure.Aggregate(10)));
        customers.put("rating", at(new Exposure.Aggregate(3)));
        customers.put("tax_id", at(new Exposure.Join()));
        customers.put("score", at(new Exposure.Filter()));
        customers.put("name", masked(new Mask.Null()));
        customers.put("email", masked(new Mask.KeyedHash()));
        customers.put("phone", masked(new Mask.Partial(3, 2)));
        customers.put("born", masked(new Mask.TruncateDate(Mask.Unit.YEAR)));
        customers.put("seen", masked(new Mask.TruncateDate(Mask.Unit.DAY)));
        SequencedMap<String, ColumnRule> accounts = columns("customer_id, line");
        accounts.put("tax_id", at(new Exposure.Join()));
        accounts.put("email", masked(new Mask.KeyedHash()));
        accounts.put("amount", at(new Exposure.Aggregate(5)));
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                TableName.parse("bank.regions"),
                new Policy.TableRule("", columns("code, title"), List.of()));
        tables.put(
                TableName.parse("bank.customers"),
                new Policy.TableRule("", customers, List.of("tenant = {{user.tenant}}::int")));
        tables.put(TableName.parse("bank.accounts"), new Policy.TableRule("", accounts, List.of()));
        return policy(tables);
    }

    static Policy policy(SequencedMap<TableName, Policy.TableRule> tables) {
        return new Policy("bank", "postgresql", "bank", Limits.DEFAULT, tables);
    }

    static final Map<String, String> CLAIMS = Map.of("user.tenant", "1");
}
