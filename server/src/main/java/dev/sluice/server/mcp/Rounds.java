package dev.sluice.server.mcp;

import dev.sluice.server.mcp.input.ClientCapability;
import dev.sluice.server.mcp.input.InputRequired;
import dev.sluice.server.mcp.input.Inputs;
import dev.sluice.server.mcp.input.RequestStates;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Requests that take several rounds (MCP 2026-07-28, basic/patterns/mrtr): opens what a repeated
 * request brings along, and writes the answer that asks back. Older revisions have no such thing.
 */
final class Rounds {
    private final RequestStates states;

    Rounds(RequestStates states) {
        this.states = states;
    }

    /** What a request's inputs amount to. */
    sealed interface Opened {
        record Ready(CallContext context) implements Opened {}

        record Refused(RpcError error) implements Opened {}
    }

    /**
     * Reads what comes with a request.
     *
     * @param name the tool, prompt or URI
     */
    Opened open(Message.Request request, Revision revision, Exchange exchange, String name) {
        if (!revision.isModern()) {
            return ready(request, revision, exchange, Inputs.NONE);
        }
        return switch (Inputs.read(request.params().get("inputResponses"))) {
            case Inputs.Read.Malformed malformed -> refused(revision, malformed.complaint());
            case Inputs.Read.Responses responses -> {
                JsonNode sealed = request.params().get("requestState");
                if (sealed == null) {
                    Inputs inputs =
                            responses.byName().isEmpty()
                                    ? Inputs.NONE
                                    : new Inputs(responses.byName(), null);
                    yield ready(request, revision, exchange, inputs);
                }
                Optional<String> state =
                        sealed.isString()
                                ? states.open(sealed.stringValue(), bond(request, exchange, name))
                                : Optional.empty();
                yield state.isEmpty()
                        ? refused(
                                revision,
                                "The requestState is none that we gave for this request, or is too"
                                        + " old. Start again without it.")
                        : ready(
                                request,
                                revision,
                                exchange,
                                new Inputs(responses.byName(), state.get()));
            }
        };
    }

    /** The answer that asks back, or the error that says why the client cannot be asked. */
    Reply ask(
            InputRequired required,
            Message.Request request,
            Revision revision,
            Exchange exchange,
            String name) {
        if (!revision.isModern()) {
            return Replies.error(request, RpcError.cannotAsk(), revision, exchange);
        }
        Set<ClientCapability> missing =
                required.missing(RequestMeta.capabilities(request.params()));
        if (!missing.isEmpty()) {
            return Replies.error(request, RpcError.missingCapability(missing), revision, exchange);
        }
        String state = required.state();
        String sealed = state == null ? null : states.seal(state, bond(request, exchange, name));
        return Replies.json(
                Responses.result(request.id()).raw("{").raw(required.members(sealed)).raw("}}"));
    }

    private static RequestStates.Bond bond(
            Message.Request request, Exchange exchange, String name) {
        return new RequestStates.Bond(
                exchange.caller().principal(),
                request.method(),
                name,
                request.params().get("arguments"));
    }

    private static Opened ready(
            Message.Request request, Revision revision, Exchange exchange, Inputs inputs) {
        return new Opened.Ready(
                new CallContext(
                        exchange.caller(),
                        exchange.requestId(),
                        RequestMeta.traceparent(request.params()),
                        new MessageClient(exchange.connection(), request, revision),
                        inputs));
    }

    private static Opened refused(Revision revision, String complaint) {
        return new Opened.Refused(RpcError.malformedParams(revision, complaint));
    }
}
