package dev.sluice.guard.resolve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads templates of {@code format}: what their widths add to a text. */
final class Templates {
    /** {@code %[position$][-][width]type}, where a width may be an argument: {@code *} or *1$. */
    private static final Pattern SPECIFIER = Pattern.compile("%(?:%|(?:\\d+\\$)?-*(\\*|\\d*))");

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** A width that is an argument itself: <code>{:{}}</code>. */
    private static final Pattern NESTED = Pattern.compile("\\{[^{}]*\\{");

    private static final int DIGITS_MAX = 9;

    private Templates() {}

    /** The sum of all numbers in it, more than any bound when one is not written out. */
    static long numbers(String template) {
        if (template.indexOf('*') >= 0 || NESTED.matcher(template).find()) {
            return Long.MAX_VALUE;
        }
        long sum = 0;
        Matcher number = NUMBER.matcher(template);
        while (number.find()) {
            if (number.group().length() > DIGITS_MAX) {
                return Long.MAX_VALUE;
            }
            sum += Long.parseLong(number.group());
        }
        return sum;
    }

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
