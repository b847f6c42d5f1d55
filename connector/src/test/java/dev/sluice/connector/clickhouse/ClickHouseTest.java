package dev.sluice.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Power;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.http.Rows;
import dev.sluice.connector.http.StubServer;
import dev.sluice.connector.http.StubServer.Asked;
import dev.sluice.connector.http.StubServer.Reply;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.GuardedQueries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** At the wire, against a server that answers what a test wants. */
class ClickHouseTest {
    private static final String PASSWORD = "marker-of-the-password-ü";
    private static final String ONE = "[\"a\"]\n[\"UInt8\"]\n[1]\n";

    private final Connector connector = new ClickHouseConnector();
    private String readonly = "0";
    private Function<Asked, Reply> queries = _ -> text(ONE);
    private final StubServer server = new StubServer(this::answer);

    @AfterEach
    void close() {
        server.close();
    }

    private Reply answer(Asked asked) {
        if (asked.body().contains("system.settings")) {
            return text(readonly + "\n");
        }
        return asked.body().startsWith("KILL") ? text("") : queries.apply(asked);
    }

    private static Reply text(String body) {
        return new StubServer.Whole(200, Map.of(), body);
    }

    private static Reply failure(int status, String code) {
        return new StubServer.Whole(
                status,
                Map.of("X-ClickHouse-Exception-Code", code),
                "Code: " + code + ". DB::Exception: quotes a value: 4711");
    }

    static Target target(int port) {
        ConnectionSettings settings =
                new ConnectionSettings(
                        "clickhouse",
                        "127.0.0.1",
                        port,
                        "shop",
                        "reader",
                        TlsSettings.of(TlsMode.DISABLE),
                        ConnectionMode.POOLED,
                        AuthMethod.PASSWORD,
                        null,
                        Map.of());
        return new Target(
                settings,
                Credential.ofPassword(
                        () -> Secret.takingOver(PASSWORD.getBytes(StandardCharsets.UTF_8))),
                new DirectNetwork());
    }

    static Request request() {
        return request(new Cancellation());
    }

    private static Request request(Cancellation cancellation) {
        return new Request(
                new SessionTag("sluice 0a1b2c3d ada/claude"), ResultLimits.DEFAULT, cancellation);
    }

    private Outcome ask(String sql, Rows rows, Limits limits) {
        try (Database database = connector.open(target(server.port()), Capacity.DEFAULT)) {
            return database.execute(GuardedQueries.of(sql, limits), request(), rows);
        }
    }

    private Outcome ask() {
        return ask("SELECT 1 AS `a`", new Rows(), Limits.DEFAULT);
    }

