package dev.sluice.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import dev.sluice.connector.Capacity;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.connector.http.Rows;
import dev.sluice.connector.http.StubServer;
import dev.sluice.connector.http.StubServer.Asked;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import dev.sluice.guard.GuardedQueries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * ClickHouse's engine behind an HTTP interface of ours: it judges our SQL, settings, formats and
 * codes, not our reading of the interface. {@code -Dsluice.chdb=…/libchdb.so}.
 */
@EnabledIfSystemProperty(named = "sluice.chdb", matches = ".+")
@TestInstance(PER_CLASS)
class ClickHouseIT {
    /** What is in the address and no setting of the engine's. */
    private static final Set<String> NO_SETTINGS =
            Set.of("default_format", "query_id", "database", "wait_end_of_query");

    private static final Pattern CODE = Pattern.compile("Code: (\\d+)");

    private final Connector connector = new ClickHouseConnector();
    private Chdb chdb;
    private StubServer server;

    @BeforeAll
    void start() {
        chdb = new Chdb(Path.of(System.getProperty("sluice.chdb")));
        for (String sql :
                List.of(
                        "CREATE DATABASE shop ENGINE = Memory",
                        "CREATE TABLE shop.orders (id UInt64, total Decimal(18, 4),"
                                + " note Nullable(String), twice Decimal(18, 4) ALIAS total * 2)"
                                + " ENGINE = Memory",
                        "INSERT INTO shop.orders VALUES (18446744073709551615, 1.5, 'a'), (2, 2,"
                                + " NULL)",
                        "CREATE VIEW shop.cheap AS SELECT id FROM shop.orders WHERE total < 2")) {
            assertThat(chdb.ask(sql, "TSV").error()).as(sql).isNull();
        }
        server = new StubServer(this::answer);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private StubServer.Reply answer(Asked asked) {
        if (asked.body().endsWith("WHERE name = 'readonly'")) {
            return new StubServer.Whole(200, Map.of(), "0\n"); // the library keeps it set
        }
        String settings =
                asked.query().entrySet().stream()
                        .filter(entry -> !NO_SETTINGS.contains(entry.getKey()))
                        .map(entry -> entry.getKey() + " = '" + entry.getValue() + "'")
                        .collect(Collectors.joining(", "));
        String sql = asked.body() + (settings.isEmpty() ? "" : " SETTINGS " + settings);
        Chdb.Result result = chdb.ask(sql, asked.query().get("default_format"));
        if (result.error() == null) {
            return new StubServer.Whole(
                    200, Map.of("X-ClickHouse-Summary", "{\"read_bytes\":\"42\"}"), result.body());
        }
        Matcher code = CODE.matcher(result.error());
        return new StubServer.Whole(
                500,
                Map.of("X-ClickHouse-Exception-Code", code.find() ? code.group(1) : "0"),
                result.error());
    }

    private Outcome ask(String sql, Limits limits, Rows rows) {
        try (Database database =
                connector.open(ClickHouseTest.target(server.port()), Capacity.DEFAULT)) {
            return database.execute(GuardedQueries.of(sql, limits), ClickHouseTest.request(), rows);
        }
    }

    private List<List<@Nullable String>> ask(String sql) {
        Rows rows = new Rows();
        Outcome outcome = ask(sql, Limits.DEFAULT, rows);
        assertThat(outcome).as(sql).isInstanceOf(Outcome.Completed.class);
        return rows.rows;
    }

    @Test
    void keepsValuesExactly() {
        assertThat(
                        ask("""
                        SELECT toUInt64(18446744073709551615), toInt64(-9223372036854775808),
                         toDecimal128('12345678901234567890.123400', 6), nan, -inf, 1.5e300,
                         toDateTime('2024-06-01 12:00:00', 'Europe/Berlin'),
                         toDateTime64('1901-01-01 00:00:00.123456', 6, 'UTC'),
                         toDate32('1900-01-01'), [1, 2], CAST((1, 'y'), 'Tuple(a Int8, b String)'),
                         map('k', 1), true, NULL, toFloat32(0.1),
                         toInt256('123456789012345678901234567890'), [nan], toFloat64(7),
                         CAST('x', 'LowCardinality(Nullable(String))'), 'a/b"'\
                        """)
                                .getFirst())
                .containsExactly(
                        "18446744073709551615",
                        "-9223372036854775808",
                        "12345678901234567890.123400",
                        "NaN",
                        "-Infinity",
                        "1.5E+300",
                        "2024-06-01T10:00:00Z",
                        "1901-01-01T00:00:00.123456Z",
                        "1900-01-01",
                        "[1,2]",
                        "{\"a\":1,\"b\":\"y\"}",
                        "{\"k\":1}",
                        "true",
                        null,
                        "0.1",
                        "123456789012345678901234567890",
                        "[\"nan\"]",
                        "7",
                        "x",
                        "a/b\"");
    }

    @Test
    void everySettingIsOneThatTheEngineTakesAndObeys() {
        assertThat(
                        ask(
                                "SELECT name, value FROM system.settings WHERE name IN ('readonly',"
                                        + " 'max_execution_time', 'max_bytes_to_read',"
                                        + " 'max_result_rows', 'log_comment') ORDER BY name"))
                .containsExactly(
                        List.of("log_comment", "sluice 0a1b2c3d ada/claude"),
                        List.of("max_bytes_to_read", "1073741824"),
                        List.of("max_execution_time", "30"),
                        List.of("max_result_rows", "201"),
                        List.of("readonly", "1"));
    }

    @Test
    void limitsHaveTheirCodes() {
        Limits small = new Limits(10, 1_000, Duration.ofSeconds(30));
        assertThat(code("SELECT sum(number) FROM numbers(100000000)", small))
                .isEqualTo(ReasonCode.BYTES_EXCEEDED);
        Limits brief = new Limits(10, 1L << 60, Duration.ofSeconds(1));
        assertThat(
                        code(
                                "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number)"
                                        + " = 1",
                                brief))
                .isEqualTo(ReasonCode.TIMEOUT);
        assertThat(code("SELECT throwIf(1)", Limits.DEFAULT)).isEqualTo(ReasonCode.QUERY_FAILED);
    }

    private ReasonCode code(String sql, Limits limits) {
        Outcome outcome = ask(sql, limits, new Rows());
        assertThat(outcome).as(sql).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).code();
    }

