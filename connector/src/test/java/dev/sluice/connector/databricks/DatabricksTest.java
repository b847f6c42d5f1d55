package dev.sluice.connector.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.Rows;
import dev.sluice.connector.http.StubServer;
import dev.sluice.connector.http.StubServer.Asked;
import dev.sluice.connector.http.StubServer.Reply;
import dev.sluice.connector.http.Wire;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** At the wire: nobody can run Databricks here. */
class DatabricksTest {
    private static final String STATEMENTS = "/api/2.0/sql/statements";

    private final AtomicInteger polls = new AtomicInteger();
    private Function<Asked, Reply> states = _ -> done("LONG", "[\"7\"]", "");
    private final StubServer server = new StubServer(this::answer);
    private final Wire wire =
            new Wire(new DatabricksConnector(), server, "shop")
                    .by(AuthMethod.TOKEN)
                    .with(SecretName.TOKEN, "marker-of-the-token")
                    .with("http_path", "/sql/1.0/warehouses/0a1b2c3d4e5f6071")
                    .with("catalog", "main");

    @AfterEach
    void close() {
        server.close();
    }

    private Reply answer(Asked asked) {
        if (asked.path().endsWith("/cancel")) {
            return StubServer.json("{}");
        }
        if (asked.path().equals("/oidc/v1/token")) {
            return StubServer.json("{\"access_token\":\"marker-m2m\",\"token_type\":\"Bearer\"}");
        }
        return asked.method().equals("POST")
                ? StubServer.json(
                        "{\"statement_id\":\"01ef-1\",\"status\":{\"state\":\"PENDING\"}}")
                : states.apply(asked);
    }

    private static Reply done(String type, String row, String more) {
        return StubServer.json(
                """
                {"statement_id":"01ef-1","status":{"state":"SUCCEEDED"},
                 "manifest":{"schema":{"columns":[{"name":"a","type_name":"%s"}]}},
                 "result":{"data_array":[%s]%s}}\
                """
                        .formatted(type, row, more));
    }

    @Test
    void aStatementIsSubmittedAskedAboutAndFetched() {
        states =
                _ ->
                        polls.incrementAndGet() < 3
                                ? StubServer.json(
                                        "{\"statement_id\":\"01ef-1\",\"status\":{\"state\":\"RUNNING\"}}")
                                : done("LONG", "[\"9223372036854775807\"]", "");
        Rows rows = new Rows();
        assertThat(wire.ask("SELECT 1", Limits.DEFAULT, rows))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(rows.rows).containsExactly(List.of("9223372036854775807"));
        Asked asked = server.asked("POST", STATEMENTS).getFirst();
        JsonNode body = HttpReply.JSON.readTree(asked.body());
        assertThat(body.path("statement").asString())
                .isEqualTo("/* sluice 0a1b2c3d ada:claude */ SELECT 1");
        assertThat(body.path("warehouse_id").asString()).isEqualTo("0a1b2c3d4e5f6071");
        assertThat(body.path("catalog").asString()).isEqualTo("main");
        assertThat(body.path("schema").asString()).isEqualTo("shop");
        assertThat(body.path("row_limit").asLong()).isEqualTo(201);
        assertThat(body.path("wait_timeout").asString()).isEqualTo("0s");
        assertThat(asked.header("authorization")).isEqualTo("Bearer marker-of-the-token");
        assertThat(server.asked()).noneMatch(one -> one.path().endsWith("/cancel"));
    }

