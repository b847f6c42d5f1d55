package dev.sluice.guard.rewrite;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private static final Map<String, TypeFamily> BY_NAME =
            Stream.of(
                            names(
                                    INTEGER,
                                    "int2 int4 int8 smallint integer int bigint tinyint mediumint"
                                            + " utinyint usmallint uinteger ubigint smallserial"
                                            + " serial bigserial"),
                            names(NUMERIC, "numeric decimal dec"),
                            names(FLOAT, "float4 float8 real float double"),
                            names(
                                    TEXT,
                                    "text varchar bpchar char character string tinytext mediumtext"
                                            + " longtext"),
                            names(BOOLEAN, "bool boolean"),
                            names(DATE, "date"),
                            names(TIMESTAMP, "timestamp timestamptz datetime"),
                            names(UUID, "uuid"))
                    .flatMap(map -> map.entrySet().stream())
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    /** Decimal numbers of more digits leave no room for those of other numbers beside theirs. */
    private static final int DIGITS_MAX = 28;

    private static final Pattern DECIMAL = Pattern.compile("dec(imal)?\\((\\d{1,3})\\b.*");

    private static Map<String, TypeFamily> names(TypeFamily family, String names) {
        return Stream.of(names.split(" ")).collect(Collectors.toMap(name -> name, _ -> family));
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
        Matcher decimal = DECIMAL.matcher(type);
        return decimal.matches() && Integer.parseInt(decimal.group(2)) > DIGITS_MAX;
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
