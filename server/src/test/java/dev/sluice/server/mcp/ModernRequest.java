package dev.sluice.server.mcp;

import dev.sluice.server.http.RawHttp;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests of revision 2026-07-28, headers and all. */
final class ModernRequest {
    private static final JsonMapper JSON = new JsonMapper();

    private final String method;
    private final ObjectNode params;
    private final Map<String, String> headers;

    /**
     * A request.
     *
     * @param params a JSON object; {@code _meta} is filled up
     */
    ModernRequest(String method, String params, String... headers) {
        this.method = method;
        this.params = (ObjectNode) JSON.readTree(params);
        ObjectNode meta = this.params.withObject("/_meta");
        meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
        if (!meta.has("io.modelcontextprotocol/clientCapabilities")) {
            meta.putObject("io.modelcontextprotocol/clientCapabilities");
        }
        this.headers = new LinkedHashMap<>();
        Stream.of(headers)
                .map(header -> header.split(": ", 2))
                .forEach(header -> this.headers.put(header[0], header[1]));
    }

    /** The same from a client that can be asked for these. */
    ModernRequest by(String... capabilities) {
        for (String capability : capabilities) {
            params.withObject("/_meta")
                    .withObject("io.modelcontextprotocol/clientCapabilities")
                    .putObject(capability);
        }
        return this;
    }

    /** The request as text. */
    String to(TestServer server) {
        ObjectNode message = JSON.createObjectNode();
        message.put("jsonrpc", "2.0").put("id", 7).put("method", method);
        message.set("params", params);
        Map<String, String> all = new LinkedHashMap<>();
        all.put(Headers.VERSION, "2026-07-28");
        all.put(Headers.METHOD, method);
        JsonNode name = params.has("name") ? params.get("name") : params.get("uri");
        if (name != null && name.isString()) {
            all.put(Headers.NAME, name.stringValue());
        }
        all.putAll(headers);
        return server.request(
                message.toString(),
                all.entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue())
                        .toArray(String[]::new));
    }

    /** The answer, which is no stream. */
    RawHttp.Answer sentTo(TestServer server) throws IOException {
        try (RawHttp connection = server.connect()) {
            return connection.send(to(server)).read();
        }
    }

    JsonNode answeredBy(TestServer server) throws IOException {
        return JSON.readTree(sentTo(server).body());
    }
}
