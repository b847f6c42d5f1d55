package dev.sluice.server.mcp.input;

import dev.sluice.server.json.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer that asks back: the client is to repeat its request with what is asked for here.
 *
 * @param requests by a name that is unique within this answer
 * @param state what {@link Inputs#state} shall give at the repetition; null for nothing. The client
 *     carries it sealed: it can neither read nor change it, nor use it for another request or as
 *     another caller, nor after {@link RequestStates#TIME_MAX}; but it can use it more than once.
 */
public record InputRequired(Map<String, InputRequest> requests, @Nullable String state) {
    /** Requests in one answer. */
    public static final int REQUESTS_MAX = 16;

    /** Bytes of a state. */
    public static final int STATE_BYTES_MAX = 8 * 1024;

    public InputRequired {
        requests = Collections.unmodifiableMap(new LinkedHashMap<>(requests));
        if (requests.size() > REQUESTS_MAX || (requests.isEmpty() && state == null)) {
            throw new IllegalArgumentException("requests: " + requests.size());
        }
        if (state != null && state.getBytes(StandardCharsets.UTF_8).length > STATE_BYTES_MAX) {
            throw new IllegalArgumentException("the state is too long: " + state.length());
        }
    }

    /** What a client lacks that declared only {@code declared}. */
    public Set<ClientCapability> missing(Set<ClientCapability> declared) {
        Set<ClientCapability> missing = EnumSet.noneOf(ClientCapability.class);
        requests.values().forEach(request -> missing.add(request.needs()));
        missing.removeAll(declared);
        return missing;
    }

    /**
     * The result's members, without braces.
     *
     * @param sealed the state as the client gets it, null when there is none
     */
    public JsonBytes members(@Nullable String sealed) {
        JsonBytes members = new JsonBytes().raw("\"resultType\":\"input_required\"");
        String separator = ",\"inputRequests\":{";
        for (Map.Entry<String, InputRequest> request : requests.entrySet()) {
            members.raw(separator).string(request.getKey()).raw(":").raw(request.getValue().json());
            separator = ",";
        }
        if (!requests.isEmpty()) {
            members.raw("}");
        }
        if (sealed != null) {
            members.raw(",\"requestState\":").string(sealed);
        }
        return members;
    }
}
