package dev.sluice.connector.bigquery;

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
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
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

/** At the wire: nobody can run BigQuery here. */
class BigQueryTest {
    private static final String ONE =
            "{\"jobComplete\":true,\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"INTEGER\"}]},"
                    + "\"rows\":[{\"f\":[{\"v\":\"7\"}]}]}";

    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger polls = new AtomicInteger();
    private String statementType = "SELECT";
    private long estimated = 1_000;
    private Function<Asked, Reply> results = _ -> StubServer.json(ONE);
    private final StubServer server = new StubServer(this::answer);
    private final Wire wire =
            new Wire(new BigQueryConnector(), server, "shop")
                    .by(AuthMethod.OAUTH_REFRESH)
                    .with(SecretName.REFRESH_TOKEN, "marker-of-the-refresh-token")
                    .with(SecretName.CLIENT_SECRET, "marker-of-the-client")
                    .with("client_id", "sluice")
                    .with("project", "my-project")
                    .with("location", "EU")
                    .with("token_url", server.address() + "/token");

    @AfterEach
    void close() {
        server.close();
    }

    private Reply answer(Asked asked) {
        if (asked.path().equals("/token")) {
            return StubServer.json(
                    "{\"access_token\":\"marker-%d\",\"token_type\":\"Bearer\",\"expires_in\":3599}"
                            .formatted(tokens.incrementAndGet()));
        }
        if (asked.path().endsWith("/cancel")) {
            return StubServer.json("{}");
        }
        if (asked.path().contains(":testIamPermissions")) {
            return StubServer.json(
                    asked.path().contains("open")
                            ? "{\"permissions\":[\"bigquery.tables.updateData\"]}"
                            : "{}");
        }
        if (asked.method().equals("GET")) {
            return results.apply(asked);
        }
        JsonNode job = json(asked.body());
        if (job.path("configuration").path("dryRun").asBoolean(false)) {
            return StubServer.json(
                    "{\"statistics\":{\"totalBytesProcessed\":\"%d\",\"query\":{\"statementType\":\"%s\"}}}"
                            .formatted(estimated, statementType));
        }
        return StubServer.json(
                "{\"jobReference\":%s,\"status\":{\"state\":\"RUNNING\"}}"
                        .formatted(job.path("jobReference")));
    }

    private static JsonNode json(String text) {
        return HttpReply.JSON.readTree(text);
    }

    private JsonNode job() {
        return json(server.asked("POST", "/bigquery/v2/projects/my-project/jobs").get(1).body());
    }

