package dev.sluice.connector.databricks;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.HttpCall;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.JsonCells;
import dev.sluice.connector.http.Origin;
import dev.sluice.connector.http.Session;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.connector.oauth.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs statements on a SQL warehouse: each is submitted without waiting, so that it has a name to
 * cancel, then asked about, then fetched chunk by chunk.
 *
 * @see <a href="https://docs.databricks.com/api/workspace/statementexecution">the reference</a>
 */
final class Statements implements AutoCloseable {
    private static final String PATH = "/api/2.0/sql/statements";
    private static final Duration SUBMIT_MAX = Duration.ofSeconds(10);
    private static final Duration CANCEL_MAX = Duration.ofSeconds(3);
    private static final Duration PAUSE_MIN = Duration.ofMillis(50);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(1);
    private static final int CHUNKS_MAX = 1_000;

    private final Session session;
    private final Origin origin;
    private final String warehouse;
    private final String catalog;
    private final String schema;

    /** Closes the session when it is closed. */
    Statements(Session session, ConnectionSettings settings) {
        this.session = session;
        this.origin = Sessions.origin(settings);
        String path = settings.options().getOrDefault(DatabricksConnector.HTTP_PATH.name(), "");
        this.warehouse = path.substring(path.lastIndexOf('/') + 1);
        this.catalog = settings.options().getOrDefault(DatabricksConnector.CATALOG.name(), "");
        this.schema = settings.database();
    }

    /**
     * Runs a statement and gathers its rows. When it ends early, it is cancelled at the service.
     *
     * @param rowsMax rows that the service is to send at most
     */
    void run(String sql, long rowsMax, Answer answer, Stop stop) throws SourceFailure {
        stop.check();
        ObjectNode body = HttpReply.JSON.createObjectNode();
        body.put("statement", sql)
                .put("warehouse_id", warehouse)
                .put("catalog", catalog)
                .put("schema", schema)
                .put("disposition", "INLINE")
                .put("format", "JSON_ARRAY")
                .put("wait_timeout", "0s")
                .put("on_wait_timeout", "CONTINUE")
                .put("row_limit", rowsMax);
        JsonNode state;
        try (Stop submitting = Stop.after(least(stop.left(), SUBMIT_MAX))) {
            state =
                    answered(
                            session.send(
                                    HttpCall.post(
                                            origin, PATH, "application/json", body.toString()),
                                    submitting));
        }
        String id = state.path("statement_id").asString("");
        if (!id.matches("[A-Za-z0-9-]{1,64}")) {
            throw SourceFailure.unreadable();
        }
        boolean over = false;
        try {
            JsonNode done = await(id, state, stop);
            over = true;
            gather(id, done, answer, stop);
        } finally {
            if (!over) {
                cancel(id);
            }
        }
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private JsonNode await(String id, JsonNode first, Stop stop) throws SourceFailure {
        JsonNode now = first;
        Duration pause = PAUSE_MIN;
        while (true) {
            switch (now.path("status").path("state").asString("")) {
                case "PENDING", "RUNNING" -> {
                    stop.pause(pause);
                    pause = least(pause.multipliedBy(2), PAUSE_MAX);
                    now = get("/" + id, stop);
                }
                case "SUCCEEDED" -> {
                    return now;
                }
                case "FAILED" -> throw Failures.of(now.path("status").path("error"));
                case "CANCELED", "CLOSED" ->
                        throw SourceFailure.of(Diagnosis.UNAVAILABLE, "CANCELED");
                default -> throw SourceFailure.unreadable();
            }
        }
    }

    private void gather(String id, JsonNode done, Answer answer, Stop stop) throws SourceFailure {
        answer.columns(columns(done.path("manifest").path("schema").path("columns")));
        JsonNode chunk = done.path("result");
        for (int i = 0; i < CHUNKS_MAX; i++) {
            for (JsonNode row : chunk.path("data_array")) {
                if (!answer.add(texts(row, answer.columns()))) {
                    return;
                }
            }
            JsonNode next = chunk.path("next_chunk_index");
            if (!next.isIntegralNumber()) {
                return;
            }
            if (next.asLong() <= i || next.asLong() > CHUNKS_MAX) {
                throw SourceFailure.unreadable();
            }
            chunk = get("/" + id + "/result/chunks/" + next.asLong(), stop);
        }
        throw SourceFailure.unreadable();
    }

    private static List<ResultColumn> columns(JsonNode described) throws SourceFailure {
        if (!described.isArray()) {
            throw SourceFailure.unreadable();
        }
        List<ResultColumn> columns = new ArrayList<>(described.size());
        for (JsonNode column : described) {
            String type = column.path("type_name").asString("");
            columns.add(new ResultColumn(column.path("name").asString(""), type, kind(type)));
        }
        return columns;
    }

    /** Every value is a text here; arrays, maps and structs are JSON already. */
    private static List<@Nullable String> texts(JsonNode row, List<ResultColumn> columns)
            throws SourceFailure {
        if (!row.isArray() || row.size() != columns.size()) {
            throw SourceFailure.unreadable();
        }
        List<@Nullable String> texts = new ArrayList<>(row.size());
        for (JsonNode cell : row) {
            if (!cell.isNull() && !cell.isString()) {
                throw SourceFailure.unreadable();
            }
            texts.add(JsonCells.text(cell, columns.get(texts.size()).kind()));
        }
        return texts;
    }

    private static ResultColumn.Kind kind(String type) {
        return switch (type) {
            case "BOOLEAN" -> ResultColumn.Kind.BOOLEAN;
            case "BYTE", "SHORT", "INT", "LONG" -> ResultColumn.Kind.INTEGER;
            case "FLOAT", "DOUBLE" -> ResultColumn.Kind.FLOAT;
            default -> ResultColumn.Kind.TEXT;
        };
    }

    private void cancel(String id) {
        try (Stop stop = Stop.after(CANCEL_MAX)) {
            session.send(
                    HttpCall.post(origin, PATH + "/" + id + "/cancel", "application/json", "{}"),
                    stop);
        } catch (SourceFailure e) {
            // The warehouse's own STATEMENT_TIMEOUT ends it.
        }
    }

    private JsonNode get(String path, Stop stop) throws SourceFailure {
        return answered(session.send(HttpCall.get(origin, PATH + path), stop));
    }

    private static JsonNode answered(HttpReply reply) throws SourceFailure {
        if (!reply.succeeded()) {
            throw Failures.of(reply);
        }
        return reply.object();
    }

    String catalog() {
        return catalog;
    }

    @Override
    public void close() {
        session.close();
    }
}
