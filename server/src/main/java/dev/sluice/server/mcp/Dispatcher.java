package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication.Challenge;
import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.input.RequestStates;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Decides under which revision a message is to be understood, and answers it. A request that
 * carries its version under {@code _meta} is a modern one (2026-07-28, basic/versioning); one that
 * does not belongs to the revision of its header; {@code initialize} chooses the revision by its
 * params.
 */
final class Dispatcher {
    /** Messages in one batch. */
    static final int BATCH_MESSAGES_MAX = 32;

    private static final int OK = 200;

    private final ToolCatalog catalog;
    private final Introduction introduction;
    private final Methods methods;

    Dispatcher(Offer offer, ServerInfo info) {
        this(offer, info, new RequestStates(InstantSource.system()), ListenMethod.SILENCE_MAX);
    }

    Dispatcher(Offer offer, ServerInfo info, RequestStates states, Duration silenceMax) {
        this.catalog = offer.tools();
        this.introduction = new Introduction(info, offer);
        this.methods = new Methods(offer, states, silenceMax);
    }

    /** Answers a body: one message, or a batch where the revision has batches. */
    Reply body(JsonNode body, Exchange exchange) {
        return body instanceof ArrayNode batch
                ? batch(batch, exchange)
                : message(Message.of(body), exchange);
    }

    /** An error about the body as a whole. */
    static Reply refused(@Nullable String id, RpcError error, Headers headers, String requestId) {
        boolean modern = Revision.of(headers.version()).map(Revision::isModern).orElse(false);
        return new Reply.Json(error.status(), Responses.error(id, error, requestId, modern));
    }

    private Reply batch(ArrayNode batch, Exchange exchange) {
        Optional<Revision> revision = revision(exchange.headers());
        if (revision.isEmpty() || !revision.get().hasBatches()) {
            return refuse(null, RpcError.invalidRequest("This revision has no batches."), exchange);
        }
        if (batch.isEmpty() || batch.size() > BATCH_MESSAGES_MAX) {
            return refuse(
                    null,
                    RpcError.invalidRequest(
                            "A batch has 1 to " + BATCH_MESSAGES_MAX + " messages."),
                    exchange);
        }
        JsonBytes replies = new JsonBytes();
        for (JsonNode node : batch) {
            switch (batched(Message.of(node), exchange)) {
                case Reply.Json json ->
                        replies.raw(replies.size() == 0 ? "[" : ",").raw(json.body());
                case Reply.Accepted() -> {}
                case Reply.Challenged challenged -> {
                    return challenged;
                }
            }
        }
        return replies.size() == 0 ? new Reply.Accepted() : new Reply.Json(OK, replies.raw("]"));
    }

    /** MCP 2025-03-26, basic/lifecycle: the handshake is not part of a batch. */
    private Reply batched(Message message, Exchange exchange) {
        return message instanceof Message.Request request && request.method().equals("initialize")
                ? refuse(
                        request.id(),
                        RpcError.invalidRequest("initialize cannot be part of a batch."),
                        exchange)
                : message(message, exchange);
    }

    private Reply message(Message message, Exchange exchange) {
        return switch (message) {
            case Message.Malformed malformed -> refuse(malformed.id(), malformed.error(), exchange);
            case Message.Notification ignored -> notification(exchange);
            case Message.Request request -> request(request, exchange);
        };
    }

    private Reply request(Message.Request request, Exchange exchange) {
        if (!request.method().equals("tools/call")) {
            Optional<Challenge> objection = catalog.objection(exchange.caller());
            if (objection.isPresent()) {
                return new Reply.Challenged(objection.get());
            }
        }
        return RequestMeta.version(request.params()) != null || isModern(exchange.headers())
                ? modern(request, exchange)
                : legacy(request, exchange);
    }

    /** We keep no state that a notification could change. */
    private Reply notification(Exchange exchange) {
        return revision(exchange.headers()).isPresent()
                ? new Reply.Accepted()
                : refuse(null, unsupported(exchange.headers()), exchange);
    }

    private Reply modern(Message.Request request, Exchange exchange) {
        Optional<RpcError> error = modernError(request, exchange.headers());
        if (error.isPresent()) {
            return refuse(request.id(), error.get(), exchange);
        }
        return request.method().equals("server/discover")
                ? Replies.json(introduction.discovered(request.id()))
                : methods.call(request, Revision.R2026_07_28, exchange);
    }

    private static Optional<RpcError> modernError(Message.Request request, Headers headers) {
        Optional<String> complaint = RequestMeta.complaint(request.params());
        if (complaint.isPresent()) {
            return Optional.of(RpcError.malformedParams(Revision.R2026_07_28, complaint.get()));
        }
        String claimed = String.valueOf(RequestMeta.version(request.params()));
        if (!claimed.equals(headers.version())) {
            return Optional.of(
                    RpcError.headerMismatch(
                            headers.version() == null
                                    ? "the header " + Headers.VERSION + " is missing"
                                    : "the header "
                                            + Headers.VERSION
                                            + " is not the version in the body"));
        }
        if (!Revision.of(claimed).map(Revision::isModern).orElse(false)) {
            return Optional.of(RpcError.unsupportedVersion(claimed));
        }
        return headers.disagreement(request, true);
    }

    private Reply legacy(Message.Request request, Exchange exchange) {
        Optional<RpcError> disagreement = exchange.headers().disagreement(request, false);
        if (disagreement.isPresent()) {
            return refuse(request.id(), disagreement.get(), exchange);
        }
        if (request.method().equals("initialize")) {
            return Replies.json(introduction.initialized(request.id(), negotiated(request)));
        }
        Optional<Revision> known = revision(exchange.headers());
        if (known.isEmpty()) {
            return refuse(request.id(), unsupported(exchange.headers()), exchange);
        }
        return request.method().equals("ping")
                ? Replies.json(Responses.empty(request.id()))
                : methods.call(request, known.get(), exchange);
    }

    /** The version asked for if it has a handshake, else the newest that has. */
    private static Revision negotiated(Message.Request request) {
        JsonNode version = request.params().get("protocolVersion");
        return Revision.of(version != null && version.isString() ? version.stringValue() : null)
                .filter(revision -> !revision.isModern())
                .orElse(Revision.NEWEST_WITH_HANDSHAKE);
    }

    private static boolean isModern(Headers headers) {
        return Revision.of(headers.version()).map(Revision::isModern).orElse(false);
    }

    private static Optional<Revision> revision(Headers headers) {
        return headers.version() == null
                ? Optional.of(Revision.WITHOUT_HEADER)
                : Revision.of(headers.version());
    }

    private static RpcError unsupported(Headers headers) {
        return RpcError.unsupportedVersion(String.valueOf(headers.version()));
    }

    private static Reply refuse(@Nullable String id, RpcError error, Exchange exchange) {
        return refused(id, error, exchange.headers(), exchange.requestId());
    }
}