    @Test
    void limitsAndTheTagStandBesideTheQuery() {
        assertThat(ask()).isInstanceOf(Outcome.Completed.class);
        Asked asked = server.asked().getLast();
        assertThat(asked.body()).isEqualTo("SELECT 1 AS `a`");
        assertThat(asked.query())
                .containsEntry("readonly", "1")
                .containsEntry("max_execution_time", "30")
                .containsEntry("max_bytes_to_read", "1073741824")
                .containsEntry("max_result_rows", "201")
                .containsEntry("log_comment", "sluice 0a1b2c3d ada/claude")
                .containsEntry("database", "shop");
        assertThat(asked.query().toString()).doesNotContain("marker");
        assertThat(asked.header("authorization"))
                .isEqualTo(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                ("reader:" + PASSWORD)
                                                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aUserWhoseProfileOnlyReadsKeepsThat() {
        readonly = "2";
        assertThat(ask()).isInstanceOf(Outcome.Completed.class);
        assertThat(server.asked().getLast().query())
                .doesNotContainKey("readonly")
                .containsKey("max_execution_time");
    }

    @Test
    void aUserWhoMayNotBeLimitedIsRefused() {
        readonly = "1";
        assertThat(((Outcome.Failed) ask()).code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aTokenGoesInAHeader() {
        Target target = target(server.port());
        Target byToken =
                new Target(
                        target.settings().with(AuthMethod.TOKEN),
                        Credential.of(
                                Map.of(
                                        SecretName.TOKEN,
                                        () -> Secret.takingOver("jwt".toCharArray()))),
                        target.network());
        try (Database database = connector.open(byToken, Capacity.DEFAULT)) {
            database.execute(GuardedQueries.of("SELECT 1", Limits.DEFAULT), request(), new Rows());
        }
        assertThat(server.asked().getLast().header("authorization")).isEqualTo("Bearer jwt");
    }

    @ParameterizedTest
    @CsvSource({
        "159, TIMEOUT",
        "307, BYTES_EXCEEDED",
        "396, RESULT_TOO_LARGE",
        "516, SOURCE_UNAVAILABLE",
        "202, SOURCE_UNAVAILABLE",
        "241, SOURCE_UNAVAILABLE",
        "6, QUERY_FAILED",
        "xyz, QUERY_FAILED"
    })
    void errorsHaveCodesAndNoText(String number, ReasonCode code) {
        queries = _ -> failure(500, number);
        Outcome.Failed failed = (Outcome.Failed) ask();
        assertThat(failed.code()).isEqualTo(code);
        assertThat(failed.toString()).doesNotContain("4711");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html></html>",
                "[\"a\"]",
                "[\"a\"]\n[\"UInt8\",\"String\"]\n",
                "[\"a\"]\n[\"UInt8\"]\n[1,2]\n",
                "[\"a\"]\n[\"UInt8\"]\n{}\n",
                "[\"a\"]\n[\"UInt8\"]\n[\"x\"]\n",
                "[\"a\"]\n[\"UInt8\"]\n[1",
                "[\"a\"]\n[\"Float64\"]\n[\"0x1p3\"]\n",
                "[\"a\"]\n[\"Bool\"]\n[3]\n",
                "{\"a\":1}"
            })
    void garbageIsNoAnswer(String body) {
        queries = _ -> text(body);
        Outcome outcome = ask();
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).details()).containsEntry("reason", "wrong_server");
    }

    @Test
    void anAnswerWithoutEndIsLeftAndEnded() {
        queries = _ -> new StubServer.Endless();
        assertThat(((Outcome.Failed) ask()).code()).isEqualTo(ReasonCode.RESULT_TOO_LARGE);
        assertThat(server.asked().getLast().body()).startsWith("KILL QUERY WHERE query_id = ");
    }

    @Test
    void aCutAnswerIsNone() {
        queries = _ -> new StubServer.Cut();
        assertThat(((Outcome.Failed) ask()).code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
    }

    @Test
    void theDeadlineHoldsAndEndsTheQuery() {
        queries = _ -> new StubServer.Stalled();
        Instant before = Instant.now();
        Outcome outcome =
                ask("SELECT 1", new Rows(), new Limits(1, 1L << 30, Duration.ofMillis(300)));
        assertThat(((Outcome.Failed) outcome).code()).isEqualTo(ReasonCode.TIMEOUT);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(60));
        Asked query = server.asked().get(server.asked().size() - 2);
        assertThat(server.asked().getLast().body()).contains(query.query().get("query_id"));
    }

    @Test
    void cancellingEndsTheQueryAtTheServer() throws Exception {
        queries = _ -> new StubServer.Stalled();
        Cancellation cancellation = new Cancellation();
        try (Database database = connector.open(target(server.port()), Capacity.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> outcome =
                    threads.submit(() ->
                            database.execute(
                                    GuardedQueries.of("SELECT 1", Limits.DEFAULT),
                                    request(cancellation),
                                    new Rows()));
            while (server.asked().size() < 2) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            cancellation.cancel();
            assertThat(outcome.get(1, TimeUnit.MINUTES)).isInstanceOf(Outcome.Cancelled.class);
        }
        assertThat(server.asked().getLast().body())
                .contains(server.asked().get(1).query().get("query_id"));
    }

    @Test
    void whatWritesOrBindsIsNotSent() {
        assertThat(
                        ((Outcome.Failed)
                                        ask("INSERT INTO t VALUES (1)", new Rows(), Limits.DEFAULT))
                                .code())
                .isEqualTo(ReasonCode.STATEMENT_FORBIDDEN);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aLargeValueIsNoAnswer() {
        queries = _ -> text("[\"a\"]\n[\"String\"]\n[\"" + "x".repeat(70_000) + "\"]\n");
        Outcome.Failed failed = (Outcome.Failed) ask();
        assertThat(failed.code()).isEqualTo(ReasonCode.RESULT_TOO_LARGE);
        assertThat(failed.details()).containsEntry("column", "a");
    }

    @Test
    void grantsBecomePowersWithTheirRemedies() {
        List<Power> powers =
                ClickHouseCatalogue.powers(
                        List.of(
                                "GRANT SELECT(a, b), INSERT(a) ON shop.orders TO reader",
                                "GRANT SHOW, ALTER UPDATE ON shop.* TO reader WITH GRANT OPTION",
                                "GRANT analyst TO reader",
                                "GRANT URL ON *.* TO reader",
                                "garbage"));
        assertThat(powers)
                .containsExactlyInAnyOrder(
                        new Power(
                                Power.Kind.WRITE,
                                List.of("shop.*", "shop.orders"),
                                List.of(
                                        "REVOKE INSERT(a) ON shop.orders FROM reader",
                                        "REVOKE ALTER UPDATE ON shop.* FROM reader")),
                        new Power(
                                Power.Kind.FILES,
                                List.of("*.*"),
                                List.of("REVOKE URL ON *.* FROM reader")));
    }

    @Test
    void anAdministratorIsToldWhy() {
        queries = _ -> failure(403, "516");
        readonly = "0";
        SluiceException told =
                catchThrowableOfType(
                        SluiceException.class, () -> connector.probe(target(server.port())));
        assertThat(told.details()).containsEntry("reason", "login_refused");
        assertThat(told.getMessage() + told.details()).doesNotContain("4711", "marker");
    }
}