    @Test
    void anAnswerIsCutAtItsRows() {
        Rows rows = new Rows();
        Outcome outcome = ask("SELECT number FROM numbers(1000)", Limits.DEFAULT, rows);
        assertThat(((Outcome.Completed) outcome).truncated()).isTrue();
        assertThat(((Outcome.Completed) outcome).scanMeasured()).hasValue(42);
        assertThat(rows.rows).hasSize(200);
    }

    @Test
    void aDatabaseIsIndexed() {
        Schema schema = connector.readSchema(ClickHouseTest.target(server.port()));
        Schema.Table orders = schema.table(new TableName("shop", "orders")).orElseThrow();
        assertThat(orders.columns())
                .containsExactly(
                        new Schema.Column("id", "UInt64"),
                        new Schema.Column("total", "Decimal(18, 4)"),
                        new Schema.Column("note", "Nullable(String)"),
                        new Schema.Column("twice", "Decimal(18, 4)", "total * 2"));
        assertThat(schema.table(new TableName("shop", "cheap")).orElseThrow().lineage().kind())
                .isEqualTo(Schema.Kind.VIEW);
        assertThat(schema.tables().keySet()).noneMatch(table -> table.schema().equals("system"));
    }

    @Test
    void aProbeTellsWhatTheUserMay() {
        Probe probe = connector.probe(ClickHouseTest.target(server.port()));
        assertThat(probe.version()).startsWith("26.5");
        assertThat(probe.tables()).isEqualTo(2);
        assertThat(probe.powers())
                .extracting(Power::kind)
                .contains(Power.Kind.WRITE, Power.Kind.FILES);
    }
}
