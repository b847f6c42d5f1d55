package dev.sluice.server.mcp.parameter;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A call's arguments after the check against the tool's {@link Parameters}. */
public record Arguments(Map<String, Object> values) {
    public Arguments {
        values = Map.copyOf(values);
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
