package dev.sluice.server.mcp.input;

import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.parameter.Parameters;

/** One thing that a client is asked for. */
public sealed interface InputRequest {

    /** What the client must have declared to be asked this. */
    ClientCapability needs();

    JsonBytes json();

    /**
     * A form for the user, for nothing that is secret (MCP 2026-07-28, client/elicitation).
     *
     * @param fields flat, as all parameters are
     */
    record Form(String message, Parameters fields) implements InputRequest {
        @Override
        public ClientCapability needs() {
            return ClientCapability.ELICITATION_FORM;
        }

        @Override
        public JsonBytes json() {
            return request("elicitation/create")
                    .raw("{\"mode\":\"form\",\"message\":")
                    .string(message)
                    .raw(",\"requestedSchema\":")
                    .raw(fields.schema())
                    .raw("}}");
        }
    }

    /** A page for the user, for what the client must not see. */
    record Page(String message, String url) implements InputRequest {
        @Override
        public ClientCapability needs() {
            return ClientCapability.ELICITATION_URL;
        }

        @Override
        public JsonBytes json() {
            return request("elicitation/create")
                    .raw("{\"mode\":\"url\",\"message\":")
                    .string(message)
                    .raw(",\"url\":")
                    .string(url)
                    .raw("}}");
        }
    }

    /**
     * Text from the client's model, as a server behind us asked for it. Sluice itself never does:
     * sampling is deprecated.
     *
     * @param params the request's params, JSON as it came
     */
    record Sampling(JsonBytes params) implements InputRequest {
        @Override
        public ClientCapability needs() {
            return ClientCapability.SAMPLING;
        }

        @Override
        public JsonBytes json() {
            return request("sampling/createMessage").raw(params).raw("}");
        }
    }

    /**
     * The client's directories, as a server behind us asked for them. Sluice itself never does:
     * roots are deprecated.
     */
    record Roots() implements InputRequest {
        @Override
        public ClientCapability needs() {
            return ClientCapability.ROOTS;
        }

        @Override
        public JsonBytes json() {
            return request("roots/list").raw("{}}");
        }
    }

    private static JsonBytes request(String method) {
        return new JsonBytes().raw("{\"method\":\"").raw(method).raw("\",\"params\":");
    }
}
