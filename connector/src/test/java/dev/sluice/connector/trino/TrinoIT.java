package dev.sluice.connector.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Probe;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.Rows;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.connector.oauth.Sessions;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import dev.sluice.guard.GuardedQueries;
import dev.sluice.guard.GuardedQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trino 476 itself: {@code ./build verify -Ptrino}. */
@EnabledIfSystemProperty(named = "sluice.trino", matches = ".+")
@TestInstance(PER_CLASS)
class TrinoIT {
    private static final SessionTag TAG = new SessionTag("sluice 0a1b2c3d ada/claude");

    /** Long enough that only cancelling ends it: 10^18 rows. */
    private static final String ENDLESS =
            "SELECT count(*) FROM tpch.sf1.lineitem a CROSS JOIN tpch.sf1.lineitem b"
                    + " CROSS JOIN tpch.sf1.lineitem c WHERE a.tax + b.tax + c.tax < 0";

    private final Connector connector = new TrinoConnector();
    @TempDir static Path scratch;
    private TrinoServer server;

    @BeforeAll
    void start() throws Exception {
        server = new TrinoServer(Path.of(System.getProperty("sluice.trino")), scratch);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Target target(String catalog, ConnectionMode mode) {
        return new Target(
                new ConnectionSettings(
                        "trino",
                        "127.0.0.1",
                        server.port,
                        catalog,
                        "reader",
                        TlsSettings.of(TlsMode.DISABLE),
                        mode,
                        AuthMethod.NONE,
                        null,
                        Map.of()),
                Credential.of(Map.of()),
                new DirectNetwork());
    }

    private Database open(String catalog) {
        return connector.open(target(catalog, ConnectionMode.POOLED), Capacity.DEFAULT);
    }

    private static Request request() {
        return request(new Cancellation());
    }

    private static Request request(Cancellation cancellation) {
        return new Request(TAG, ResultLimits.DEFAULT, cancellation);
    }

    private static GuardedQuery query(String sql, String... parameters) {
        return GuardedQueries.of(sql, new Limits(200, 1L << 40, Duration.ofMinutes(3)), parameters);
    }

    private List<List<@Nullable String>> ask(String sql, String... parameters) {
        try (Database database = open("tpch")) {
            Rows rows = new Rows();
            Outcome outcome = database.execute(query(sql, parameters), request(), rows);
            assertThat(outcome).as(sql).isInstanceOf(Outcome.Completed.class);
            return rows.rows;
        }
    }

    private Outcome fail(GuardedQuery query) {
        try (Database database = open("tpch")) {
            Rows rows = new Rows();
            Outcome outcome = database.execute(query, request(), rows);
            assertThat(rows.rows).isEmpty();
            return outcome;
        }
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void readsInEveryMode(ConnectionMode mode) {
        try (Database database = connector.open(target("tpch", mode), Capacity.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                Rows rows = new Rows();
                Outcome outcome =
                        database.execute(
                                query("SELECT count(*) AS n FROM tpch.tiny.nation"),
                                request(),
                                rows);
                assertThat(outcome).isInstanceOf(Outcome.Completed.class);
                assertThat(rows.rows).containsExactly(List.of("25"));
                assertThat(rows.columns.getFirst().name()).isEqualTo("n");
            }
        }
    }

    @Test
    void keepsValuesExactly() {
        assertThat(
                        ask("""
                        SELECT CAST('12345678901234567890.1234500' AS decimal(38, 7)), nan(),
                         -infinity(), 1e300, REAL '0.1', 9223372036854775807,
                         TIMESTAMP '1500-01-01 00:00:00.123456789012',
                         TIMESTAMP '2020-06-01 12:00:00.1 Europe/Berlin', DATE '0001-01-01',
                         X'00ff', ARRAY[1, NULL, 2], CAST(ROW(1, 'x') AS ROW(p bigint, q varchar)),
                         MAP(ARRAY['k'], ARRAY[1.50]), JSON '{"a":1.0}', true, CAST(NULL AS varchar),
                         'Grüße \\a ''x'''\
                        """)
                                .getFirst())
                .containsExactly(
                        "12345678901234567890.1234500",
                        "NaN",
                        "-Infinity",
                        "1.0E+300",
                        "0.1",
                        "9223372036854775807",
                        "1500-01-01 00:00:00.123456789012",
                        "2020-06-01 12:00:00.1 Europe/Berlin",
                        "0001-01-01",
                        "\\x00ff",
                        "[1,null,2]",
                        "[1,\"x\"]",
                        "{\"k\":\"1.50\"}",
                        "{\"a\":1.0}",
                        "true",
                        null,
                        "Grüße \\a 'x'");
    }

    @Test
    void bindsClaimsWhateverTheyHold() {
        String hostile = "x' OR '1'='1";
        assertThat(ask("SELECT ? AS a, length(?) AS b FROM tpch.tiny.region", hostile, "''"))
                .hasSize(5)
                .allMatch(row -> row.equals(List.of(hostile, "2")));
        assertThat(ask("SELECT 1 FROM tpch.tiny.nation WHERE name = ?", hostile)).isEmpty();
    }

    @Test
    void readsAnAnswerOfManyPagesUpToItsLimits() {
        try (Database database = open("tpch")) {
            Rows rows = new Rows();
            Outcome outcome =
                    database.execute(
                            GuardedQueries.of(
                                    "SELECT orderkey, \"comment\" FROM tpch.tiny.orders LIMIT 5001",
                                    new Limits(5_000, 1L << 40, Duration.ofMinutes(3))),
                            request(),
                            rows);
            assertThat(outcome).isInstanceOf(Outcome.Completed.class);
            assertThat(((Outcome.Completed) outcome).truncated()).isTrue();
            assertThat(rows.rows).hasSize(5_000);
        }
    }

    @Test
    void estimatesTheScan() {
        try (Database database = open("tpch")) {
            GuardedQuery small =
                    query("SELECT count(*) FROM tpch.tiny.orders WHERE clerk = ?", "Clerk'1");
            Outcome outcome = database.execute(small, request(), new Rows());
            assertThat(((Outcome.Completed) outcome).scanEstimated()).isPresent();
        }
        Outcome refused =
                fail(
                        GuardedQueries.of(
                                "SELECT sum(orderkey) FROM tpch.sf1.lineitem",
                                new Limits(200, 1L << 20, Duration.ofMinutes(3))));
        assertThat(refused).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) refused).code()).isEqualTo(ReasonCode.BYTES_EXCEEDED);
        assertThat(((Outcome.Failed) refused).details())
                .containsKeys("estimated_bytes", "max_bytes");
    }

    @Test
    void theServerRefusesToWriteInTheTransaction() throws SourceFailure {
        Target target = target("memory", ConnectionMode.POOLED);
        try (Statements statements =
                        new Statements(
                                Sessions.open(target, Map::of, Sessions.Defaults.NONE),
                                target.settings());
                Stop stop = Stop.after(Duration.ofMinutes(2))) {
            String write = "CREATE TABLE memory.default.t AS SELECT 1 AS a";
            Map<String, String> in =
                    Map.of(Statements.TRANSACTION, statements.begin(Map.of(), stop));
            SourceFailure refused =
                    catchThrowableOfType(
                            SourceFailure.class,
                            () -> statements.run(write, in, Answer.ofCatalogue(1), stop));
            assertThat(refused.outcome().toString()).contains("READ_ONLY_VIOLATION");
            statements.rollback(in);
            // The same text does write where nothing keeps it from that.
            statements.run(write, Map.of(), Answer.ofCatalogue(1), stop);
            statements.run("DROP TABLE memory.default.t", Map.of(), Answer.ofCatalogue(1), stop);
        }
    }

    @Test
    void failuresHaveCodesAndNoText() {
        Outcome.Failed division =
                (Outcome.Failed)
                        fail(
                                query(
                                        "SELECT 1 / (nationkey - nationkey)"
                                                + " FROM tpch.tiny.nation"));
        assertThat(division.code()).isEqualTo(ReasonCode.QUERY_FAILED);
        assertThat(division.sqlState()).isEqualTo("DIVISION_BY_ZERO");
        Outcome.Failed cast =
                (Outcome.Failed) fail(query("SELECT CAST(name AS bigint) FROM tpch.tiny.nation"));
        assertThat(cast.code()).isEqualTo(ReasonCode.QUERY_FAILED);
        assertThat(cast.toString()).doesNotContain("ALGERIA");
    }

    @Test
    void theTimeLimitEndsTheQueryAtTheServer() throws Exception {
        Outcome outcome =
                fail(
                        GuardedQueries.of(
                                ENDLESS, new Limits(1, Long.MAX_VALUE, Duration.ofSeconds(4))));
        assertThat(((Outcome.Failed) outcome).code()).isEqualTo(ReasonCode.TIMEOUT);
        awaitNothingRunning();
    }

    @Test
    void cancellingEndsTheQueryAtTheServer() throws Exception {
        try (Database database = open("tpch");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Cancellation cancellation = new Cancellation();
            Future<Outcome> outcome =
                    threads.submit(() ->
                            database.execute(query(ENDLESS), request(cancellation), new Rows()));
            Instant end = Instant.now().plus(Duration.ofMinutes(2));
            while (!running().contains("CROSS JOIN")) {
                assertThat(Instant.now()).isBefore(end);
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(running()).contains(TAG.value());
            cancellation.cancel();
            assertThat(outcome.get(1, TimeUnit.MINUTES)).isInstanceOf(Outcome.Cancelled.class);
            awaitNothingRunning();
        }
    }

    @Test
    void closingTheHandleEndsTheQueryAtTheServer() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Database database = open("tpch");
            Future<Outcome> outcome =
                    threads.submit(() -> database.execute(query(ENDLESS), request(), new Rows()));
            Instant end = Instant.now().plus(Duration.ofMinutes(2));
            while (!running().contains("CROSS JOIN")) {
                assertThat(Instant.now()).isBefore(end);
                TimeUnit.MILLISECONDS.sleep(100);
            }
            database.close();
            assertThat(outcome.get(1, TimeUnit.MINUTES)).isInstanceOf(Outcome.Cancelled.class);
            awaitNothingRunning();
        }
    }

    /** What the server's own list of queries says is under way. */
    private String running() throws InterruptedException {
        return server.get("/v1/query?state=RUNNING");
    }

    private void awaitNothingRunning() throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        while (running().contains("CROSS JOIN")) {
            assertThat(Instant.now()).as("still running: " + running()).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void aProbeTellsWhatTrinoTells() {
        Probe probe = connector.probe(target("tpch", ConnectionMode.FRESH));
        assertThat(probe.version()).isEqualTo("476");
        assertThat(probe.tables()).isGreaterThan(8);
        assertThat(probe.encrypted()).isFalse();
        assertThat(probe.powers()).isEmpty();
        assertThat(probe.warnings()).isNotEmpty();
    }

    @Test
    void aCatalogIsIndexed() {
        Schema schema = connector.readSchema(target("tpch", ConnectionMode.FRESH));
        assertThat(schema.tables()).containsKey(new TableName("tiny", "nation"));
        assertThat(schema.table(new TableName("tiny", "nation")).orElseThrow().columns())
                .extracting(Schema.Column::name)
                .containsExactly("nationkey", "name", "regionkey", "comment");
        assertThat(schema.table(new TableName("tiny", "nation")).orElseThrow().columns())
                .extracting(Schema.Column::type)
                .containsExactly("bigint", "varchar(25)", "bigint", "varchar(152)");
        assertThat(schema.tables().keySet())
                .noneMatch(table -> table.schema().equals("information_schema"));
    }

    @Test
    void whatIsNotThereHasADiagnosis() {
        SluiceException missing =
                catchThrowableOfType(
                        SluiceException.class,
                        () -> connector.probe(target("nowhere", ConnectionMode.FRESH)));
        assertThat(missing.details()).containsEntry("reason", "unknown_database");
    }
}
