package dev.sluice.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A few lines of MCP client, for tests that need to see the HTTP answer itself. */
public final class McpCaller implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String REVISION = "2026-07-28";
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI mcp;
    private volatile String token;

    public McpCaller(URI mcp, String token) {
        this.mcp = mcp;
        this.token = token;
    }

    public void useToken(String other) {
        this.token = other;
    }

    /** The HTTP answer to a call of {@code run}. */
    public HttpResponse<String> run(String sql) {
        ObjectNode params = JSON.createObjectNode().put("name", "run");
        params.putObject("arguments").put("sql", sql);
        return send("tools/call", "run", params);
    }

    /** What {@code run} answers: columns and rows, or the error object. */
    public JsonNode structured(String sql) {
        HttpResponse<String> answer = run(sql);
        return JSON.readTree(answer.body()).path("result").path("structuredContent");
    }

    public HttpResponse<String> listTools() {
        return send("tools/list", "", JSON.createObjectNode());
    }

    public static String body(String method, ObjectNode params) {
        params.putObject("_meta")
                .put("io.modelcontextprotocol/protocolVersion", REVISION)
                .putObject("io.modelcontextprotocol/clientCapabilities");
        ObjectNode body = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
        body.put("method", method).set("params", params);
        return JSON.writeValueAsString(body);
    }

    private HttpResponse<String> send(String method, String name, ObjectNode params) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(mcp)
                        .timeout(ANSWER_MAX)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", REVISION)
                        .header("Mcp-Method", method);
        if (!name.isEmpty()) {
            request.header("Mcp-Name", name);
        }
        try {
            return http.send(
                    request.POST(HttpRequest.BodyPublishers.ofString(body(method, params))).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
