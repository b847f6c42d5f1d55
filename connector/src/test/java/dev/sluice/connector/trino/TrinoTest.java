package dev.sluice.connector.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.http.Rows;
import dev.sluice.connector.http.StubServer;
import dev.sluice.connector.http.StubServer.Asked;
import dev.sluice.connector.http.StubServer.Reply;
import dev.sluice.connector.http.Wire;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** At the wire: what Trino itself does not do when it is well. {@link TrinoIT} has it judge. */
class TrinoTest {
    private static final String COLUMNS =
            "\"columns\":[{\"name\":\"a\",\"type\":\"bigint\",\"typeSignature\":"
                    + "{\"rawType\":\"bigint\",\"arguments\":[]}}]";

    private final AtomicInteger polls = new AtomicInteger();
    private long estimated = 10;
    private Function<Asked, Reply> pages = _ -> page(COLUMNS + ",\"data\":[[7]]", "");
    private final StubServer server = new StubServer(this::answer);
    private final Wire wire = new Wire(new TrinoConnector(), server, "tpch");

    @AfterEach
    void close() {
        server.close();
    }

    private Reply answer(Asked asked) {
        if (asked.body().startsWith("START")) {
            return new StubServer.Whole(
                    200, Map.of("X-Trino-Started-Transaction-Id", "tx-1"), "{\"id\":\"1\"}");
        }
        if (asked.body().startsWith("EXPLAIN")) {
            String plan =
                    "{\\\"inputTableColumnInfos\\\":[{\\\"estimate\\\":{\\\"outputSizeInBytes\\\":"
                            + estimated
                            + "}}]}";
            return page(
                    COLUMNS.replace("bigint", "varchar") + ",\"data\":[[\"" + plan + "\"]]", "");
        }
        if (asked.body().equals("ROLLBACK") || asked.method().equals("DELETE")) {
            return StubServer.json("{\"id\":\"1\"}");
        }
        return asked.method().equals("POST")
                ? page("\"stats\":{}", "http://10.0.0.1:8080/v1/statement/queued/1/x/1?a=b")
                : pages.apply(asked);
    }

    private static Reply page(String content, String next) {
        return StubServer.json(
                "{\"id\":\"1\","
                        + content
                        + (next.isEmpty() ? "" : ",\"nextUri\":\"" + next + "\"")
                        + "}");
    }

    @Test
    void aQueryRunsInItsReadOnlyTransactionUnderItsLimits() {
        Rows rows = new Rows();
        Outcome outcome = wire.ask("SELECT 1", Limits.DEFAULT, rows);
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(rows.rows).containsExactly(List.of("7"));
        List<Asked> posted = server.asked("POST", "/v1/statement");
        assertThat(posted)
                .extracting(Asked::body)
                .containsExactly(
                        "START TRANSACTION READ ONLY",
                        "EXPLAIN (TYPE IO, FORMAT JSON) SELECT 1",
                        "SELECT 1",
                        "ROLLBACK");
        assertThat(posted)
                .extracting(asked -> asked.header("x-trino-transaction-id"))
                .containsExactly("NONE", "tx-1", "tx-1", "tx-1");
        Asked query = posted.get(2);
        assertThat(query.header("x-trino-session"))
                .isEqualTo("query_max_run_time=30000ms,query_max_scan_physical_bytes=1073741824B");
        assertThat(query.header("x-trino-source")).isEqualTo(Wire.TAG);
        assertThat(query.header("x-trino-user")).isEqualTo("reader");
        assertThat(query.header("x-trino-client-capabilities")).isEqualTo("PARAMETRIC_DATETIME");
    }

    @Test
    void theNextPageIsFetchedWhereTheFirstWas() {
        assertThat(wire.ask()).isInstanceOf(Outcome.Completed.class);
        Asked fetched = server.asked("GET", "/v1/statement/queued").getFirst();
        assertThat(fetched.path()).isEqualTo("/v1/statement/queued/1/x/1");
        assertThat(fetched.query()).containsEntry("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "/v1/statement/../../admin",
                "/v1/query/1",
                "x y",
                "mailto:a"
            })
    void anAddressElsewhereIsNotFollowed(String next) {
        pages =
                asked ->
                        polls.incrementAndGet() == 1
                                ? page("\"stats\":{}", next)
                                : page(COLUMNS, "");
        assertThat(wire.fail().details()).containsEntry("reason", "wrong_server");
    }

    @Test
    void claimsAreBoundAsLiterals() {
        assertThat(wire.ask("O'Hara", "x")).isInstanceOf(Outcome.Completed.class);
        assertThat(server.asked("POST", "/v1/statement").get(2).body())
                .isEqualTo("EXECUTE IMMEDIATE 'SELECT 1' USING 'O''Hara', 'x'");
    }

    @Test
    void anEstimateBeyondTheLimitRefuses() {
        estimated = 1L << 31;
        Outcome.Failed refused = wire.fail();
        assertThat(refused.code()).isEqualTo(ReasonCode.BYTES_EXCEEDED);
        assertThat(refused.details()).containsEntry("estimated_bytes", 1L << 31);
        assertThat(server.asked()).noneMatch(asked -> asked.body().equals("SELECT 1"));
        assertThat(server.asked().getLast().body()).isEqualTo("ROLLBACK");
    }

