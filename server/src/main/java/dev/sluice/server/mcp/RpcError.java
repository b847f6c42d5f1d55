package dev.sluice.server.mcp;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.json.ErrorObject;
import dev.sluice.server.mcp.input.ClientCapability;
import java.util.Map;
import java.util.Set;

/**
 * A JSON-RPC error and the HTTP status that it travels under.
 *
 * @param data plain values beside the request id
 */
record RpcError(int status, int code, String message, Map<String, Object> data) {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;

    /** MCP 2026-07-28, basic/transports/streamable-http, "Server Validation". */
    static final int HEADER_MISMATCH = -32020;

    /** MCP 2026-07-28, schema {@code MissingRequiredClientCapabilityError}. */
    static final int MISSING_CAPABILITY = -32021;

    /** Until 2025-11-25, server/resources, "Error Handling"; -32602 since. */
    static final int RESOURCE_NOT_FOUND = -32002;

    /** MCP 2026-07-28, basic/versioning. */
    static final int UNSUPPORTED_VERSION = -32022;

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;

    RpcError {
        data = Map.copyOf(data);
    }

    private RpcError(int status, int code, String message) {
        this(status, code, message, Map.of());
    }

    static RpcError parse(String message) {
        return new RpcError(BAD_REQUEST, PARSE_ERROR, message);
    }

    static RpcError invalidRequest(String message) {
        return new RpcError(BAD_REQUEST, INVALID_REQUEST, message);
    }

    /** Parameters that break the method's form; clients without a handshake expect 400. */
    static RpcError malformedParams(Revision revision, String message) {
        return new RpcError(revision.isModern() ? BAD_REQUEST : OK, INVALID_PARAMS, message);
    }

    /** Well-formed parameters that name nothing we have: an answer, in every revision. */
    static RpcError unknownName(String message) {
        return new RpcError(OK, INVALID_PARAMS, message);
    }

    static RpcError unknownMethod(Revision revision, String method) {
        return new RpcError(
                revision.isModern() ? NOT_FOUND : OK,
                METHOD_NOT_FOUND,
                "Unknown method: " + method);
    }

    static RpcError headerMismatch(String message) {
        return new RpcError(BAD_REQUEST, HEADER_MISMATCH, "Header mismatch: " + message);
    }

    static RpcError unsupportedVersion(String requested) {
        return new RpcError(
                BAD_REQUEST,
                UNSUPPORTED_VERSION,
                "Unsupported protocol version",
                Map.of("supported", Revision.ids(), "requested", requested));
    }

    static RpcError missingCapability(Set<ClientCapability> missing) {
        return new RpcError(
                BAD_REQUEST,
                MISSING_CAPABILITY,
                "Answering this needs capabilities that the client does not declare.",
                Map.of("requiredCapabilities", ClientCapability.declaration(missing)));
    }

    /** The client's revision has no way of being asked. */
    static RpcError cannotAsk() {
        return new RpcError(
                OK,
                INVALID_REQUEST,
                "Answering this needs input from the user, which takes a client of MCP "
                        + Revision.R2026_07_28.id()
                        + ".");
    }

    static RpcError unknownResource(Revision revision, String uri) {
        return new RpcError(
                OK,
                revision.isModern() ? INVALID_PARAMS : RESOURCE_NOT_FOUND,
                "Resource not found",
                Map.of("uri", uri));
    }

    /** More streams than a caller, or all of them together, may have. */
    static RpcError tooManyStreams() {
        return new RpcError(
                TOO_MANY_REQUESTS, INTERNAL_ERROR, "Too many open streams; close one first.");
    }

    /** What a prompt or a resource refused or could not do. */
    static RpcError of(ErrorObject error) {
        boolean ours = error.code().kind() == ReasonCode.Kind.FAILED;
        return new RpcError(
                OK,
                ours ? INTERNAL_ERROR : INVALID_PARAMS,
                error.message(),
                Map.of("code", error.code().name(), "details", error.details()));
    }
}
