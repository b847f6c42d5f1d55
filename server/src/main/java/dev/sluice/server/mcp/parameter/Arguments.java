package dev.sluice.server.mcp.parameter;

import dev.sluice.server.json.JsonBytes;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call's arguments after the check against the tool's {@link Input}.
 *
 * @param values those that {@link Parameters} declare
 * @param given what came, null when nothing did
 */
public record Arguments(Map<String, Object> values, @Nullable ObjectNode given) {
    public Arguments {
        values = Map.copyOf(values);
    }

    /** The arguments as they came, for whoever carries them on. */
    public JsonBytes json() {
        return new JsonBytes().raw(given == null ? "{}" : given.toString());
    }

    /** A required text. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> undeclared(name));
    }

    public Optional<String> optionalText(String name) {
        return Optional.ofNullable((String) values.get(name));
    }

    /** A required whole number. */
    public long whole(String name) {
        return optionalWhole(name).orElseThrow(() -> undeclared(name));
    }

    public OptionalLong optionalWhole(String name) {
        return values.get(name) instanceof Long number
                ? OptionalLong.of(number)
                : OptionalLong.empty();
    }

    /** A flag, false when not given. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    private static IllegalArgumentException undeclared(String name) {
        return new IllegalArgumentException("not a required parameter of this tool: " + name);
    }
}
