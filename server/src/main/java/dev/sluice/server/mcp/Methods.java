package dev.sluice.server.mcp;

import dev.sluice.server.mcp.input.RequestStates;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The methods that do something, by name. Those that are not offered do not exist. */
final class Methods {
    private final ToolMethods tools;
    private final @Nullable PromptMethods prompts;
    private final @Nullable ResourceMethods resources;
    private final @Nullable CompletionMethod completion;
    private final @Nullable Changes changes;
    private final ListenMethod listening;

    Methods(Offer offer, RequestStates states, Duration silenceMax) {
        Rounds rounds = new Rounds(states);
        PromptCatalog promptCatalog = offer.prompts();
        ResourceCatalog resourceCatalog = offer.resources();
        Completer completer = offer.completer();
        tools = new ToolMethods(offer.tools(), rounds);
        prompts = promptCatalog == null ? null : new PromptMethods(promptCatalog, rounds);
        resources = resourceCatalog == null ? null : new ResourceMethods(resourceCatalog, rounds);
        completion = completer == null ? null : new CompletionMethod(completer);
        changes = offer.changes();
        listening = new ListenMethod(offer, silenceMax);
    }

    Reply call(Message.Request request, Revision revision, Exchange exchange) {
        return switch (request.method()) {
            case "tools/call" -> tools.call(request, revision, exchange);
            case "tools/list" -> tools.list(request, revision, exchange);
            case "prompts/list", "prompts/get" -> prompt(request, revision, exchange);
            case "resources/list", "resources/templates/list", "resources/read" ->
                    resource(request, revision, exchange);
            case "completion/complete" ->
                    completion == null
                            ? unknown(request, revision, exchange)
                            : completion.complete(request, revision, exchange);
            case "subscriptions/listen" ->
                    changes == null || !revision.isModern()
                            ? unknown(request, revision, exchange)
                            : listening.listen(request, changes, exchange);
            default -> unknown(request, revision, exchange);
        };
    }

    private Reply prompt(Message.Request request, Revision revision, Exchange exchange) {
        if (prompts == null) {
            return unknown(request, revision, exchange);
        }
        return request.method().equals("prompts/get")
                ? prompts.get(request, revision, exchange)
                : prompts.list(request, revision, exchange);
    }

    private Reply resource(Message.Request request, Revision revision, Exchange exchange) {
        if (resources == null) {
            return unknown(request, revision, exchange);
        }
        return switch (request.method()) {
            case "resources/list" -> resources.list(request, revision, exchange);
            case "resources/read" -> resources.read(request, revision, exchange);
            default -> resources.templates(request, revision, exchange);
        };
    }

    private static Reply unknown(Message.Request request, Revision revision, Exchange exchange) {
        return Replies.error(
                request, RpcError.unknownMethod(revision, request.method()), revision, exchange);
    }
}
