package dev.sluice.connector.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.Limits;
import dev.sluice.guard.GuardedQueries;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type, compared with the text that DuckDB itself makes of the value. */
class ValuesIT {
    private static final Limits LIMITS = new Limits(1_000, 1L << 30, Duration.ofSeconds(60));

    private static @TempDir Path directory;
    private static Database database;

    @BeforeAll
    static void open() {
        Path file =
                DuckdbFiles.write(
                        directory.resolve("values.duckdb"),
                        "CREATE TABLE everything AS FROM test_all_types()",
                        "CREATE TABLE few AS SELECT 'nan'::DOUBLE AS nan, 'inf'::FLOAT AS inf,"
                                + " '-inf'::DOUBLE AS minus, -0.0::DOUBLE AS zero, 1e300::DOUBLE AS"
                                + " big, 1e-7::DOUBLE AS small");
        database =
                new DuckdbConnector().open(DuckdbFiles.target(file, directory), Capacity.DEFAULT);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Table run(String sql) {
        Table table = new Table();
        assertThat(
                        database.execute(
                                GuardedQueries.of(sql, LIMITS),
                                new Request(
                                        new SessionTag("test"),
                                        ResultLimits.DEFAULT,
                                        new Cancellation()),
                                table))
                .isInstanceOf(Outcome.Completed.class);
        return table;
    }

    private static List<String> texts(String value) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT CAST(" + value + " AS VARCHAR)");
                    ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    texts.add(String.valueOf(result.getString(1)));
                }
            }
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.50::DECIMAL(18,2)",
                "-99999999999999999999999999999999999.999::DECIMAL(38,3)",
                "170141183460469231731687303715884105727::HUGEINT",
                "340282366920938463463374607431768211455::UHUGEINT",
                "18446744073709551615::UBIGINT",
                "(-9223372036854775808)::BIGINT",
                "'123456789012345678901234567890123456789012345678'::BIGNUM",
                "'1500-02-28'::DATE",
                "'44-03-15 (BC)'::DATE",
                "'infinity'::DATE",
                "'1582-10-10 00:00:00.123456'::TIMESTAMP",
                "'2024-07-01 12:00:00.5+02'::TIMESTAMPTZ",
                "'2024-01-01 00:00:00.123456789'::TIMESTAMP_NS",
                "'12:00:00+02'::TIMETZ",
                "'12:34:56.789'::TIME",
                "INTERVAL '1 year -2 days 3.5 hours'",
                "'\\xAA\\x00b\\x5C'::BLOB",
                "'{\"a\": [1, 2.50, null]}'::JSON",
                "[1, NULL, 3]",
                "['a', 'b,c', NULL, '', 'it''s']",
                "[1, 2, 3]::INTEGER[3]",
                "{'a': 1, 'b': 'x, y', 'c': [1.10]}",
                "MAP {'k': 1, 'l,m': NULL}",
                "union_value(num := 2)",
                "'a'::ENUM('a', 'b')",
                "'6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b'::UUID",
                "0.1::FLOAT",
                "0.1::DOUBLE",
                "'10101'::BIT",
                "true",
                "NULL",
                "''",
                "'ü€😀 \"quoted\"'",
                "'a' || chr(0) || 'b'",
                "'=a'",
                "'>5'",
            })
    void aValueIsExactlyDuckdbsText(String value) throws SQLException {
        assertThat(run("SELECT " + value + " AS v").rows)
                .containsExactly(List.copyOf(texts(value)));
    }

    @Test
    void everyTypeOfDuckdbsOwnListIsDelivered() throws SQLException {
        Table table = run("SELECT * FROM main.everything");

        List<List<String>> expected = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet result =
                    statement.executeQuery(
                            "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM test_all_types()")) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(json(String.valueOf(result.getString(i)), table, i - 1));
                    }
                    expected.add(row);
                }
            }
        }
        assertThat(table.columns).hasSizeGreaterThan(40);
        assertThat(table.columns).extracting(ResultColumn::type).doesNotContain("other");
        assertThat(table.rows).isEqualTo(expected);
    }

    /** Numbers that are none have the names that all engines' have. */
    private static String json(String text, Table table, int column) {
        if (table.columns.get(column).kind() != Kind.FLOAT) {
            return text;
        }
        return switch (text) {
            case "nan" -> "NaN";
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            default -> text;
        };
    }

    @Test
    void numbersThatJsonLacksHaveTheirNames() {
        Table table = run("SELECT nan, inf, minus, zero, big, small FROM main.few");

        assertThat(table.columns).extracting(ResultColumn::kind).containsOnly(Kind.FLOAT);
        assertThat(table.rows)
                .containsExactly(
                        List.of("NaN", "Infinity", "-Infinity", "-0.0", "1e+300", "1e-07"));
    }

    @Test
    void kindsSayHowAValueIsRead() {
        Table table =
                run(
                        "SELECT true AS a, 1::TINYINT AS b, 1::UINTEGER AS c, 1::UBIGINT AS d,"
                                + " 1::HUGEINT AS e, 1.5 AS f, 'x' AS g");

        assertThat(table.columns)
                .extracting(ResultColumn::kind)
                .containsExactly(
                        Kind.BOOLEAN,
                        Kind.INTEGER,
                        Kind.INTEGER,
                        Kind.TEXT,
                        Kind.TEXT,
                        Kind.TEXT,
                        Kind.TEXT);
    }
}