    @Test
    void aQueryIsTriedDryAndThenRunUnderItsLimits() {
        Rows rows = new Rows();
        Outcome outcome = wire.ask("SELECT 1", Limits.DEFAULT, rows, "ada");
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(((Outcome.Completed) outcome).scanEstimated()).hasValue(1_000);
        assertThat(rows.rows).containsExactly(List.of("7"));
        JsonNode configuration = job().path("configuration");
        assertThat(configuration.path("jobTimeoutMs").asString()).isEqualTo("30000");
        assertThat(configuration.path("labels").path("sluice").asString())
                .isEqualTo("sluice_0a1b2c3d_ada_claude");
        JsonNode query = configuration.path("query");
        assertThat(query.path("query").asString()).isEqualTo("SELECT 1");
        assertThat(query.path("useLegacySql").asBoolean()).isFalse();
        assertThat(query.path("maximumBytesBilled").asString()).isEqualTo("1073741824");
        assertThat(
                        query.path("queryParameters")
                                .path(0)
                                .path("parameterValue")
                                .path("value")
                                .asString())
                .isEqualTo("ada");
        assertThat(job().path("jobReference").path("location").asString()).isEqualTo("EU");
        assertThat(server.asked("POST", "/bigquery/v2/projects/my-project/jobs/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT", "CREATE_TABLE_AS_SELECT", "SCRIPT", ""})
    void whatTheServiceTakesForSomethingElseIsNotRun(String type) {
        statementType = type;
        assertThat(wire.fail().code()).isEqualTo(ReasonCode.STATEMENT_FORBIDDEN);
        assertThat(server.asked("POST", "/bigquery")).hasSize(1);
    }

    @Test
    void anEstimateBeyondTheLimitRefuses() {
        estimated = 1L << 40;
        assertThat(wire.fail().code()).isEqualTo(ReasonCode.BYTES_EXCEEDED);
        assertThat(server.asked("POST", "/bigquery")).hasSize(1);
    }

    @Test
    void pagesAreGatheredAndAskedForUntilTheyAreThere() {
        results =
                asked ->
                        switch (polls.incrementAndGet()) {
                            case 1 -> StubServer.json("{\"jobComplete\":false}");
                            case 2 ->
                                    StubServer.json(
                                            ONE.substring(0, ONE.length() - 1)
                                                    + ",\"pageToken\":\"p+2\"}");
                            default -> {
                                assertThat(asked.query()).containsEntry("pageToken", "p+2");
                                yield StubServer.json(ONE.replace("\"7\"", "\"8\""));
                            }
                        };
        Rows rows = new Rows();
        wire.ask("SELECT 1", Limits.DEFAULT, rows);
        assertThat(rows.rows).containsExactly(List.of("7"), List.of("8"));
    }

    @Test
    void keepsValuesExactly() {
        results =
                _ ->
                        StubServer.json(
                                """
                                {"jobComplete":true,"schema":{"fields":[
                                 {"name":"i","type":"INTEGER"},{"name":"f","type":"FLOAT"},
                                 {"name":"n","type":"NUMERIC"},{"name":"b","type":"BOOLEAN"},
                                 {"name":"t","type":"TIMESTAMP"},{"name":"y","type":"BYTES"},
                                 {"name":"d","type":"DATETIME"},{"name":"z","type":"STRING"},
                                 {"name":"a","type":"INTEGER","mode":"REPEATED"},
                                 {"name":"s","type":"RECORD","fields":[
                                  {"name":"x","type":"STRING"},
                                  {"name":"ts","type":"TIMESTAMP","mode":"REPEATED"}]}]},
                                 "rows":[{"f":[{"v":"-9223372036854775808"},{"v":"NaN"},
                                  {"v":"12345678901234567890.123400"},{"v":"true"},
                                  {"v":"-62135596799999999"},{"v":"AP8="},
                                  {"v":"0001-01-01T00:00:00.123456"},{"v":null},
                                  {"v":[{"v":"1"},{"v":"2"}]},
                                  {"v":{"f":[{"v":"q"},{"v":[{"v":"1"}]}]}}]}]}\
                                """);
        Rows rows = new Rows();
        assertThat(wire.ask("SELECT 1", Limits.DEFAULT, rows))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(rows.rows.getFirst())
                .containsExactly(
                        "-9223372036854775808",
                        "NaN",
                        "12345678901234567890.123400",
                        "true",
                        "0001-01-01T00:00:00.000001Z",
                        "\\x00ff",
                        "0001-01-01T00:00:00.123456",
                        null,
                        "[\"1\",\"2\"]",
                        "{\"x\":\"q\",\"ts\":[\"1970-01-01T00:00:00.000001Z\"]}");
    }

    @ParameterizedTest
    @CsvSource({
        "403, bytesBilledLimitExceeded, BYTES_EXCEEDED",
        "400, invalidQuery, QUERY_FAILED",
        "403, accessDenied, SOURCE_UNAVAILABLE",
        "403, rateLimitExceeded, SOURCE_UNAVAILABLE",
        "404, notFound, SOURCE_UNAVAILABLE",
        "500, backendError, SOURCE_UNAVAILABLE"
    })
    void errorsHaveCodesAndNoText(int status, String reason, ReasonCode code) {
        results =
                _ ->
                        new StubServer.Whole(
                                status,
                                Map.of(),
                                "{\"error\":{\"errors\":[{\"reason\":\"%s\",\"message\":\"secret-of-the-service\"}]}}"
                                        .formatted(reason));
        assertThat(wire.fail().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "<html>",
                "{\"jobComplete\":true}",
                "{\"jobComplete\":true,\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"INTEGER\"}]},\"rows\":[{}]}",
                "{\"jobComplete\":true,\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"INTEGER\"}]},\"rows\":[{\"f\":[{\"v\":\"x\"}]}]}",
                "{\"jobComplete\":true,\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"TIMESTAMP\"}]},\"rows\":[{\"f\":[{\"v\":\"1.5E9\"}]}]}",
                "{\"jobComplete\":true,\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"BYTES\"}]},\"rows\":[{\"f\":[{\"v\":\"*\"}]}]}"
            })
    void garbageIsNoAnswer(String body) {
        results = _ -> StubServer.json(body);
        assertThat(wire.fail().details()).containsEntry("reason", "wrong_server");
    }

    @Test
    void anExpiredAccessTokenIsReplacedInTheMiddleOfAQuery() {
        results =
                asked ->
                        asked.header("authorization").equals("Bearer marker-1")
                                ? StubServer.status(401)
                                : StubServer.json(ONE);
        assertThat(wire.ask()).isInstanceOf(Outcome.Completed.class);
        assertThat(tokens).hasValue(2);
        assertThat(server.asked("POST", "/token").getFirst().form())
                .containsEntry("grant_type", "refresh_token")
                .containsEntry("refresh_token", "marker-of-the-refresh-token");
    }

    @Test
    void theDeadlineHoldsAndTheJobIsCancelled() {
        results = _ -> new StubServer.Stalled();
        assertThat(wire.late().code()).isEqualTo(ReasonCode.TIMEOUT);
        assertCancelled();
    }

    @Test
    void cancellingReachesTheService() throws Exception {
        results = _ -> new StubServer.Stalled();
        assertThat(wire.cancelled(() -> !server.asked("GET", "/bigquery").isEmpty()))
                .isInstanceOf(Outcome.Cancelled.class);
        assertCancelled();
    }

    private void assertCancelled() {
        String id = job().path("jobReference").path("jobId").asString();
        assertThat(server.asked().getLast().path())
                .isEqualTo("/bigquery/v2/projects/my-project/jobs/" + id + "/cancel");
        assertThat(server.asked().getLast().query()).containsEntry("location", "EU");
    }

    @Test
    void aDatasetIsIndexedAndProbed() {
        String fields = "{\"jobComplete\":true,\"schema\":{\"fields\":[%s]},\"rows\":[%s]}";
        String field = "{\"name\":\"c\",\"type\":\"STRING\"}";
        results =
                _ ->
                        StubServer.json(
                                fields.formatted(
                                        String.join(",", Collections.nCopies(6, field)),
                                        "{\"f\":[{\"v\":\"shop\"},{\"v\":\"orders\"},{\"v\":\"id\"},{\"v\":\"INT64\"},{\"v\":\"\"},{\"v\":\"VIEW\"}]}"));
        Schema schema = new BigQueryConnector().readSchema(wire.target());
        assertThat(schema.table(new TableName("shop", "orders")).orElseThrow().lineage().kind())
                .isEqualTo(Schema.Kind.VIEW);
        results =
                _ ->
                        StubServer.json(
                                fields.formatted(
                                        field,
                                        "{\"f\":[{\"v\":\"open\"}]},{\"f\":[{\"v\":\"shut\"}]}"));
        Probe probe = new BigQueryConnector().probe(wire.target());
        assertThat(probe.tables()).isEqualTo(2);
        assertThat(probe.powers()).hasSize(1);
        assertThat(probe.powers().getFirst().kind()).isEqualTo(Power.Kind.WRITE);
        assertThat(probe.canWrite()).containsExactly("shop.open");
    }

    @Test
    void aDatasetIsAName() {
        Wire hostile = new Wire(new BigQueryConnector(), server, "a`; DROP");
        SluiceException refused =
                catchThrowableOfType(
                        SluiceException.class,
                        () -> new BigQueryConnector().readSchema(hostile.target()));
        assertThat(refused.code()).isEqualTo(ReasonCode.INVALID_ARGUMENT);
    }
}
