package dev.sluice.connector.postgresql;

import java.util.regex.Pattern;

/**
 * Finds literals such as {@code 'today'}, whose time the database reads from the clock when it
 * parses a text (manual, "Special Values" of date and time types). A statement that it keeps would
 * go on saying the day on which it was parsed.
 */
final class ClockLiterals {
    private static final Pattern WORD =
            Pattern.compile("now|today|tomorrow|yesterday", Pattern.CASE_INSENSITIVE);

    private ClockLiterals() {}

    /** Whether a literal of this text may be one; a word in it that is none does no harm. */
    static boolean in(String sql) {
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c != '\'' && c != '"') {
                at++;
                continue;
            }
            int close = sql.indexOf(c, at + 1);
            int end = close < 0 ? sql.length() : close;
            if (c == '\'' && WORD.matcher(sql).region(at, end).find()) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }
}
