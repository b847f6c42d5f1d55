package dev.sluice.guard.rewrite;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Types that behave alike when they are compared and masked. */
public enum TypeFamily {
    INTEGER,
    NUMERIC,
    FLOAT,
    TEXT,
    BOOLEAN,
    DATE,
    /** A date with a time, with or without a zone. */
    TIMESTAMP,
    UUID,
    /** Not one of these, or not known to be one. */
    OTHER;

    private static final Map<String, TypeFamily> BY_NAME = byName();

    /** Decimal numbers of more digits leave no room for those of other numbers beside theirs. */
    private static final int DIGITS_MAX = 28;

    private static Map<String, TypeFamily> byName() {
        Map<String, TypeFamily> families = new HashMap<>();
        add(families, INTEGER, "int2", "int4", "int8", "smallint", "integer", "int", "bigint");
        add(families, INTEGER, "tinyint", "mediumint");
        add(families, INTEGER, "utinyint", "usmallint", "uinteger", "ubigint");
        add(families, INTEGER, "smallserial", "serial", "bigserial");
        add(families, NUMERIC, "numeric", "decimal", "dec");
        add(families, FLOAT, "float4", "float8", "real", "float", "double");
        add(families, TEXT, "text", "varchar", "bpchar", "char", "character", "string");
        add(families, TEXT, "tinytext", "mediumtext", "longtext");
        add(families, BOOLEAN, "bool", "boolean");
        add(families, DATE, "date");
        add(families, TIMESTAMP, "timestamp", "timestamptz", "datetime");
        add(families, UUID, "uuid");
        return Map.copyOf(families);
    }

    private static void add(Map<String, TypeFamily> families, TypeFamily family, String... names) {
        for (String name : names) {
            families.put(name, family);
        }
    }

    /** Of a type as a catalogue spells it, for example {@code character varying(20)}. */
    public static TypeFamily of(String type) {
        String text = type.strip().toLowerCase(Locale.ROOT);
        int end = 0;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        TypeFamily family = BY_NAME.getOrDefault(text.substring(0, end), OTHER);
        // What follows the name may say how long a value is, not that it is an array of them.
        return text.endsWith("]") || isWide(text) ? OTHER : family;
    }

    private static boolean isWide(String type) {
        if (!type.startsWith("decimal(") && !type.startsWith("dec(")) {
            return false;
        }
        int start = type.indexOf('(') + 1;
        int end = start;
        while (end < type.length() && Character.isDigit(type.charAt(end))) {
            end++;
        }
        return end - start > 2
                || (end > start && Integer.parseInt(type, start, end, 10) > DIGITS_MAX);
    }

    /**
     * Comparing a value of each raises no error, whatever the values are. Numbers may not fit into
     * floating point, so these two do not go together.
     */
    public boolean comparesWith(TypeFamily other) {
        if (this == OTHER || other == OTHER) {
            return false;
        }
        return this == other
                || (this == INTEGER && (other == NUMERIC || other == FLOAT))
                || (other == INTEGER && (this == NUMERIC || this == FLOAT))
                || (isDate() && other.isDate());
    }

    private boolean isDate() {
        return this == DATE || this == TIMESTAMP;
    }
}
