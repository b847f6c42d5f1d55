package dev.sluice.server.mcp;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.json.ErrorObject;
import dev.sluice.server.mcp.parameter.Input;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code tools/list} and {@code tools/call}: finds the tool among the caller's, checks the
 * arguments, calls it. What the model can put right itself (its arguments, its query) is an error
 * of the tool; the rest is an error of the protocol.
 */
final class ToolMethods {
    private final ToolCatalog catalog;
    private final Rounds rounds;

    ToolMethods(ToolCatalog catalog, Rounds rounds) {
        this.catalog = catalog;
        this.rounds = rounds;
    }

    Reply list(Message.Request request, Revision revision, Exchange exchange) {
        return new Listing<Tool>(
                        "tools",
                        tool -> tool.definition().name(),
                        tool -> Responses.tool(tool.definition(), revision))
                .page(catalog.visibleTo(exchange.caller()), request, revision, exchange);
    }

    Reply call(Message.Request request, Revision revision, Exchange exchange) {
        JsonNode name = request.params().get("name");
        if (name == null || !name.isString()) {
            return error(
                    request,
                    RpcError.malformedParams(revision, "The tool's name must be text."),
                    revision,
                    exchange);
        }
        JsonNode arguments = request.params().get("arguments");
        if (arguments != null && !arguments.isObject() && !arguments.isNull()) {
            return error(
                    request,
                    RpcError.malformedParams(revision, "The arguments must be an object."),
                    revision,
                    exchange);
        }
        Optional<Tool> tool =
                catalog.visibleTo(exchange.caller()).stream()
                        .filter(known -> known.definition().name().equals(name.stringValue()))
                        .findFirst();
        if (tool.isEmpty()) {
            return error(request, RpcError.unknownName("Unknown tool"), revision, exchange);
        }
        ObjectNode given = arguments instanceof ObjectNode object ? object : null;
        Optional<RpcError> disagreement =
                revision.isModern()
                        ? exchange.headers()
                                .disagreement(
                                        tool.get().definition().parameters().mirrored(), given)
                        : Optional.empty();
        return disagreement.isPresent()
                ? error(request, disagreement.get(), revision, exchange)
                : call(tool.get(), given, request, revision, exchange);
    }

    private Reply call(
            Tool tool,
            @Nullable ObjectNode arguments,
            Message.Request request,
            Revision revision,
            Exchange exchange) {
        return switch (rounds.open(request, revision, exchange, tool.definition().name())) {
            case Rounds.Opened.Refused refused ->
                    error(request, refused.error(), revision, exchange);
            case Rounds.Opened.Ready ready ->
                    reply(
                            tool,
                            checked(tool, arguments, ready.context()),
                            request,
                            revision,
                            exchange);
        };
    }

    private Reply reply(
            Tool tool,
            ToolResult result,
            Message.Request request,
            Revision revision,
            Exchange exchange) {
        return switch (result) {
            case ToolResult.Answer answer ->
                    Replies.json(
                            Responses.toolResult(request.id(), answer.json(), false, revision));
            case ToolResult.Blocks blocks ->
                    Replies.json(Responses.toolBlocks(request.id(), blocks, revision));
            case ToolResult.Failed failed ->
                    Replies.json(Responses.toolError(request.id(), failed.error(), revision));
            case AskBack(var required) ->
                    rounds.ask(required, request, revision, exchange, tool.definition().name());
            case SignInAgain again -> new Reply.Challenged(again.challenge());
        };
    }

    private static ToolResult checked(
            Tool tool, @Nullable ObjectNode arguments, CallContext context) {
        return switch (tool.definition().parameters().check(arguments)) {
            case Input.Checked.Valid valid -> called(tool, new Call(valid.arguments(), context));
            case Input.Checked.Invalid invalid ->
                    new ToolResult.Failed(
                            new ErrorObject(
                                    ReasonCode.INVALID_ARGUMENT,
                                    invalid.message(),
                                    Map.of("argument", invalid.argument()),
                                    context.requestId()));
        };
    }

    private static ToolResult called(Tool tool, Call call) {
        try {
            return tool.call(call);
        } catch (RuntimeException e) {
            return new ToolResult.Failed(
                    Failures.told(e, tool.definition().name(), call.context()));
        }
    }

    private static Reply error(
            Message.Request request, RpcError error, Revision revision, Exchange exchange) {
        return Replies.error(request, error, revision, exchange);
    }
}
