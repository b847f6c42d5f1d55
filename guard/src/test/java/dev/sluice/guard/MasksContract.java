package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Mask;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What masks show on a real engine: the same on each, whatever the session's settings are. The
 * table {@code veil.people} holds one row per case.
 */
abstract class MasksContract {
    static final String HI = "Hi There";
    static final String ODD = "Zoë 😀 O'Brien\\";

    /** A row: id, name, code, amount, big, born, seen, uid. */
    static final List<List<String>> ROWS =
            List.of(
                    row("1", HI, "ab", "1.50", "-42", "2024-05-16", "2024-05-16 21:47:11"),
                    row(
                            "2",
                            "what do ya want for nothing?",
                            "cd",
                            "0.00",
                            "9223372036854775807",
                            "1999-12-31",
                            "1999-12-31 23:59:59"),
                    row(
                            "3",
                            "Test Using Larger Than Block-Size Key - Hash Key First",
                            "e",
                            "-99999999.99",
                            "-9223372036854775808",
                            "2024-02-29",
                            "2024-02-29 00:00:00"),
                    row(
                            "4",
                            "This is a test using a larger than block-size key and a larger than"
                                    + " block-size data. The key needs to be hashed before being"
                                    + " used by the HMAC algorithm.",
                            "f",
                            "7.10",
                            "0",
                            "2020-12-28",
                            "2020-12-28 12:00:00"),
                    row("5", ODD, "g", "7.10", "5", "2021-01-03", "2021-01-03 05:00:00"),
                    row("6", "", "h", "7.10", "5", "1970-01-01", "1970-01-02 03:04:05"));

    private static List<String> row(String... values) {
        return List.of(values);
    }

    /** The dialects of policies that the engine is asked with. */
    abstract List<String> dialects();

    /** The catalogue's spelling of the columns' types: name by name. */
    abstract Map<String, String> types();

    /** Sessions of different settings; each is closed by the test. */
    abstract List<Connection> sessions() throws SQLException;

    /** Binds a value as the server's connector does. */
    void bind(PreparedStatement statement, int index, String value) throws SQLException {
        statement.setString(index, value);
    }

    /** The result column as text; dates and times in ISO form. */
    String text(ResultSet result, int column) throws SQLException {
        return result.getString(column);
    }

    private Guard guard(String dialect, String column, Mask mask, byte[] key) {
        List<Schema.Column> columns = new ArrayList<>();
        types().forEach((name, type) -> columns.add(new Schema.Column(name, type)));
        TableName name = TableName.parse("veil.people");
        Schema schema =
                Schema.of(List.of(new Schema.Table(name, columns, List.of("id"), List.of())));
        SequencedMap<String, Policy.ColumnRule> rules = BankFixture.columns("id");
        rules.put(column, BankFixture.masked(mask));
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(name, new Policy.TableRule("", rules, List.of()));
        return Guard.of(
                new Policy("veil", dialect, "veil", ShopFixture.LIMITS, tables),
                schema,
                MaskKey.of(key));
    }

    /** What every session shows of the column, by id. */
    private List<String> shown(String column, Mask mask, byte[] key) throws SQLException {
        List<String> first = List.of();
        for (String dialect : dialects()) {
            Guard guard = guard(dialect, column, mask, key);
            String sql = "SELECT " + column + " FROM people ORDER BY id";
            GuardedQuery query = ((Decision.Allowed) guard.check(sql, Map.of())).query();
            assertThat(query.sql()).doesNotContain(HexFormat.of().formatHex(key));
            for (Connection session : sessions()) {
                try (session) {
                    List<String> rows = run(session, query);
                    assertThat(first.isEmpty() ? rows : first).isEqualTo(rows);
                    first = rows;
                }
            }
        }
        return first;
    }

