package dev.sluice.server.mcp.input;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a client can be asked for (MCP 2026-07-28, schema {@code ClientCapabilities}). */
public enum ClientCapability {
    /** Shows a form to its user. */
    ELICITATION_FORM("elicitation", "form"),
    /** Sends its user to a page. */
    ELICITATION_URL("elicitation", "url"),
    /** Asks its model. Deprecated; carried for servers behind us. */
    SAMPLING("sampling", null),
    /** Names its directories. Deprecated; carried for servers behind us. */
    ROOTS("roots", null);

    private final String member;
    private final @Nullable String mode;

    ClientCapability(String member, @Nullable String mode) {
        this.member = member;
        this.mode = mode;
    }

    /**
     * Reads what a request declares. Elicitation without a mode means forms.
     *
     * @param declared the object {@code io.modelcontextprotocol/clientCapabilities}
     */
    public static Set<ClientCapability> declaredIn(JsonNode declared) {
        Set<ClientCapability> capabilities = EnumSet.noneOf(ClientCapability.class);
        JsonNode elicitation = declared.path(ELICITATION_FORM.member);
        if (elicitation.isObject()) {
            boolean url = elicitation.path("url").isObject();
            if (url) {
                capabilities.add(ELICITATION_URL);
            }
            if (!url || elicitation.path("form").isObject()) {
                capabilities.add(ELICITATION_FORM);
            }
        }
        for (ClientCapability plain : EnumSet.of(SAMPLING, ROOTS)) {
            if (declared.path(plain.member).isObject()) {
                capabilities.add(plain);
            }
        }
        return capabilities;
    }

    /** The object by which a client would declare these. */
    public static Map<String, Object> declaration(Set<ClientCapability> capabilities) {
        Map<String, Object> members = new TreeMap<>();
        for (ClientCapability capability : capabilities) {
            Map<String, Object> modes = new TreeMap<>();
            for (ClientCapability other : capabilities) {
                if (other.member.equals(capability.member) && other.mode != null) {
                    modes.put(other.mode, Map.of());
                }
            }
            members.put(capability.member, modes);
        }
        return members;
    }
}