    @ParameterizedTest
    @CsvSource({
        "EXCEEDED_TIME_LIMIT, INSUFFICIENT_RESOURCES, TIMEOUT",
        "EXCEEDED_SCAN_LIMIT, USER_ERROR, BYTES_EXCEEDED",
        "DIVISION_BY_ZERO, USER_ERROR, QUERY_FAILED",
        "EXCEEDED_GLOBAL_MEMORY_LIMIT, INSUFFICIENT_RESOURCES, SOURCE_UNAVAILABLE",
        "QUERY_QUEUE_FULL, INSUFFICIENT_RESOURCES, SOURCE_UNAVAILABLE",
        "secret-of-the-service, OTHER, QUERY_FAILED"
    })
    void errorsHaveCodesAndNoText(String name, String type, ReasonCode code) {
        pages =
                _ ->
                        page(
                                "\"error\":{\"message\":\"secret-of-the-service\",\"errorName\":\""
                                        + name
                                        + "\",\"errorType\":\""
                                        + type
                                        + "\"}",
                                "");
        assertThat(wire.fail().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{\"columns\":[{}]}",
                "{\"columns\":[{\"name\":\"a\",\"typeSignature\":{}}]}",
                "{\"data\":[[1]]}",
                "{\"data\":7}"
            })
    void garbageIsNoAnswer(String body) {
        pages = _ -> StubServer.json(body);
        assertThat(wire.fail().details()).containsEntry("reason", "wrong_server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[1,2]]", "[[\"x\"]]", "[[1.5]]", "[[9223372036854775808]]", "[7]"})
    void aValueThatIsNoneOfItsTypeIsNoAnswer(String data) {
        pages = _ -> page(COLUMNS + ",\"data\":" + data, "");
        assertThat(wire.fail().details()).containsEntry("reason", "wrong_server");
    }

    @Test
    void aBusyProxyIsAskedAgain() {
        pages =
                _ ->
                        polls.incrementAndGet() < 3
                                ? StubServer.status(503)
                                : page(COLUMNS + ",\"data\":[[7]]", "");
        assertThat(wire.ask()).isInstanceOf(Outcome.Completed.class);
        assertThat(polls).hasValue(3);
    }

    @Test
    void theDeadlineHoldsAndTheStatementIsCancelled() {
        pages = _ -> new StubServer.Stalled();
        assertThat(wire.late().code()).isEqualTo(ReasonCode.TIMEOUT);
        assertThat(server.asked("DELETE", "/v1/statement/queued/1")).hasSize(1);
        assertThat(server.asked().getLast().body()).isEqualTo("ROLLBACK");
    }

    @Test
    void anAnswerWithoutEndIsLeftAndCancelled() {
        pages = _ -> new StubServer.Endless();
        assertThat(wire.fail().code()).isEqualTo(ReasonCode.RESULT_TOO_LARGE);
        assertThat(server.asked("DELETE", "/v1/statement")).hasSize(1);
    }

    @Test
    void cancellingReachesTheServer() throws Exception {
        pages = _ -> new StubServer.Stalled();
        assertThat(wire.cancelled(() -> !server.asked("GET", "/v1/statement/queued").isEmpty()))
                .isInstanceOf(Outcome.Cancelled.class);
        assertThat(server.asked("DELETE", "/v1/statement/queued/1")).hasSize(1);
    }

    @Test
    void passwordsAndTokensGoInTheirHeader() {
        wire.by(AuthMethod.PASSWORD).with(SecretName.PASSWORD, "marker:ü").ask();
        assertThat(server.asked().getFirst().header("authorization"))
                .isEqualTo("Basic cmVhZGVyOm1hcmtlcjrDvA==");
        server.asked().clear();
        wire.by(AuthMethod.TOKEN).with(SecretName.TOKEN, "marker.jwt").ask();
        assertThat(server.asked())
                .allMatch(asked -> asked.header("authorization").equals("Bearer marker.jwt"));
    }

    @Test
    void anExpiredAccessTokenIsReplacedWithoutAnybodyNoticing() {
        AtomicInteger issued = new AtomicInteger();
        server.answering(asked -> {
            if (asked.path().equals("/token")) {
                return StubServer.json(
                        "{\"access_token\":\"marker-%d\",\"token_type\":\"bearer\"}"
                                .formatted(issued.incrementAndGet()));
            }
            return asked.header("authorization").equals("Bearer marker-1")
                    ? StubServer.status(401)
                    : answer(asked);
        });
        wire.by(AuthMethod.OAUTH_CLIENT)
                .with(SecretName.CLIENT_SECRET, "marker-of-the-client")
                .with("client_id", "sluice")
                .with("token_url", server.address() + "/token");
        assertThat(wire.ask()).isInstanceOf(Outcome.Completed.class);
        assertThat(issued).hasValue(2);
    }

    @Test
    void arrivesAtTheAdministratorAsADiagnosis() {
        server.answering(_ -> StubServer.status(401));
        SluiceException refused =
                catchThrowableOfType(
                        SluiceException.class, () -> new TrinoConnector().probe(wire.target()));
        assertThat(refused.details()).containsEntry("reason", "login_refused");
        int port = server.port();
        server.close();
        SluiceException nobody =
                catchThrowableOfType(
                        SluiceException.class,
                        () -> new TrinoConnector().readSchema(wire.target()));
        assertThat(port).isPositive();
        assertThat(nobody.details()).containsEntry("reason", "connection_refused");
    }
}
