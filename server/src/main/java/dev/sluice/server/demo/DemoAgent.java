package dev.sluice.server.demo;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent as any other: gets a token, and asks over MCP. */
public final class DemoAgent implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String REVISION = "2026-07-28";
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    /** Signs in with {@code client_credentials} (RFC 6749 section 4.4). */
    public DemoAgent(String url, String clientId, Secret clientSecret) {
        this.url = url;
        String credentials =
                clientId + ":" + new String(clientSecret.reveal(), StandardCharsets.US_ASCII);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/oauth2/token"))
                        .timeout(ANSWER_MAX)
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        credentials.getBytes(
                                                                StandardCharsets.US_ASCII)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "grant_type=client_credentials&scope=query"))
                        .build();
        this.token = send(request).path("access_token").asString();
    }

    /** Calls {@code run} and returns the tool's result: an answer, or the error object. */
    public JsonNode run(String sql) {
        var body = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
        body.put("method", "tools/call");
        var params = body.putObject("params").put("name", "run");
        params.putObject("arguments").put("sql", sql);
        params.putObject("_meta")
                .put("io.modelcontextprotocol/protocolVersion", REVISION)
                .putObject("io.modelcontextprotocol/clientCapabilities");
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/api/mcp"))
                        .timeout(ANSWER_MAX)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", REVISION)
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", "run")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build();
        return send(request).path("result").path("structuredContent");
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new SluiceException(
                        ReasonCode.INTERNAL,
                        request.uri().getPath() + " answered HTTP " + response.statusCode() + ".");
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new SluiceException(
                    ReasonCode.INTERNAL, "The server does not answer its own demo.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SluiceException(ReasonCode.CANCELLED, "Interrupted.");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
