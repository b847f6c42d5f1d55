package dev.sluice.guard.resolve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads templates of {@code format}: what their widths add to a text. */
final class Templates {
    /** {@code %[position$][-][width]type}, where a width may be an argument: {@code *} or *1$. */
    private static final Pattern SPECIFIER = Pattern.compile("%(?:%|(?:\\d+\\$)?-*(\\*|\\d*))");

    private static final int DIGITS_MAX = 9;

    private Templates() {}

    /** The sum of all widths, more than any bound when one is not written out. */
    static long widths(String template) {
        long sum = 0;
        Matcher specifier = SPECIFIER.matcher(template);
        while (specifier.find()) {
            String width = specifier.group(1);
            if (width == null || width.isEmpty()) {
                continue;
            }
            if (width.equals("*") || width.length() > DIGITS_MAX) {
                return Long.MAX_VALUE;
            }
            sum += Long.parseLong(width);
        }
        return sum;
    }
}
