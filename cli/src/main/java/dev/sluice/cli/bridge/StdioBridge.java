package dev.sluice.cli.bridge;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.cli.client.Json;
import dev.sluice.cli.client.McpEndpoint;
import dev.sluice.cli.client.McpHeaders;
import dev.sluice.cli.lines.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An MCP server on standard input and output that forwards each message to a Sluice server: one
 * JSON-RPC message on a line, in both directions. Requests run at the same time; a cancelled one
 * closes its connection, which cancels the query. Output carries the protocol alone.
 */
public final class StdioBridge {
    static final int LINE_BYTES_MAX = 4 << 20;
    static final int REQUESTS_MAX = 64;
    static final int NOTIFICATIONS_MAX = 64;

    /** How long answers may still come after the client closed our input. */
    static final Duration DRAIN_MAX = Duration.ofSeconds(60);

    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int INTERNAL_ERROR = -32603;

    private final McpEndpoint endpoint;
    private final OutputStream out;
    private final Consumer<String> log;
    private final Map<JsonNode, Thread> running = new ConcurrentHashMap<>();
    private final Semaphore notifications = new Semaphore(NOTIFICATIONS_MAX);
    private final AtomicReference<@Nullable String> negotiated = new AtomicReference<>();

    /**
     * @param out for messages only; used by one thread at a time
     * @param log for people, one line at a time
     */
    public StdioBridge(McpEndpoint endpoint, OutputStream out, Consumer<String> log) {
        this.endpoint = endpoint;
        this.out = out;
        this.log = log;
    }

    /** Serves until the input ends and the answers to what was asked are written. */
    public void serve(InputStream in) throws IOException {
        Lines lines = new Lines(in, LINE_BYTES_MAX);
        for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            switch (line.get()) {
                case Lines.Line.Text text when text.isBlank() -> {}
                case Lines.Line.Text text -> receive(text.bytes());
                case Lines.Line.TooLong(int bytesMax) ->
                        refuse(
                                Json.MAPPER.nullNode(),
                                INVALID_REQUEST,
                                "The message is longer than " + bytesMax + " bytes.");
            }
        }
        drain();
    }

    private void receive(byte[] line) {
        JsonNode message;
        try {
            message = Json.MAPPER.readTree(line);
        } catch (JacksonException e) {
            refuse(Json.MAPPER.nullNode(), PARSE_ERROR, "The line is no JSON.");
            return;
        }
        if (!message.isObject()) {
            refuse(
                    Json.MAPPER.nullNode(),
                    INVALID_REQUEST,
                    "One JSON-RPC message on a line is expected; batches are not supported.");
            return;
        }
        JsonNode id = message.path("id");
        JsonNode method = message.path("method");
        if (method.isString() && (id.isString() || id.isIntegralNumber())) {
            request(id, message, line);
        } else if (method.isString() && id.isMissingNode()) {
            notification(message, line);
        } else if (method.isMissingNode() && (message.has("result") || message.has("error"))) {
            log.accept("a response was dropped: the server asked nothing");
        } else {
            refuse(Json.MAPPER.nullNode(), INVALID_REQUEST, "The line is no JSON-RPC message.");
        }
    }

    private void request(JsonNode id, JsonNode message, byte[] line) {
        if (running.size() >= REQUESTS_MAX) {
            refuse(id, INTERNAL_ERROR, "More than " + REQUESTS_MAX + " requests at once.");
            return;
        }
        Thread thread = Thread.ofVirtual().unstarted(() -> forward(id, message, line));
        if (running.putIfAbsent(id, thread) != null) {
            refuse(id, INVALID_REQUEST, "A request with this id is still running.");
            return;
        }
        thread.start();
    }

    /** Notifications are delivered in the background; whatever comes of them gives no output. */
    private void notification(JsonNode message, byte[] line) {
        if (message.path("method").stringValue().equals("notifications/cancelled")) {
            Thread cancelled = running.remove(message.path("params").path("requestId"));
            if (cancelled != null) {
                cancelled.interrupt();
            }
            return;
        }
        if (!notifications.tryAcquire()) {
            log.accept(
                    "a notification was dropped: "
                            + NOTIFICATIONS_MAX
                            + " are still on their way to the server");
            return;
        }
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        endpoint.send(line, headers(message), _ -> {});
                    } catch (CommandFailure e) {
                        log.accept("a notification was not delivered: " + e.getMessage());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        notifications.release();
                    }
                });
    }

    private void forward(JsonNode id, JsonNode message, byte[] line) {
        Answered answered = new Answered(id, message);
        try {
            endpoint.send(line, headers(message), answered);
            if (!answered.done) {
                refuseRunning(id, INTERNAL_ERROR, "The server gave no answer.", Optional.empty());
            }
        } catch (CommandFailure e) {
            log.accept(e.code() + ": " + e.getMessage());
            if (!answered.done) {
                String text = Optional.ofNullable(e.getMessage()).orElse(e.code());
                refuseRunning(id, INTERNAL_ERROR, text, Optional.of(e.error()));
            }
        } catch (InterruptedException e) {
            // Cancelled: the client wants no answer any more.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.accept("unexpected: " + e);
            refuseRunning(id, INTERNAL_ERROR, "The bridge failed.", Optional.empty());
        } finally {
            running.remove(id, Thread.currentThread());
        }
    }

    private Map<String, String> headers(JsonNode message) {
        boolean opening = message.path("method").stringValue().equals("initialize");
        return McpHeaders.of(
                message, opening ? Optional.empty() : Optional.ofNullable(negotiated.get()));
    }

    /** Passes on what belongs to one request, and notices the revision that was agreed on. */
    private final class Answered implements Consumer<JsonNode> {
        private final JsonNode id;
        private final JsonNode request;
        private boolean done;

        private Answered(JsonNode id, JsonNode request) {
            this.id = id;
            this.request = request;
        }

        @Override
        public void accept(JsonNode message) {
            boolean response = message.has("result") || message.has("error");
            if (response && message instanceof ObjectNode answer) {
                done = true;
                answer.set("id", id); // an error found before the body was read has none
                JsonNode version = message.path("result").path("protocolVersion");
                if (request.path("method").stringValue().equals("initialize")
                        && version.isString()) {
                    negotiated.set(version.stringValue());
                }
            }
            if (running.containsKey(id)) {
                write(message);
            }
        }
    }

    private void refuseRunning(JsonNode id, int code, String message, Optional<JsonNode> data) {
        if (running.containsKey(id)) {
            write(error(id, code, message, data));
        }
    }

    private void refuse(JsonNode id, int code, String message) {
        write(error(id, code, message, Optional.empty()));
    }

    private static ObjectNode error(
            JsonNode id, int code, String message, Optional<JsonNode> data) {
        ObjectNode answer = Json.MAPPER.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", id);
        ObjectNode error = answer.putObject("error").put("code", code).put("message", message);
        data.ifPresent(object -> error.set("data", object));
        return answer;
    }

    private void write(JsonNode message) {
        byte[] line = Json.MAPPER.writeValueAsBytes(message);
        synchronized (out) {
            try {
                out.write(line);
                out.write('\n');
                out.flush();
            } catch (IOException e) {
                log.accept("the client reads no more");
            }
        }
    }

    private void drain() {
        Instant end = Instant.now().plus(DRAIN_MAX);
        for (Thread thread : running.values()) {
            try {
                Duration left = Duration.between(Instant.now(), end);
                if (left.isNegative() || !thread.join(left)) {
                    thread.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                thread.interrupt();
            }
        }
    }
}