    private List<String> run(Connection connection, GuardedQuery query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            for (int i = 0; i < query.parameters().size(); i++) {
                bind(statement, i + 1, query.parameters().get(i).value());
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(text(result, 1));
                }
            }
        }
        return rows;
    }

    private List<String> shown(String column, Mask mask) throws SQLException {
        return shown(column, mask, new byte[MaskKey.BYTES]);
    }

    private static String digest(String text) throws GeneralSecurityException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A key is filled up with noughts, and one that is longer than a block is hashed first. */
    private static byte[] key(String hex) throws GeneralSecurityException {
        byte[] key = HexFormat.of().parseHex(hex);
        byte[] used = key.length > 64 ? MessageDigest.getInstance("SHA-256").digest(key) : key;
        return Arrays.copyOf(used, MaskKey.BYTES);
    }

    /** The cases of RFC 4231 whose data is text. */
    @ParameterizedTest
    @CsvSource({
        "0, 0b, 20, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "1, 4a656665, 1, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "2, aa, 131, 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        "3, aa, 131, 9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    })
    void aKeyedHashIsThatOfRfc4231(int row, String unit, int times, String expected)
            throws SQLException, GeneralSecurityException {
        List<String> shown = shown("name", new Mask.KeyedHash(), key(unit.repeat(times)));

        assertThat(shown.get(row)).isEqualTo(expected);
        assertThat(shown).hasSize(ROWS.size() + 1);
        assertThat(shown.getLast()).isNull();
        assertThat(shown.subList(0, ROWS.size())).doesNotContainNull().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "code", "amount", "big", "born"})
    void aHashIsTheDigestOfTheValuesOwnText(String column)
            throws SQLException, GeneralSecurityException {
        List<String> shown = shown(column, new Mask.Hash());
        int place = List.of("id", "name", "code", "amount", "big", "born").indexOf(column);

        for (int i = 0; i < ROWS.size(); i++) {
            assertThat(shown.get(i)).isEqualTo(digest(ROWS.get(i).get(place)));
        }
        assertThat(shown.getLast()).isNull();
    }

    @Test
    void aHashOfAUuidIsOfItsLowerCaseDigits() throws SQLException, GeneralSecurityException {
        if (types().containsKey("uid")) {
            assertThat(shown("uid", new Mask.Hash()).getFirst())
                    .isEqualTo(digest("00000000-0000-0000-0000-00000000abcd"));
        }
    }

    @Test
    void theEndsOfATextShowAndNothingOfAShortOne() throws SQLException {
        assertThat(shown("name", new Mask.Partial(2, 2)))
                .containsExactly(
                        "Hi***re", "wh***g?", "Te***st", "Th***m.", "Zo***n\\", "***", null);
        assertThat(shown("name", new Mask.Partial(5, 0)).get(4)).isEqualTo("Zoë 😀***");
        assertThat(shown("name", new Mask.Partial(0, 4)).getFirst()).isEqualTo("***here");
        assertThat(shown("name", new Mask.Partial(0, 0)))
                .containsOnly("***", null)
                .hasSize(ROWS.size() + 1);
        assertThat(shown("code", new Mask.Partial(1, 0)).subList(0, 3))
                .containsExactly("a***", "c***", "***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "amount", "born", "seen", "moment"})
    void nothingShowsOfAnyType(String column) throws SQLException {
        assertThat(shown(column, new Mask.Null())).containsOnlyNulls().hasSize(ROWS.size() + 1);
    }

    @ParameterizedTest
    @EnumSource(Mask.Unit.class)
    void datesAndTimesAreCutToTheStartOfTheirPeriod(Mask.Unit unit) throws SQLException {
        List<String> expected =
                switch (unit) {
                    case YEAR -> starts("2024-01-01 1999-01-01 2024-01-01 2020-01-01 2021-01-01");
                    case QUARTER ->
                            starts("2024-04-01 1999-10-01 2024-01-01 2020-10-01 2021-01-01");
                    case MONTH -> starts("2024-05-01 1999-12-01 2024-02-01 2020-12-01 2021-01-01");
                    case WEEK -> starts("2024-05-13 1999-12-27 2024-02-26 2020-12-28 2020-12-28");
                    case DAY -> starts("2024-05-16 1999-12-31 2024-02-29 2020-12-28 2021-01-03");
                    case HOUR ->
                            List.of(
                                    "2024-05-16 21:00:00",
                                    "1999-12-31 23:00:00",
                                    "2024-02-29 00:00:00",
                                    "2020-12-28 12:00:00",
                                    "2021-01-03 05:00:00");
                };
        for (String column : List.of("seen", "moment")) {
            List<String> shown = shown(column, new Mask.TruncateDate(unit));

            assertThat(shown.subList(0, 5)).as(column).isEqualTo(expected);
            assertThat(shown.getLast()).as(column).isNull();
        }
        if (unit != Mask.Unit.HOUR) {
            assertThat(shown("born", new Mask.TruncateDate(unit)).subList(0, 5))
                    .isEqualTo(expected.stream().map(start -> start.substring(0, 10)).toList());
        }
    }

    private static List<String> starts(String days) {
        return Arrays.stream(days.split(" ")).map(day -> day + " 00:00:00").toList();
    }
}
