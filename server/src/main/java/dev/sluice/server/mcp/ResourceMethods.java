package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.content.Resource;
import dev.sluice.server.mcp.content.ResourceContents;
import dev.sluice.server.mcp.content.ResourceTemplate;
import dev.sluice.server.mcp.content.Uris;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * {@code resources/list}, {@code resources/templates/list} and {@code resources/read} (MCP
 * 2026-07-28, server/resources).
 */
final class ResourceMethods {
    /** What was read may change at any moment. */
    private static final long CONTENTS_TTL_MILLIS = 0;

    private final ResourceCatalog catalog;
    private final Rounds rounds;

    ResourceMethods(ResourceCatalog catalog, Rounds rounds) {
        this.catalog = catalog;
        this.rounds = rounds;
    }

    Reply list(Message.Request request, Revision revision, Exchange exchange) {
        return new Listing<Resource>(
                        "resources", Resource::uri, resource -> resource.json(revision.hasTitles()))
                .page(catalog.visibleTo(exchange.caller()), request, revision, exchange);
    }

    Reply templates(Message.Request request, Revision revision, Exchange exchange) {
        return new Listing<ResourceTemplate>(
                        "resourceTemplates",
                        template -> template.uri().text(),
                        template -> template.json(revision.hasTitles()))
                .page(catalog.templatesFor(exchange.caller()), request, revision, exchange);
    }

    Reply read(Message.Request request, Revision revision, Exchange exchange) {
        JsonNode node = request.params().get("uri");
        if (node == null || !node.isString() || !Uris.isUri(node.stringValue())) {
            return error(
                    request,
                    RpcError.malformedParams(
                            revision,
                            "The uri must be a URI of at most " + Uris.CHARS_MAX + " characters."),
                    revision,
                    exchange);
        }
        String uri = node.stringValue();
        return switch (rounds.open(request, revision, exchange, uri)) {
            case Rounds.Opened.Refused refused ->
                    error(request, refused.error(), revision, exchange);
            case Rounds.Opened.Ready ready ->
                    read(new ResourceCall(uri, ready.context()), request, revision, exchange);
        };
    }

    private Reply read(
            ResourceCall call, Message.Request request, Revision revision, Exchange exchange) {
        ResourceResult result;
        try {
            result = catalog.read(call);
        } catch (RuntimeException e) {
            RpcError failure = RpcError.of(Failures.told(e, call.uri(), call.context()));
            return error(request, failure, revision, exchange);
        }
        return switch (result) {
            case ResourceResult.Contents contents ->
                    Replies.json(contents(request.id(), contents.parts(), revision));
            case ResourceResult.Unknown() ->
                    error(
                            request,
                            RpcError.unknownResource(revision, call.uri()),
                            revision,
                            exchange);
            case AskBack(var required) ->
                    rounds.ask(required, request, revision, exchange, call.uri());
            case SignInAgain again -> new Reply.Challenged(again.challenge());
        };
    }

    private static JsonBytes contents(String id, List<ResourceContents> parts, Revision revision) {
        JsonBytes json = Responses.result(id).raw("{\"contents\":[");
        String separator = "";
        for (ResourceContents part : parts) {
            json.raw(separator).raw(part.json());
            separator = ",";
        }
        return Responses.cacheable(json.raw("]"), CONTENTS_TTL_MILLIS, revision);
    }

    private static Reply error(
            Message.Request request, RpcError error, Revision revision, Exchange exchange) {
        return Replies.error(request, error, revision, exchange);
    }
}
