package dev.sluice.connector;

/**
 * A column of an answer.
 *
 * @param name as the query names it
 * @param type as the engine names it, without length or precision; {@code other} for a type that a
 *     database defines itself
 */
public record ResultColumn(String name, String type, Kind kind) {
    /** How a value is best passed on; JSON is the measure. */
    public enum Kind {
        /** true or false. */
        BOOLEAN,
        /** A number of at most 64 bits; its text is a JSON number. */
        INTEGER,
        /** Its text is a JSON number, except {@code NaN}, {@code Infinity}, {@code -Infinity}. */
        FLOAT,
        /** A JSON string; numbers of any precision are among these. */
        TEXT
    }
}
