package dev.sluice.connector.snowflake;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.HttpCall;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.Origin;
import dev.sluice.connector.http.Session;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.connector.oauth.Sessions;
import dev.sluice.core.ReasonCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs statements by the SQL API: one is posted and answered with its handle at once, by which its
 * state, its partitions and its end are asked for. Nothing is fetched from anywhere else.
 *
 * @see <a href="https://docs.snowflake.com/en/developer-guide/sql-api/reference">SQL API
 *     reference</a>
 */
final class Statements implements AutoCloseable {
    private static final String PATH = "/api/v2/statements";
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Duration SUBMIT_MAX = Duration.ofSeconds(10);
    private static final Duration CANCEL_MAX = Duration.ofSeconds(3);
    private static final Duration ASK_AGAIN = Duration.ofMillis(50);
    private static final Duration ASK_AGAIN_MAX = Duration.ofSeconds(1);
    private static final int PARTITIONS_MAX = 10_000;
    private static final int STATEMENT_SECONDS_MAX = 3_600;

    private final Session session;
    private final Origin origin;
    private final ConnectionSettings settings;

    /** Closes the session when it is closed. */
    Statements(Session session, ConnectionSettings settings) {
        this.session = session;
        this.origin = Sessions.origin(settings);
        this.settings = settings;
    }

    /**
     * Runs one statement and gathers its rows.
     *
     * @param values of the places {@code ?} in the text
     * @param rowsMax what the service is told to make at most
     */
    void run(String sql, List<String> values, SessionTag tag, int rowsMax, Answer answer, Stop stop)
            throws SourceFailure {
        stop.check();
        String handle = submit(body(sql, values, tag, rowsMax, stop), stop);
        boolean ended = false;
        try {
            JsonNode first = await(handle, stop);
            ended = true;
            gather(handle, first, answer, stop);
        } finally {
            if (!ended) {
                cancel(handle);
            }
        }
    }

    private String body(String sql, List<String> values, SessionTag tag, int rowsMax, Stop stop) {
        ObjectNode body = HttpReply.JSON.createObjectNode();
        body.put("statement", sql);
        long seconds = stop.left().toSeconds() + 1;
        body.put("timeout", Math.clamp(seconds, 1, STATEMENT_SECONDS_MAX));
        body.put("database", settings.database());
        put(body, "schema", settings.options().get(SnowflakeConnector.SCHEMA.name()));
        put(body, "warehouse", settings.options().get(SnowflakeConnector.WAREHOUSE.name()));
        put(body, "role", settings.options().get(SnowflakeConnector.ROLE.name()));
        ObjectNode parameters = body.putObject("parameters");
        parameters.put("query_tag", tag.value());
        parameters.put("timezone", "UTC");
        parameters.put("rows_per_resultset", Integer.toString(rowsMax));
        parameters.put("multi_statement_count", "1");
        if (!values.isEmpty()) {
            ObjectNode bindings = body.putObject("bindings");
            for (int i = 0; i < values.size(); i++) {
                bindings.putObject(Integer.toString(i + 1))
                        .put("type", "TEXT")
                        .put("value", values.get(i));
            }
        }
        return body.toString();
    }

