package dev.sluice.policy;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the numbers of a policy, with their units. */
final class Quantity {
    private static final int DIGITS_MAX = 18;
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1," + DIGITS_MAX + "}) ?([A-Za-z]*)");
    private static final Map<String, Long> BYTES =
            Map.of(
                    "", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB",
                    1L << 40);
    private static final Map<String, Long> MILLISECONDS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);

    private Quantity() {}

    static long integer(Section section) {
        YamlNode.Scalar scalar = section.scalar("a whole number");
        if (!scalar.plain()) {
            throw section.problem("a whole number is expected here, without quotes.");
        }
        return read(section, scalar, Map.of("", 1L), "a whole number is expected here.");
    }

    /** Bytes: a whole number, or one with B, KiB, MiB, GiB or TiB. */
    static long bytes(Section section) {
        return read(
                section,
                section.scalar("a number of bytes"),
                BYTES,
                "a number of bytes is expected here, for example 1073741824, 512MiB or 5GiB.");
    }

    /** A time: a whole number with ms, s, m or h. */
    static Duration time(Section section) {
        return Duration.ofMillis(
                read(
                        section,
                        section.scalar("a time"),
                        MILLISECONDS,
                        "a time with its unit is expected here, for example 500ms, 30s or 2m."));
    }

    private static long read(
            Section section, YamlNode.Scalar scalar, Map<String, Long> units, String expected) {
        Matcher matcher = FORM.matcher(scalar.text());
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            throw section.problem(expected);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw section.problem("the number is too large.");
        }
    }
}
