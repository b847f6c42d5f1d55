package dev.sluice.server.mcp;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.json.ErrorObject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code tools/call}: finds the tool among the caller's, checks the arguments, calls it. What the
 * model can put right itself (its arguments, its query) is an error of the tool; the rest is an
 * error of the protocol.
 */
final class ToolCaller {
    private static final Logger LOG = LoggerFactory.getLogger(ToolCaller.class);
    private static final int OK = 200;

    private final ToolCatalog catalog;
    private final Responses responses;

    ToolCaller(ToolCatalog catalog, Responses responses) {
        this.catalog = catalog;
        this.responses = responses;
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
        ToolResult result =
                checked(
                        tool.get(),
                        arguments instanceof ObjectNode given ? given : null,
                        request,
                        exchange);
        return switch (result) {
            case ToolResult.Answer answer ->
                    new Reply.Json(
                            OK, responses.toolResult(request.id(), answer.json(), false, revision));
            case ToolResult.Failed failed ->
                    new Reply.Json(OK, responses.toolError(request.id(), failed.error(), revision));
            case ToolResult.SignInAgain again -> new Reply.Challenged(again.challenge());
        };
    }

    private static ToolResult checked(
            Tool tool, @Nullable ObjectNode arguments, Message.Request request, Exchange exchange) {
        return switch (tool.definition().parameters().check(arguments)) {
            case Parameters.Checked.Valid valid ->
                    called(
                            tool,
                            new Call(
                                    exchange.caller(),
                                    valid.arguments(),
                                    exchange.requestId(),
                                    RequestMeta.traceparent(request.params()),
                                    exchange.client()));
            case Parameters.Checked.Invalid invalid ->
                    new ToolResult.Failed(
                            new ErrorObject(
                                    ReasonCode.INVALID_ARGUMENT,
                                    invalid.message(),
                                    Map.of("argument", invalid.argument()),
                                    exchange.requestId()));
        };
    }

    private static ToolResult called(Tool tool, Call call) {
        try {
            return tool.call(call);
        } catch (SluiceException e) {
            if (e.code().kind() == ReasonCode.Kind.FAILED) {
                log(tool, call, e.code(), e);
            }
            return new ToolResult.Failed(ErrorObject.of(e, call.requestId()));
        } catch (RuntimeException e) {
            log(tool, call, ReasonCode.INTERNAL, e);
            return new ToolResult.Failed(
                    new ErrorObject(
                            ReasonCode.INTERNAL,
                            "The tool failed through a defect of Sluice; the request id leads to"
                                    + " the log.",
                            call.requestId()));
        }
    }

    private static void log(Tool tool, Call call, ReasonCode code, RuntimeException e) {
        LOG.atWarn()
                .addKeyValue("tool", tool.definition().name())
                .addKeyValue("tenant", call.caller().principal().tenant())
                .addKeyValue("code", code)
                .addKeyValue("request_id", call.requestId())
                .setCause(e)
                .log("tool call failed");
    }

    private static Reply error(
            Message.Request request, RpcError error, Revision revision, Exchange exchange) {
        return new Reply.Json(
                error.status(),
                Responses.error(request.id(), error, exchange.requestId(), revision.isModern()));
    }
}
