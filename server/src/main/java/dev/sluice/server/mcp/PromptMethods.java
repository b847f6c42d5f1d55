package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code prompts/list} and {@code prompts/get} (MCP 2026-07-28, server/prompts). */
final class PromptMethods {
    private final PromptCatalog catalog;
    private final Rounds rounds;

    PromptMethods(PromptCatalog catalog, Rounds rounds) {
        this.catalog = catalog;
        this.rounds = rounds;
    }

    Reply list(Message.Request request, Revision revision, Exchange exchange) {
        return new Listing<Prompt>(
                        "prompts",
                        prompt -> prompt.definition().label().name(),
                        prompt -> prompt.definition().json(revision.hasTitles()))
                .page(catalog.visibleTo(exchange.caller()), request, revision, exchange);
    }

    Reply get(Message.Request request, Revision revision, Exchange exchange) {
        JsonNode name = request.params().get("name");
        if (name == null || !name.isString()) {
            return error(
                    request,
                    RpcError.malformedParams(revision, "The prompt's name must be text."),
                    revision,
                    exchange);
        }
        Optional<Prompt> prompt =
                catalog.visibleTo(exchange.caller()).stream()
                        .filter(known ->
                                known.definition().label().name().equals(name.stringValue()))
                        .findFirst();
        if (prompt.isEmpty()) {
            return error(request, RpcError.unknownName("Unknown prompt"), revision, exchange);
        }
        return switch (arguments(prompt.get().definition(), request.params().get("arguments"))) {
            case Checked.Wrong(String complaint) ->
                    error(
                            request,
                            RpcError.malformedParams(revision, complaint),
                            revision,
                            exchange);
            case Checked.Fine(var arguments) ->
                    get(prompt.get(), arguments, request, revision, exchange);
        };
    }

    private Reply get(
            Prompt prompt,
            Map<String, String> arguments,
            Message.Request request,
            Revision revision,
            Exchange exchange) {
        String name = prompt.definition().label().name();
        return switch (rounds.open(request, revision, exchange, name)) {
            case Rounds.Opened.Refused refused ->
                    error(request, refused.error(), revision, exchange);
            case Rounds.Opened.Ready ready -> {
                PromptResult result;
                try {
                    result = prompt.get(new PromptCall(arguments, ready.context()));
                } catch (RuntimeException e) {
                    RpcError failure = RpcError.of(Failures.told(e, name, ready.context()));
                    yield error(request, failure, revision, exchange);
                }
                yield switch (result) {
                    case PromptResult.Messages messages ->
                            Replies.json(messages(request.id(), messages, revision));
                    case AskBack(var required) ->
                            rounds.ask(required, request, revision, exchange, name);
                    case SignInAgain again -> new Reply.Challenged(again.challenge());
                };
            }
        };
    }

    /** What a request's arguments amount to. */
    private sealed interface Checked {
        record Fine(Map<String, String> arguments) implements Checked {}

        record Wrong(String complaint) implements Checked {}
    }

    private static Checked arguments(PromptDefinition definition, @Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return arguments(definition, JsonNodeFactory.instance.objectNode());
        }
        return node instanceof ObjectNode given
                ? arguments(definition, given)
                : new Checked.Wrong("The arguments must be an object.");
    }

    private static Checked arguments(PromptDefinition definition, ObjectNode given) {
        Map<String, String> arguments = new HashMap<>();
        for (PromptDefinition.Argument argument : definition.arguments()) {
            String name = argument.label().name();
            JsonNode value = given.get(name);
            if (value != null && !value.isString()) {
                return new Checked.Wrong("The argument '" + name + "' must be text.");
            }
            if (value != null) {
                arguments.put(name, value.stringValue());
            } else if (argument.required()) {
                return new Checked.Wrong("The argument '" + name + "' is missing.");
            }
        }
        return arguments.size() == given.size()
                ? new Checked.Fine(arguments)
                : new Checked.Wrong("The prompt does not take one of the arguments.");
    }

    private static JsonBytes messages(String id, PromptResult.Messages result, Revision revision) {
        JsonBytes json =
                Responses.result(id)
                        .raw("{\"description\":")
                        .string(result.description())
                        .raw(",\"messages\":[");
        String separator = "";
        for (PromptResult.Message message : result.messages()) {
            json.raw(separator)
                    .raw("{\"role\":\"")
                    .raw(message.role().name().toLowerCase(Locale.ROOT))
                    .raw("\",\"content\":")
                    .raw(Responses.block(message.content(), revision))
                    .raw("}");
            separator = ",";
        }
        return Responses.completed(json.raw("]"), revision);
    }

    private static Reply error(
            Message.Request request, RpcError error, Revision revision, Exchange exchange) {
        return Replies.error(request, error, revision, exchange);
    }
}
