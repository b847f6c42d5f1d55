package dev.sluice.cli.client;

import dev.sluice.core.ReasonCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The server's MCP endpoint: one POST for each message. Safe for use by several threads. */
public final class McpEndpoint {
    /** JSON-RPC's code for an unknown tool; the arguments are checked by the tool itself. */
    private static final int INVALID_PARAMS = -32602;

    static final String PATH = "/api/mcp";

    private final Connection connection;
    private final Tokens tokens;

    public McpEndpoint(Connection connection, Tokens tokens) {
        this.connection = connection;
        this.tokens = tokens;
    }

    /**
     * Sends one message and hands over each message that comes back, until the server is done. An
     * interrupt closes the connection, which cancels the call at the server.
     *
     * @throws CommandFailure when the server cannot be reached, refuses the token, or answers with
     *     something other than MCP
     */
    public void send(byte[] message, Map<String, String> headers, Consumer<JsonNode> received)
            throws InterruptedException {
        String token = tokens.token(AdminApi.QUERY);
        HttpResponse<InputStream> response = connection.open(request(message, headers, token));
        if (response.statusCode() == 401 && tokens.forget(AdminApi.QUERY, token)) {
            close(response);
            String renewed = tokens.token(AdminApi.QUERY);
            response = connection.open(request(message, headers, renewed));
        }
        try (InputStream body = response.body()) {
            read(response, body, received);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            throw CommandFailure.of(
                    ReasonCode.SERVER_UNAVAILABLE, "The server closed the connection too early.");
        }
    }

    /**
     * Calls a tool and returns its structured content.
     *
     * @throws CommandFailure with the tool's error object
     */
    public JsonNode call(String tool, ObjectNode arguments) throws InterruptedException {
        ObjectNode message = Json.MAPPER.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
        message.put("method", "tools/call");
        ObjectNode params = message.putObject("params").put("name", tool);
        params.set("arguments", arguments);
        ObjectNode meta =
                params.putObject("_meta").put(McpHeaders.VERSION_META, McpHeaders.VERSION);
        meta.putObject("io.modelcontextprotocol/clientCapabilities");
        meta.putObject("io.modelcontextprotocol/clientInfo")
                .put("name", "sluice")
                .put("version", Version.TEXT);
        Answers answers = new Answers();
        send(
                Json.MAPPER.writeValueAsBytes(message),
                McpHeaders.of(message, Optional.empty()),
                answers);
        return answers.structured();
    }

    /** Keeps the answer to the one request that was sent. */
    private static final class Answers implements Consumer<JsonNode> {
        private JsonNode answer = Json.MAPPER.missingNode();

        @Override
        public void accept(JsonNode message) {
            if (message.has("result") || message.has("error")) {
                answer = message;
            }
        }

        JsonNode structured() {
            JsonNode result = answer.path("result");
            JsonNode content = result.path("structuredContent");
            if (result.path("isError").asBoolean(false) && content instanceof ObjectNode error) {
                throw CommandFailure.answered(error);
            }
            if (answer.path("error") instanceof ObjectNode error) {
                throw failure(error);
            }
            if (content.isMissingNode()) {
                throw CommandFailure.of(
                        ReasonCode.SERVER_UNAVAILABLE,
                        "The server's answer has no structured content.");
            }
            return content;
        }

        /** JSON-RPC errors carry our error object as their data. */
        private static CommandFailure failure(ObjectNode error) {
            if (error.path("data") instanceof ObjectNode data && data.path("code").isString()) {
                return CommandFailure.answered(data);
            }
            if (error.path("code").asInt() == INVALID_PARAMS) {
                return CommandFailure.of(
                        ReasonCode.TOOL_NOT_ALLOWED,
                        "You do not have this tool: no policy binds you to a role with it, or the"
                                + " role's source has no connection. 'sluice doctor' looks"
                                + " further.");
            }
            return CommandFailure.of(
                    ReasonCode.INTERNAL, error.path("message").asString("no reason given"));
        }
    }

    private HttpRequest request(byte[] message, Map<String, String> headers, String token) {
        HttpRequest.Builder request =
                connection
                        .authorized(connection.request(PATH), "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(message));
        headers.forEach(request::header);
        return request.build();
    }

    private void read(
            HttpResponse<InputStream> response, InputStream body, Consumer<JsonNode> received)
            throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (response.statusCode() == 200 && type.startsWith("text/event-stream")) {
            events(body, received);
            return;
        }
        byte[] bytes = Connection.read(body);
        Optional<JsonNode> json = Connection.json(bytes);
        if (json.isPresent() && json.get().path("jsonrpc").isString()) {
            received.accept(json.get());
        } else if (response.statusCode() != 202 && response.statusCode() != 204) {
            throw connection.refused(new Connection.Answer(response.statusCode(), json));
        }
    }

    /** Server-sent events (WHATWG HTML, section 9.2.6): the data lines of each event joined. */
    private static void events(InputStream body, Consumer<JsonNode> received) throws IOException {
        StringBuilder data = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    data.append(line, "data:".length(), line.length()).append('\n');
                    if (data.length() > Connection.ANSWER_BYTES_MAX) {
                        throw CommandFailure.of(
                                ReasonCode.RESULT_TOO_LARGE,
                                "One event of the answer is too large.");
                    }
                } else if (line.isEmpty() && !data.isEmpty()) {
                    Connection.json(data.toString().getBytes(StandardCharsets.UTF_8))
                            .ifPresent(received);
                    data.setLength(0);
                }
            }
        }
    }

    private static void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            // The connection is given up; the next request opens another.
            return;
        }
    }
}
