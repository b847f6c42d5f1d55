package dev.sluice.server.mcp.input;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request brings along from an earlier round. The responses are whatever the caller likes to
 * claim, and may come without an earlier round; the state is ours.
 *
 * @param responses by the name under which they were asked for, or any other
 * @param state what the earlier answer kept, unsealed and proven to be for this request and caller;
 *     null when the request brings none
 */
public record Inputs(Map<String, InputResponse> responses, @Nullable String state) {
    /** Responses in one request; more than we ask for, since others are to be ignored. */
    static final int RESPONSES_MAX = 64;

    public static final Inputs NONE = new Inputs(Map.of(), null);

    public Inputs {
        responses = Map.copyOf(responses);
    }

    /** The answer of the user to the form or page of this name. */
    public Optional<InputResponse.Elicited> elicited(String name) {
        return responses.get(name) instanceof InputResponse.Elicited answer
                ? Optional.of(answer)
                : Optional.empty();
    }

    /** The answer to relay to the server behind us that asked under this name. */
    public Optional<InputResponse.Relayed> relayed(String name) {
        return responses.get(name) instanceof InputResponse.Relayed answer
                ? Optional.of(answer)
                : Optional.empty();
    }

    /** What a request's {@code inputResponses} amount to. */
    public sealed interface Read {
        record Responses(Map<String, InputResponse> byName) implements Read {}

        /** Not what the protocol allows; one sentence for the caller. */
        record Malformed(String complaint) implements Read {}
    }

    /** Reads {@code params.inputResponses}; a request may have none. */
    public static Read read(@Nullable JsonNode responses) {
        if (responses == null) {
            return new Read.Responses(Map.of());
        }
        if (!(responses instanceof ObjectNode object) || object.size() > RESPONSES_MAX) {
            return new Read.Malformed(
                    "The inputResponses must be an object of at most "
                            + RESPONSES_MAX
                            + " members.");
        }
        Map<String, InputResponse> byName = new HashMap<>();
        for (Map.Entry<String, JsonNode> response : object.properties()) {
            Optional<InputResponse> read = InputResponse.of(response.getValue());
            if (read.isEmpty()) {
                return new Read.Malformed(
                        "Each of the inputResponses must be the result of an elicitation, sampling"
                                + " or roots request.");
            }
            byName.put(response.getKey(), read.get());
        }
        return new Read.Responses(byName);
    }
}