    @Test
    void chunksAreFetchedInTheirOrder() {
        states =
                asked ->
                        asked.path().endsWith("/result/chunks/1")
                                ? StubServer.json("{\"data_array\":[[\"8\"]]}")
                                : done("LONG", "[\"7\"]", ",\"next_chunk_index\":1");
        Rows rows = new Rows();
        wire.ask("SELECT 1", Limits.DEFAULT, rows);
        assertThat(rows.rows).containsExactly(List.of("7"), List.of("8"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DECIMAL | [\"12345678901234567890.1200\"] | 12345678901234567890.1200",
                "DOUBLE | [\"NaN\"] | NaN",
                "DOUBLE | [\"-Infinity\"] | -Infinity",
                "DOUBLE | [\"1.0E300\"] | 1.0E300",
                "BOOLEAN | [\"true\"] | true",
                "TIMESTAMP | [\"1500-01-01T00:00:00.123456Z\"] | 1500-01-01T00:00:00.123456Z",
                "ARRAY | [\"[1,null]\"] | [1,null]",
                "STRING | [null] |"
            })
    void keepsValuesExactly(String type, String row, String value) {
        states = _ -> done(type, row, "");
        Rows rows = new Rows();
        assertThat(wire.ask("SELECT 1", Limits.DEFAULT, rows))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(rows.rows.getFirst().getFirst()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST, QUERY_FAILED",
        "DEADLINE_EXCEEDED, TIMEOUT",
        "PERMISSION_DENIED, SOURCE_UNAVAILABLE",
        "INTERNAL_ERROR, SOURCE_UNAVAILABLE",
        "secret-of-the-service, QUERY_FAILED"
    })
    void errorsHaveCodesAndNoText(String error, ReasonCode code) {
        states =
                _ ->
                        StubServer.json(
                                "{\"status\":{\"state\":\"FAILED\",\"error\":{\"error_code\":\"%s\",\"message\":\"secret-of-the-service\"}}}"
                                        .formatted(error));
        assertThat(wire.fail().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "401, login_refused",
        "403, not_permitted",
        "404, unknown_option",
        "429, throttled",
        "503, unavailable",
        "302, wrong_server"
    })
    void statusesHaveTheirDiagnosis(int status, String reason) {
        states = _ -> StubServer.status(status);
        assertThat(wire.fail().details()).containsEntry("reason", reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"status\":{\"state\":\"DONE\"}}",
                "{\"status\":{\"state\":\"SUCCEEDED\"}}"
            })
    void garbageIsNoAnswer(String body) {
        states = _ -> StubServer.json(body);
        assertThat(wire.fail().details()).containsEntry("reason", "wrong_server");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LONG | [\"x\"] |",
                "LONG | [7] |",
                "LONG | [\"1\",\"2\"] |",
                "LONG | 7 |",
                "LONG | [\"1\"] | ,\"next_chunk_index\":0",
                "LONG | [\"1\"] | ,\"next_chunk_index\":999999"
            })
    void rowsAndChunksThatCannotBeAreNoAnswer(String type, String row, String more) {
        states = _ -> done(type, row, more == null ? "" : more);
        assertThat(wire.fail().details()).containsEntry("reason", "wrong_server");
    }

    @Test
    void theDeadlineHoldsAndTheStatementIsCancelled() {
        states =
                _ ->
                        StubServer.json(
                                "{\"statement_id\":\"01ef-1\",\"status\":{\"state\":\"RUNNING\"}}");
        assertThat(wire.late().code()).isEqualTo(ReasonCode.TIMEOUT);
        assertThat(server.asked().getLast().path()).isEqualTo(STATEMENTS + "/01ef-1/cancel");
    }

    @Test
    void cancellingReachesTheService() throws Exception {
        states = _ -> new StubServer.Stalled();
        assertThat(wire.cancelled(() -> !server.asked("GET", STATEMENTS).isEmpty()))
                .isInstanceOf(Outcome.Cancelled.class);
        assertThat(server.asked().getLast().path()).isEqualTo(STATEMENTS + "/01ef-1/cancel");
    }

    @Test
    void aServicePrincipalGetsItsTokenFromTheWorkspace() {
        Wire machine =
                new Wire(new DatabricksConnector(), server, "shop")
                        .by(AuthMethod.OAUTH_CLIENT)
                        .with(SecretName.CLIENT_SECRET, "marker-of-the-client")
                        .with("client_id", "5f1a")
                        .with("http_path", "/sql/1.0/warehouses/0a")
                        .with("catalog", "main");
        assertThat(machine.ask()).isInstanceOf(Outcome.Completed.class);
        assertThat(server.asked().getFirst().form())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("grant_type", "client_credentials", "scope", "all-apis"));
        assertThat(server.asked("POST", STATEMENTS).getFirst().header("authorization"))
                .isEqualTo("Bearer marker-m2m");
    }

    @Test
    void whatBindsOrWritesIsNotSent() {
        assertThat(((Outcome.Failed) wire.ask("claim")).code())
                .isEqualTo(ReasonCode.STATEMENT_FORBIDDEN);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aProbeTellsWhatTheIdentityMay() {
        Function<String, String> three =
                cells ->
                        """
                        {"statement_id":"01ef-1","status":{"state":"SUCCEEDED"},
                         "manifest":{"schema":{"columns":[%s]}},"result":{"data_array":[[%s]]}}\
                        """
                                .formatted(
                                        String.join(
                                                ",",
                                                Collections.nCopies(
                                                        cells.split(",", -1).length,
                                                        "{\"name\":\"a\",\"type_name\":\"STRING\"}")),
                                        cells);
        states =
                _ ->
                        StubServer.json(
                                polls.incrementAndGet() == 1
                                        ? three.apply("\"2026.30\",\"true\",\"12\"")
                                        : three.apply("\"shop.orders\""));
        Probe probe = new DatabricksConnector().probe(wire.target());
        assertThat(probe.version()).isEqualTo("2026.30");
        assertThat(probe.tables()).isEqualTo(12);
        assertThat(probe.superuser()).isTrue();
        assertThat(probe.powers())
                .contains(
                        new Power(
                                Power.Kind.WRITE,
                                List.of("shop.orders"),
                                List.of(
                                        "REVOKE MODIFY ON TABLE `main`.`shop`.`orders` FROM"
                                                + " `<identity>`")));
    }

    @Test
    void anAdministratorIsToldWhy() {
        server.answering(_ -> StubServer.status(401));
        SluiceException refused =
                catchThrowableOfType(
                        SluiceException.class,
                        () -> new DatabricksConnector().readSchema(wire.target()));
        assertThat(refused.details()).containsEntry("reason", "login_refused");
        assertThat(refused.getMessage() + refused.details())
                .doesNotContain("secret-of-the-service", "marker");
    }
}
