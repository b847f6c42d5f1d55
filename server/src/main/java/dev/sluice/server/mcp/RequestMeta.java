package dev.sluice.server.mcp;

import dev.sluice.server.mcp.input.ClientCapability;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a request says about itself under {@code params._meta} (MCP 2026-07-28, basic). */
final class RequestMeta {
    private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    private static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";

    /** W3C Trace Context, section 3.2. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private RequestMeta() {}

    /** The version that the request claims, null when it claims none. */
    static @Nullable String version(ObjectNode params) {
        JsonNode version = params.path("_meta").path(VERSION);
        return version.isString() ? version.stringValue() : null;
    }

    /** What a request without a handshake lacks, empty when nothing. */
    static Optional<String> complaint(ObjectNode params) {
        JsonNode meta = params.get("_meta");
        if (meta == null || !meta.isObject()) {
            return Optional.of("params._meta must be an object.");
        }
        if (version(params) == null) {
            return Optional.of("params._meta must have " + VERSION + ", as text.");
        }
        if (!meta.path(CAPABILITIES).isObject()) {
            return Optional.of("params._meta must have " + CAPABILITIES + ", as an object.");
        }
        return meta.has(CLIENT_INFO) && !meta.path(CLIENT_INFO).isObject()
                ? Optional.of("params._meta has " + CLIENT_INFO + ", which is no object.")
                : Optional.empty();
    }

    /** What the client can be asked for. */
    static Set<ClientCapability> capabilities(ObjectNode params) {
        return ClientCapability.declaredIn(params.path("_meta").path(CAPABILITIES));
    }

    /** The token to send progress under, as JSON; null when none is wanted or it is no token. */
    static @Nullable String progressToken(ObjectNode params) {
        JsonNode token = params.path("_meta").get("progressToken");
        return token == null ? null : Message.id(token);
    }

    /** The trace that the request belongs to; anything malformed counts as none. */
    static @Nullable String traceparent(ObjectNode params) {
        JsonNode trace = params.path("_meta").path("traceparent");
        return trace.isString() && TRACEPARENT.matcher(trace.stringValue()).matches()
                ? trace.stringValue()
                : null;
    }
}
