package dev.sluice.core;

import java.util.Locale;

/** What stands in the place of a column's values, wherever a query uses the column. */
public sealed interface Mask {

    /** Nothing at all, not even whether there is a value. */
    record Null() implements Mask {}

    /** SHA-256 in hexadecimal digits. Who can guess a value can check the guess. */
    record Hash() implements Mask {}

    /** HMAC-SHA-256 in hexadecimal digits, under a key that only the server has. */
    record KeyedHash() implements Mask {}

    /**
     * The ends of a text; the middle becomes three stars, and so does all of a text of which less
     * than half would be hidden.
     *
     * @param first characters kept at the start
     * @param last characters kept at the end
     */
    record Partial(int first, int last) implements Mask {
        public static final int KEPT_MAX = 64;

        public Partial {
            if (first < 0 || last < 0 || first > KEPT_MAX || last > KEPT_MAX) {
                throw new IllegalArgumentException(
                        "a mask keeps 0 to " + KEPT_MAX + " characters: " + first + ", " + last);
            }
        }
    }

    /** The start of the date's period, in UTC where the date has a time zone. */
    record TruncateDate(Unit unit) implements Mask {}

    /** A calendar period. */
    enum Unit {
        YEAR,
        QUARTER,
        MONTH,
        WEEK,
        DAY,
        HOUR;

        /** As policy files and databases write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The word of policy files. */
    default String word() {
        return switch (this) {
            case Null _ -> "null";
            case Hash _ -> "hash";
            case KeyedHash _ -> "hmac";
            case Partial _ -> "partial";
            case TruncateDate _ -> "truncate_date";
        };
    }

    /** What a column of this type shows values of. */
    default String typeOf(String type) {
        return switch (this) {
            case Hash _, KeyedHash _, Partial _ -> "text";
            case Null _, TruncateDate _ -> type;
        };
    }

    /** What shows no more than either: two different masks leave nothing. */
    default Mask and(Mask other) {
        return equals(other) ? this : new Null();
    }
}
