package dev.sluice.server.mcp;

import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication;
import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.Subscription.Change;
import dev.sluice.server.mcp.Subscription.Filter;
import dev.sluice.server.mcp.content.Resource;
import dev.sluice.server.mcp.content.Uris;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code subscriptions/listen}: an answer that lasts, as a stream of notifications. It ends when
 * the client goes away, when its token no longer holds, with {@link Changes#close}, or after {@link
 * #TIME_MAX}; in the last three cases the stream's last event says so.
 */
final class ListenMethod {
    /** From the first to the last event of a stream; clients come again. */
    static final Duration TIME_MAX = Duration.ofHours(1);

    /** How often a silent stream shows that it is alive, and the token is looked at again. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(15);

    /** Resources in one filter. */
    static final int URIS_MAX = 64;

    private final Offer offer;
    private final Duration silenceMax;

    ListenMethod(Offer offer, Duration silenceMax) {
        this.offer = offer;
        this.silenceMax = silenceMax;
    }

    Reply listen(Message.Request request, Changes changes, Exchange exchange) {
        Revision revision = Revision.R2026_07_28;
        Optional<Filter> wanted = filter(request.params().get("notifications"));
        if (wanted.isEmpty()) {
            return Replies.error(
                    request,
                    RpcError.malformedParams(
                            revision,
                            "The notifications must be an object of flags and at most "
                                    + URIS_MAX
                                    + " resourceSubscriptions."),
                    revision,
                    exchange);
        }
        if (!exchange.connection().takesEvents()) {
            return Replies.error(
                    request,
                    RpcError.invalidRequest(
                            "The answer is a stream: the Accept header must name"
                                    + " text/event-stream."),
                    revision,
                    exchange);
        }
        Optional<Subscription> opened =
                changes.subscribe(exchange.caller().principal(), honoured(wanted.get(), exchange));
        if (opened.isEmpty()) {
            return Replies.error(request, RpcError.tooManyStreams(), revision, exchange);
        }
        try {
            return stream(request, opened.get(), exchange);
        } finally {
            changes.end(opened.get());
        }
    }

    private Reply stream(Message.Request request, Subscription subscription, Exchange exchange) {
        Connection connection = exchange.connection();
        connection.onGone(subscription::close);
        boolean sent = connection.send(acknowledgement(request.id(), subscription.filter()));
        long end = System.nanoTime() + TIME_MAX.toNanos();
        try {
            while (sent && System.nanoTime() - end < 0) { // what was noted before the end is told
                Set<Change> changes = subscription.await(silenceMax);
                if ((changes.isEmpty() && subscription.isOver()) || !isWelcome(exchange)) {
                    break;
                }
                sent =
                        changes.isEmpty()
                                ? connection.keepAlive()
                                : tell(changes, request, exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Replies.json(
                Responses.result(request.id())
                        .raw("{\"resultType\":\"complete\",")
                        .raw(meta(request.id()))
                        .raw("}}"));
    }

    private static boolean tell(Set<Change> changes, Message.Request request, Exchange exchange) {
        return changes.stream()
                .allMatch(change -> exchange.connection().send(notification(request.id(), change)));
    }

    /**
     * The same question as at the start: a stream must not outlive its token. Where there is no
     * answer the stream ends, and a client that comes again is told why.
     */
    private boolean isWelcome(Exchange exchange) {
        try {
            return exchange.again().get() instanceof Authentication.Authenticated
                    && offer.tools().objection(exchange.caller()).isEmpty();
        } catch (SluiceException e) {
            return false;
        }
    }

    private static Optional<Filter> filter(@Nullable JsonNode node) {
        if (!(node instanceof ObjectNode notifications)) {
            return Optional.empty();
        }
        List<Boolean> flags = new ArrayList<>();
        for (String name :
                List.of("toolsListChanged", "promptsListChanged", "resourcesListChanged")) {
            JsonNode flag = notifications.get(name);
            if (flag != null && !flag.isBoolean()) {
                return Optional.empty();
            }
            flags.add(flag != null && flag.booleanValue());
        }
        return uris(notifications.get("resourceSubscriptions"))
                .map(uris -> new Filter(flags.get(0), flags.get(1), flags.get(2), uris));
    }

    private static Optional<Set<String>> uris(@Nullable JsonNode node) {
        if (node == null) {
            return Optional.of(Set.of());
        }
        if (!node.isArray() || node.size() > URIS_MAX) {
            return Optional.empty();
        }
        Set<String> uris = new LinkedHashSet<>();
        for (JsonNode uri : node) {
            if (!uri.isString() || !Uris.isUri(uri.stringValue())) {
                return Optional.empty();
            }
            uris.add(uri.stringValue());
        }
        return Optional.of(uris);
    }

    /** What of a filter is offered, and of the resources those that the caller can see. */
    private Filter honoured(Filter wanted, Exchange exchange) {
        ResourceCatalog resources = offer.resources();
        Set<String> visible =
                resources == null || wanted.uris().isEmpty()
                        ? Set.of()
                        : resources.visibleTo(exchange.caller()).stream()
                                .map(Resource::uri)
                                .filter(wanted.uris()::contains)
                                .collect(Collectors.toSet());
        return new Filter(
                wanted.tools(),
                wanted.prompts() && offer.prompts() != null,
                wanted.resources() && resources != null,
                visible);
    }

    private static JsonBytes acknowledgement(String id, Filter filter) {
        JsonBytes json =
                new JsonBytes()
                        .raw("{\"jsonrpc\":\"2.0\",")
                        .raw("\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{")
                        .raw(meta(id))
                        .raw(",\"notifications\":{\"resourceSubscriptions\":")
                        .value(filter.uris());
        flag(json, "toolsListChanged", filter.tools());
        flag(json, "promptsListChanged", filter.prompts());
        flag(json, "resourcesListChanged", filter.resources());
        return json.raw("}}}");
    }

    private static void flag(JsonBytes json, String name, boolean value) {
        if (value) {
            json.raw(",\"").raw(name).raw("\":true");
        }
    }

    private static JsonBytes notification(String id, Change change) {
        JsonBytes json =
                new JsonBytes()
                        .raw("{\"jsonrpc\":\"2.0\",\"method\":\"")
                        .raw(change.method())
                        .raw("\",\"params\":{")
                        .raw(meta(id));
        if (change.uri() != null) {
            json.raw(",\"uri\":").string(change.uri());
        }
        return json.raw("}}");
    }

    private static JsonBytes meta(String id) {
        return new JsonBytes()
                .raw("\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":")
                .raw(id)
                .raw("}");
    }
}
