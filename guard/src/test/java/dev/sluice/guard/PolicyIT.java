package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.core.Mask;
import dev.sluice.core.Policy;
import dev.sluice.core.TableName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels, masks and barriers on a real PostgreSQL: what comes back, and what does not. */
class PolicyIT {
    private static final byte[] KEY =
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static EmbeddedPostgres postgres;
    private static Connection connection;

    private final Guard guard =
            Guard.of(BankFixture.policy(), BankFixture.schema(), MaskKey.of(KEY));

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        connection = postgres.getPostgresDatabase().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(BankFixture.SQL);
            statement.execute("SET search_path = ''");
        }
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        connection.close();
        postgres.close();
    }

    private List<String> rows(String sql) throws SQLException {
        return rows(guard, sql);
    }

    private static List<String> rows(Guard guard, String sql) throws SQLException {
        Decision decision = guard.check(sql, BankFixture.CLAIMS);
        assertThat(decision).as(sql).isInstanceOf(Decision.Allowed.class);
        return run(((Decision.Allowed) decision).query());
    }

    private static List<String> run(GuardedQuery query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            for (int i = 0; i < query.parameters().size(); i++) {
                statement.setObject(i + 1, query.parameters().get(i).value(), Types.OTHER);
            }
            return rows(statement.executeQuery());
        }
    }

    private static List<String> rows(ResultSet result) throws SQLException {
        List<String> rows = new ArrayList<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                row.add(result.getString(i));
            }
            rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
        }
        return rows;
    }

    private static String hmac(String value) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void masksStandInThePlaceOfTheValues() throws SQLException, GeneralSecurityException {
        assertThat(
                        rows(
                                "SELECT name, email, phone, born, to_char(seen AT TIME ZONE 'UTC',"
                                        + " 'YYYY-MM-DD HH24:MI') FROM customers WHERE id = 2"))
                .containsExactly(
                        "null|" + hmac("p2@x.example") + "|+49***02|1980-01-01|2024-01-03 00:00");
    }

    @Test
    void theKeyIsBoundAndStandsInNoText() {
        GuardedQuery query =
                ((Decision.Allowed) guard.check("SELECT email FROM customers", BankFixture.CLAIMS))
                        .query();

        assertThat(query.parameters()).hasSize(3);
        assertThat(query.parameters().toString()).doesNotContain("x36").contains("redacted");
        assertThat(query.sql() + query.databaseText()).doesNotContain("\\x");
    }

    @Test
    void aPlainHashIsTheDigestOfTheText() throws SQLException {
        SequencedMap<String, Policy.ColumnRule> columns = BankFixture.columns("id");
        for (String name : List.of("email", "rating")) {
            columns.put(name, BankFixture.masked(new Mask.Hash()));
        }
        columns.put("name", BankFixture.masked(new Mask.Partial(0, 0)));
        columns.put("phone", BankFixture.masked(new Mask.Partial(9, 0)));
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(TableName.parse("bank.customers"), new Policy.TableRule("", columns, List.of()));
        Guard hashed = Guard.of(BankFixture.policy(tables), BankFixture.schema());

        // From sha256sum of coreutils over 'p1@x.example' and '1'.
        assertThat(rows(hashed, "SELECT email, rating, name, phone FROM customers WHERE id = 1"))
                .containsExactly(
                        "33abcfe8c4298dc5e60fbda26a39adcf334cf01cc5bb434137e879f4950b6e7c|6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
                            + "|***|***");
    }

    @Test
    void maskedColumnsJoinGroupFilterAndSortByTheMask()
            throws SQLException, GeneralSecurityException {
        assertThat(
                        rows(
                                "SELECT count(*) FROM customers c JOIN accounts a ON a.email ="
                                        + " c.email"))
                .containsExactly("30");
        assertThat(rows("SELECT id FROM customers WHERE email = 'p2@x.example'")).isEmpty();
        assertThat(rows("SELECT id FROM customers WHERE email = '" + hmac("p2@x.example") + "'"))
                .containsExactly("2");
        assertThat(rows("SELECT born, count(*) FROM customers GROUP BY born ORDER BY born"))
                .containsExactly("1980-01-01|8", "1981-01-01|7");
        assertThat(rows("SELECT count(*) FROM customers WHERE name IS NULL")).containsExactly("15");
        assertThat(rows("SELECT count(*) FROM customers WHERE born = '1980-02-24'"))
                .containsExactly("0");
        List<String> sorted = rows("SELECT email FROM customers ORDER BY email COLLATE \"C\"");
        assertThat(sorted).hasSize(15).isSorted().doesNotContain("p1@x.example");
    }

    @Test
    void groupsOfFewRowsAreLeftOut() throws SQLException {
        assertThat(rows("SELECT region, sum(balance) FROM customers GROUP BY region"))
                .containsExactly("n|7800.00");
        assertThat(rows("SELECT region, sum(rating), count(*) FROM customers GROUP BY region"))
                .containsExactlyInAnyOrder("n|12|12", "s|3|3");
        assertThat(rows("SELECT sum(balance) FROM customers WHERE id = 5")).isEmpty();
        assertThat(rows("SELECT (SELECT sum(balance) FROM customers WHERE id = 5)"))
                .containsExactly("null");
        assertThat(rows("SELECT sum(balance) FILTER (WHERE id = 5), count(*) FROM customers"))
                .isEmpty();
        assertThat(rows("SELECT sum(balance) FILTER (WHERE id <> 5) FROM customers"))
                .containsExactly("11500.00");
        assertThat(
                        rows(
                                "SELECT r.title, sum(c.rating) FROM regions r LEFT JOIN customers c"
                                        + " ON c.region = r.code GROUP BY r.title"))
                .containsExactlyInAnyOrder("North|12", "South|3");
        assertThat(rows("SELECT sum(a.amount) FROM accounts a WHERE a.customer_id < 4"))
                .containsExactly("21.00");
        assertThat(rows("SELECT sum(a.amount) FROM accounts a WHERE a.customer_id < 3")).isEmpty();
    }

    @Test
    void aSmallGroupDoesNotTellByAnError() throws SQLException {
        String sql =
                "SELECT region FROM customers GROUP BY region HAVING 1 / (sum(balance) - %s) < 1";

        assertThat(rows(sql.formatted("4200"))).containsExactly("n");
        assertThat(rows(sql.formatted("4201"))).containsExactly("n");
        assertThat(catchThrowable(() -> rows(sql.formatted("7800"))))
                .hasMessageContaining("division by zero");
    }

    @Test
    void aCrossJoinDoesNotInflateAGroup() throws SQLException {
        // Refused by the guard; and the count itself would not be fooled.
        assertThat(
                        guard.check(
                                "SELECT sum(c.balance) FROM customers c, accounts a WHERE c.id = 5",
                                BankFixture.CLAIMS))
                .isInstanceOf(Decision.Refused.class);
        GuardedQuery alone =
                ((Decision.Allowed)
                                guard.check(
                                        "SELECT sum(balance) FROM customers WHERE id = 5",
                                        BankFixture.CLAIMS))
                        .query();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        alone.sql()
                                .replace(
                                        ") AS \"customers\" WHERE",
                                        ") AS \"customers\", bank.accounts WHERE"))) {
            statement.setObject(1, "1", Types.OTHER);
            assertThat(rows(statement.executeQuery())).isEmpty();
        }
    }

    @Test
    void claimsDecideWhatIsSeen() throws SQLException {
        String sql = "SELECT count(*), count(score) FILTER (WHERE score > 5) FROM customers";
        String plain = "SELECT count(*) FROM customers WHERE score > 120";

        assertThat(guard.check(sql, BankFixture.CLAIMS)).isInstanceOf(Decision.Refused.class);
        assertThat(rows(plain)).containsExactly("3");
        assertThat(run(((Decision.Allowed) guard.check(plain, Map.of("user.tenant", "2"))).query()))
                .containsExactly("5");
        assertThat(run(((Decision.Allowed) guard.check(plain, Map.of())).query()))
                .containsExactly("0");
    }

    /** A condition that fails exactly on the row of a name, wherever conditions may stand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM people c WHERE %s",
                "SELECT id FROM people c WHERE id > 0 AND id < 1000 AND %s",
                "SELECT c.id FROM people c JOIN bank.regions r ON r.code = c.region AND %s",
                "SELECT r.code FROM bank.regions r LEFT JOIN people c ON r.code = c.region AND %s",
                "SELECT r.code FROM bank.regions r FULL JOIN people c ON r.code = c.region AND"
                        + " r.code IS NOT NULL WHERE %s",
                "SELECT name, id FROM people c GROUP BY name, id HAVING %s",
                "SELECT count(*) FILTER (WHERE %s) FROM people c",
                "SELECT id FROM people c ORDER BY %s",
                "SELECT %s FROM people c",
                "SELECT count(*) FROM people c GROUP BY %s",
                "SELECT DISTINCT ON (%s) id FROM people c",
                "SELECT row_number() OVER (ORDER BY %s) FROM people c",
                "SELECT r.code, l.x FROM people c, LATERAL (SELECT %s AS x) l, bank.regions r WHERE"
                        + " l.x",
                "SELECT r.code, l.x FROM bank.regions r LEFT JOIN LATERAL (SELECT %s AS x FROM"
                        + " people c WHERE c.region = r.code) l ON l.x",
                "SELECT code FROM bank.regions r WHERE EXISTS (SELECT 1 FROM people c WHERE"
                        + " c.region = r.code AND %s)",
                "SELECT code FROM bank.regions r WHERE code IN (SELECT region FROM people c WHERE"
                        + " %s)",
                "SELECT code FROM bank.regions r WHERE true IN (SELECT %s FROM people c)",
                "SELECT code FROM bank.regions r WHERE 0 < (SELECT count(*) FROM people c WHERE"
                        + " %s)",
                "SELECT id FROM (SELECT id, %s AS x FROM people c) t WHERE x",
                "SELECT r.code, t.x FROM bank.regions r LEFT JOIN (SELECT region, %s AS x FROM"
                        + " people c) t ON t.region = r.code",
                "WITH t AS (SELECT id, %s AS x FROM people c) SELECT id FROM t WHERE x AND id > 0",
                "WITH t AS MATERIALIZED (SELECT id FROM people c WHERE %s) SELECT id FROM t",
                "SELECT x FROM (SELECT %s AS x FROM people c UNION ALL SELECT true) t WHERE x",
                "SELECT x, count(*) FROM (SELECT %s AS x FROM people c) t GROUP BY x HAVING x",
                "SELECT x FROM (SELECT %s AS x, row_number() OVER () FROM people c) t WHERE x",
                "SELECT id FROM people c WHERE %s ORDER BY id LIMIT 1",
                "SELECT t.id FROM (SELECT id, %s AS x FROM people c) t JOIN (SELECT true AS x) o"
                        + " USING (x)",
                "SELECT t.id FROM (SELECT id, %s AS x FROM people c) t NATURAL JOIN (SELECT true"
                        + " AS x) o",
                "SELECT t.id FROM (SELECT id, CASE WHEN %s THEN ROW(1) ELSE ROW(2) END AS x FROM"
                        + " people c) t JOIN (SELECT ROW(1) AS y) o ON x = y"
            })
    void aHiddenNameAnswersLikeOneThatDoesNotExist(String template) throws SQLException {
        for (String filter :
                List.of(
                        "tenant = 1",
                        "tenant = 1 OR region IS NULL",
                        "region IN (SELECT code FROM bank.regions) AND tenant = 1",
                        "id IN (SELECT customer_id FROM bank.accounts WHERE amount < 17)",
                        "EXISTS (SELECT 1 FROM bank.accounts a WHERE a.customer_id = people.id AND"
                                + " a.amount < 17)")) {
            Guard people = people(filter);
            for (String condition : ORACLES) {
                String sql = template.formatted(condition);
                String hidden = answer(people, sql.replace("$", "17"));
                String absent = answer(people, sql.replace("$", "999"));

                assertThat(hidden).as("%s behind %s", sql, filter).isEqualTo(absent);
            }
        }
    }

    private static final List<String> ORACLES =
            List.of(
                    "CASE WHEN c.name = 'Name $' THEN 1 / (c.id - $) > 0 ELSE true END",
                    "(c.id <> $ OR c.name::int > 0)",
                    "1 / (c.id - $) < 2",
                    "(c.id <> $ OR c.name ~ '(')",
                    "(CASE WHEN c.id = $ THEN 'x(' ELSE 'x' END) !~ c.name",
                    "CASE WHEN c.id = $ THEN (SELECT 1 / (c.id - $) FROM bank.regions LIMIT 1) > 0"
                            + " ELSE true END",
                    "EXISTS (SELECT 1 FROM bank.regions HAVING count(*) + 1 / (c.id - $) > -5)",
                    "EXISTS (SELECT 1 FROM bank.regions LIMIT CASE WHEN c.id = $ THEN -1 ELSE 1"
                            + " END)",
                    "1 IN (SELECT ntile(CASE WHEN c.id = $ THEN 0 ELSE 1 END) OVER (ORDER BY"
                            + " code) FROM bank.regions)",
                    "0 NOT IN (SELECT percentile_cont(CASE WHEN c.id = $ THEN 7 ELSE 0.5 END)"
                            + " WITHIN GROUP (ORDER BY length(code)) FROM bank.regions)",
                    "CASE WHEN c.id = $ THEN 1e400 ELSE 1 END > float8 '0'",
                    "date_trunc('year', CASE WHEN c.id = $ THEN date '500000-01-01' ELSE date"
                            + " '2024-01-01' END) > '1900-01-01'",
                    "(SELECT true FROM (SELECT CASE WHEN c.id = $ THEN ROW('a') ELSE ROW(1) END AS"
                            + " x) t WHERE t.x = ROW(1))");

    private static String answer(Guard guard, String sql) {
        try {
            return rows(guard, sql).toString();
        } catch (SQLException e) {
            return "failed: " + e.getSQLState();
        }
    }

    /** The customers as a table of their own, so that the filter can name it. */
    private static Guard people(String filter) {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                TableName.parse("bank.people"),
                new Policy.TableRule(
                        "", BankFixture.columns("id, name, region, seen"), List.of(filter)));
        tables.put(
                TableName.parse("bank.regions"),
                new Policy.TableRule("", BankFixture.columns("code, title"), List.of()));
        return Guard.of(BankFixture.policy(tables), BankFixture.schema());
    }

    @Test
    void withoutABarrierTheHiddenNameWouldShow() throws SQLException {
        GuardedQuery query =
                ((Decision.Allowed)
                                people(
                                                "id IN (SELECT customer_id FROM bank.accounts WHERE"
                                                        + " amount < 17)")
                                        .check(
                                                "SELECT id FROM people c WHERE CASE WHEN c.name ="
                                                        + " 'Name 17' THEN 1 / (c.id - 17) > 0"
                                                        + " ELSE true END",
                                                Map.of()))
                        .query();

        try (Statement statement = connection.createStatement()) {
            assertThat(
                            catchThrowable(() ->
                                    statement.executeQuery(query.sql().replace(" OFFSET 0", ""))))
                    .hasMessageContaining("division by zero");
        }
    }

    @Test
    void aCopiedConditionUsesTheIndexInsideTheBarrier() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE bank.many AS SELECT i AS id, 'Name ' || i AS name, i % 2 AS"
                            + " tenant FROM generate_series(1, 50000) i; ALTER TABLE bank.many ADD"
                            + " PRIMARY KEY (id); ANALYZE bank.many");
            SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
            tables.put(
                    TableName.parse("bank.many"),
                    new Policy.TableRule(
                            "", BankFixture.columns("id, name"), List.of("tenant = 1")));
            Guard many = Guard.of(BankFixture.policy(tables), BankFixture.schema());
            String sql =
                    ((Decision.Allowed)
                                    many.check(
                                            "SELECT id FROM many WHERE id = 4711 AND 1 / (id - 5) <"
                                                    + " 1",
                                            Map.of()))
                            .query()
                            .sql();
            String bare = sql.replace(" AND (\"many\".\"id\" = 4711)) OFFSET 0", ") OFFSET 0");

            assertThat(bare).isNotEqualTo(sql);
            assertThat(rows(statement.executeQuery("EXPLAIN " + sql)).toString())
                    .contains("Index Scan using many_pkey");
            assertThat(rows(statement.executeQuery("EXPLAIN " + bare)).toString())
                    .contains("Seq Scan on many");
        }
    }
}
