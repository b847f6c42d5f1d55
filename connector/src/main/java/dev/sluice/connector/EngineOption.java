package dev.sluice.connector;

import java.util.regex.Pattern;

/**
 * A setting that one engine has besides those that all have, for example Snowflake's warehouse.
 * Never a secret: it is shown and logged.
 *
 * @param name as settings spell it: lower-case letters, digits and underscores
 * @param description one phrase for help texts
 * @param required whether the engine does nothing without it
 * @param pattern what its whole value matches
 */
public record EngineOption(String name, String description, boolean required, Pattern pattern) {
    /** The most characters that a value may have, whatever its pattern. */
    public static final int VALUE_CHARACTERS_MAX = 1_024;
}
