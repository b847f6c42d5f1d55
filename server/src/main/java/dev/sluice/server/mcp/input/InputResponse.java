package dev.sluice.server.mcp.input;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a client answered to an {@link InputRequest}. */
public sealed interface InputResponse {

    /**
     * The user's answer.
     *
     * @param content what a form was filled in with, not yet checked against its fields; null when
     *     there is none
     */
    record Elicited(Action action, @Nullable ObjectNode content) implements InputResponse {}

    /** The model's or the directories' answer, for the server behind us that asked. */
    record Relayed(ObjectNode result) implements InputResponse {}

    /** What the user did. */
    enum Action {
        ACCEPT,
        DECLINE,
        CANCEL
    }

    /** Reads one response; empty when it is none that a client may give. */
    static Optional<InputResponse> of(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return Optional.empty();
        }
        if (object.has("action")) {
            return elicited(object);
        }
        boolean roots = object.path("roots").isArray();
        boolean message =
                object.path("role").isString()
                        && object.path("model").isString()
                        && (object.path("content").isObject() || object.path("content").isArray());
        return roots || message ? Optional.of(new Relayed(object)) : Optional.empty();
    }

    private static Optional<InputResponse> elicited(ObjectNode object) {
        JsonNode content = object.get("content");
        if (content != null && !content.isObject()) {
            return Optional.empty();
        }
        Action action =
                switch (object.path("action").asString("")) {
                    case "accept" -> Action.ACCEPT;
                    case "decline" -> Action.DECLINE;
                    case "cancel" -> Action.CANCEL;
                    default -> null;
                };
        return action == null
                ? Optional.empty()
                : Optional.of(new Elicited(action, (ObjectNode) content));
    }
}