    private static void put(ObjectNode body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private Map<String, String> headers() {
        String type =
                settings.auth() == AuthMethod.KEY_PAIR
                        ? "KEYPAIR_JWT"
                        : settings.auth() == AuthMethod.TOKEN
                                ? "PROGRAMMATIC_ACCESS_TOKEN"
                                : "OAUTH";
        return Map.of("Accept", "application/json", "X-Snowflake-Authorization-Token-Type", type);
    }

    /** Without waiting for its end, since only its handle lets it be cancelled. */
    private String submit(String body, Stop stop) throws SourceFailure {
        HttpReply reply;
        Duration left = stop.left();
        try (Stop submitting = Stop.after(left.compareTo(SUBMIT_MAX) < 0 ? left : SUBMIT_MAX)) {
            reply =
                    session.send(
                            HttpCall.post(
                                            origin,
                                            PATH + "?async=true&requestId=" + UUID.randomUUID(),
                                            "application/json",
                                            body)
                                    .with(headers()),
                            submitting);
        }
        JsonNode answer = checked(reply);
        String handle = answer.path("statementHandle").asString("");
        if (!HANDLE.matcher(handle).matches()) {
            throw SourceFailure.unreadable();
        }
        return handle;
    }

    private JsonNode await(String handle, Stop stop) throws SourceFailure {
        Duration pause = ASK_AGAIN;
        while (true) {
            HttpReply reply =
                    session.send(HttpCall.get(origin, PATH + "/" + handle).with(headers()), stop);
            boolean busy = reply.status() == 202 || reply.status() == 429 || reply.status() == 503;
            if (!busy) {
                return checked(reply);
            }
            stop.pause(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(ASK_AGAIN_MAX) > 0 ? ASK_AGAIN_MAX : pause;
        }
    }

    private void gather(String handle, JsonNode first, Answer answer, Stop stop)
            throws SourceFailure {
        JsonNode description = first.path("resultSetMetaData");
        JsonNode types = description.path("rowType");
        if (!types.isArray()) {
            throw SourceFailure.unreadable();
        }
        List<Types.Shape> shapes = new ArrayList<>();
        for (JsonNode type : types) {
            shapes.add(Types.shape(type));
        }
        answer.columns(shapes.stream().map(Types.Shape::column).toList());
        boolean more = take(first.path("data"), shapes, answer);
        int partitions = Math.max(1, description.path("partitionInfo").size());
        if (partitions > PARTITIONS_MAX) {
            throw SourceFailure.unreadable();
        }
        for (int partition = 1; more && partition < partitions; partition++) {
            HttpReply reply =
                    session.send(
                            HttpCall.get(origin, PATH + "/" + handle + "?partition=" + partition)
                                    .with(headers()),
                            stop);
            more = take(checked(reply).path("data"), shapes, answer);
        }
    }

    private static boolean take(JsonNode rows, List<Types.Shape> shapes, Answer answer)
            throws SourceFailure {
        if (!rows.isArray()) {
            throw SourceFailure.unreadable();
        }
        for (JsonNode row : rows) {
            if (!row.isArray() || row.size() != shapes.size()) {
                throw SourceFailure.unreadable();
            }
            List<@Nullable String> texts = new ArrayList<>(shapes.size());
            for (int i = 0; i < shapes.size(); i++) {
                texts.add(Types.text(row.get(i), shapes.get(i)));
            }
            if (!answer.add(texts)) {
                return false;
            }
        }
        return true;
    }

    private void cancel(String handle) {
        try (Stop stop = Stop.after(CANCEL_MAX)) {
            session.send(
                    HttpCall.post(origin, PATH + "/" + handle + "/cancel", "application/json", "{}")
                            .with(headers()),
                    stop);
        } catch (SourceFailure e) {
            // Its own time limit ends the statement.
        }
    }

    private static JsonNode checked(HttpReply reply) throws SourceFailure {
        return switch (reply.status()) {
            case 200, 202 -> object(reply);
            case 408 -> throw SourceFailure.of(ReasonCode.TIMEOUT);
            case 422 -> throw Failures.of(object(reply));
            default -> throw SourceFailure.ofStatus(reply.status());
        };
    }

    /** Partitions after the first come compressed, whether or not that was asked for. */
    private static JsonNode object(HttpReply reply) throws SourceFailure {
        if (!"gzip".equalsIgnoreCase(reply.header("content-encoding"))) {
            return reply.object();
        }
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(reply.body()))) {
            byte[] bytes = plain.readNBytes(HttpCall.REPLY_BYTES_MAX + 1);
            if (bytes.length > HttpCall.REPLY_BYTES_MAX) {
                throw SourceFailure.of(
                        ReasonCode.RESULT_TOO_LARGE,
                        null,
                        Map.of("result_bytes_max", HttpCall.REPLY_BYTES_MAX));
            }
            JsonNode node = HttpReply.JSON.readTree(bytes);
            if (node == null || !node.isObject()) {
                throw SourceFailure.unreadable();
            }
            return node;
        } catch (IOException | JacksonException e) {
            throw SourceFailure.unreadable();
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
