package dev.sluice.guard.lexer;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** Decodes quoted literals and names, and skips blanks and comments, of one text. */
final class Literals {
    private static final int BIT_DIGITS_MAX = 4_096;

    private final String text;
    private final int length;
    private final Dialect dialect;
    private int end;

    Literals(String text, Dialect dialect) {
        this.text = text;
        this.length = text.length();
        this.dialect = dialect;
    }

    /** Where the literal that was decoded last ends. */
    int end() {
        return end;
    }

    /** The first place that is neither blank nor comment. */
    int skipBlanks(int start) {
        int at = start;
        while (at < length) {
            char c = text.charAt(at);
            if (isBlank(c)) {
                at++;
            } else if (startsLineComment(c, at)) {
                at = lineComment(at);
            } else if (c == '/' && charAt(at + 1) == '*') {
                at = blockComment(at);
            } else {
                return at;
            }
        }
        return at;
    }

    private boolean startsLineComment(char c, int at) {
        if (c == '-' && charAt(at + 1) == '-') {
            return !dialect.has(Trait.DASH_COMMENT_WANTS_BLANK) || endsDashes(at + 2);
        }
        return c == '#' && dialect.has(Trait.HASH_COMMENTS);
    }

    private boolean endsDashes(int at) {
        return at >= length || text.charAt(at) <= ' ';
    }

    private int lineComment(int start) {
        int at = start;
        while (at < length && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            checkComment(at++);
        }
        return at;
    }

    private int blockComment(int start) {
        refuseExecutable(start);
        boolean nested = dialect.has(Trait.NESTED_COMMENTS);
        int depth = 1;
        int at = start + 2;
        while (at < length) {
            if (nested && text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return at;
                }
            } else {
                checkComment(at++);
            }
        }
        throw Refusal.syntax("A comment does not end.", "/*", start);
    }

    /** What some databases run or obey although it looks like a comment. */
    private void refuseExecutable(int start) {
        char mark = charAt(start + 2);
        boolean executable = mark == '!' || mark == '+' || text.startsWith("M!", start + 2);
        if (executable && dialect.has(Trait.EXECUTABLE_COMMENTS)) {
            throw new Refusal(
                    ReasonCode.STATEMENT_FORBIDDEN,
                    "A comment that the database would obey is not allowed.",
                    "/*" + mark,
                    start);
        }
    }

    private void checkComment(int at) {
        char c = text.charAt(at);
        if (c >= 0x7F || (c < ' ' && !isBlank(c))) {
            Characters.check(text, at, "a comment");
        }
    }

    /** {@code '…'}. */
    String plain(int start) {
        if (dialect.has(Trait.BACKSLASH_ESCAPES)) {
            return backslashed(start);
        }
        String value = continued(quoted(start, '\'', "A text literal"));
        if (value.indexOf('\\') >= 0 && dialect.has(Trait.BACKSLASH_UNSURE)) {
            throw new Refusal(
                    ReasonCode.LITERAL_NOT_ALLOWED,
                    "A backslash in a text literal may or may not escape what follows.",
                    null,
                    start);
        }
        return value;
    }

    /** {@code "…"} as text. */
    String doubleQuoted(int start) {
        return dialect.has(Trait.BACKSLASH_ESCAPES)
                ? backslashed(start)
                : quoted(start, '"', "A text literal");
    }

    private String backslashed(int start) {
        StringBuilder value = new StringBuilder();
        int next = start;
        do {
            end = EscapedText.decodeQuoted(text, next, value);
            next = dialect.has(Trait.LITERALS_JOIN) ? skipBlanks(end) : length;
        } while (startsText(next));
        return Utf16.check(value, start);
    }

    private boolean startsText(int at) {
        char c = charAt(at);
        return c == '\'' || (c == '"' && dialect.has(Trait.DOUBLE_QUOTED_TEXT));
    }

    /**
     * The text of a literal behind {@code _utf8mb4}: quoted, or its bytes in hexadecimal.
     *
     * @return null when there is no such literal
     */
    @Nullable String unicodeBytes(int start) {
        if (startsText(start)) {
            return plain(start);
        }
        boolean bytes = (charAt(start) | 0x20) == 'x' && charAt(start + 1) == '\'';
        return bytes ? Utf16.decode(bits(start).substring(1), start) : null;
    }

    /** A name in the quotes that stand here. */
    String quotedName(int start) {
        String name = quoted(start, text.charAt(start), "A quoted name");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < ' ' || c >= 0x7F) {
                checkName(name, i, start);
            }
        }
        return name;
    }

    private static void checkName(String name, int at, int start) {
        try {
            Characters.check(name, at, "a quoted name");
        } catch (Refusal e) {
            throw Refusal.syntax(e.message(), null, start);
        }
    }

    /** {@code E'…'} with backslash escapes. */
    String escaped(int start) {
        StringBuilder value = new StringBuilder();
        int at = start + 2;
        while (true) {
            at = EscapedText.decode(text, at, value, start);
            end = at;
            int next = continuation(at);
            if (next < 0) {
                return Utf16.check(value, start);
            }
            at = next + 1;
        }
    }

    /** {@code B'…'} or {@code X'…'}: the kind and its digits. */
    String bits(int start) {
        char kind = Character.toUpperCase(text.charAt(start));
        String digits = continued(quoted(start + 1, '\'', "A bit literal"));
        if (digits.length() > BIT_DIGITS_MAX) {
            throw Refusal.tooComplex("A bit literal is too long.", start);
        }
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c >= 0x80 || Character.digit(c, kind == 'B' ? 2 : 16) < 0) {
                throw Refusal.syntax("A bit literal holds something else.", digits, start);
            }
        }
        return kind + digits;
    }

    /** {@code $tag$…$tag$}. */
    String dollarQuoted(int start) {
        int at = start + 1;
        while (at < length && text.charAt(at) != '$') {
            char c = text.charAt(at);
            boolean allowed = Lexer.isNameStart(c) || (at > start + 1 && Lexer.isDigit(c));
            if (!allowed) {
                throw Refusal.syntax("A character has no meaning here.", "$", start);
            }
            if (c >= 0x80) {
                Characters.check(text, at, "a dollar quote");
            }
            at++;
        }
        String tag = at < length ? text.substring(start, at + 1) : "";
        int close = tag.isEmpty() ? -1 : text.indexOf(tag, at + 1);
        if (close < 0) {
            throw Refusal.syntax("A dollar-quoted literal does not end.", "$", start);
        }
        end = close + tag.length();
        return Utf16.check(text.substring(at + 1, close), start);
    }

    /** {@code U&'…'} with an optional {@code UESCAPE}. */
    String unicodeText(int start) {
        String raw = continued(quoted(start + 2, '\'', "A text literal"));
        return UnicodeEscapes.decode(raw, unicodeEscape(), start);
    }

    /** {@code U&"…"} with an optional {@code UESCAPE}. */
    String unicodeName(int start) {
        String raw = quoted(start + 2, '"', "A quoted name");
        String name = UnicodeEscapes.decode(raw, unicodeEscape(), start);
        for (int i = 0; i < name.length(); i++) {
            checkName(name, i, start);
        }
        return name;
    }

    private char unicodeEscape() {
        int at = skipBlanks(end);
        if (!text.regionMatches(true, at, "UESCAPE", 0, 7)) {
            return '\\';
        }
        int quote = skipBlanks(at + 7);
        char escape = charAt(quote + 1);
        boolean allowed =
                charAt(quote) == '\''
                        && charAt(quote + 2) == '\''
                        && escape > ' '
                        && escape < 0x7F
                        && Character.digit(escape, 16) < 0
                        && "+'\"".indexOf(escape) < 0;
        if (!allowed) {
            throw Refusal.syntax("UESCAPE wants one character in quotes.", "uescape", at);
        }
        end = quote + 3;
        return escape;
    }

    /** The inside of a quoted run in which a doubled quote stands for one. */
    private String quoted(int start, char quote, String what) {
        int close = text.indexOf(quote, start + 1);
        if (close < 0) {
            throw Refusal.syntax(what + " does not end.", String.valueOf(quote), start);
        }
        if (charAt(close + 1) != quote) {
            end = close + 1;
            return Utf16.check(text.substring(start + 1, close), start);
        }
        StringBuilder value = new StringBuilder();
        int from = start + 1;
        while (true) {
            value.append(text, from, close);
            if (charAt(close + 1) != quote) {
                end = close + 1;
                return Utf16.check(value, start);
            }
            value.append(quote);
            from = close + 2;
            close = text.indexOf(quote, from);
            if (close < 0) {
                throw Refusal.syntax(what + " does not end.", String.valueOf(quote), start);
            }
        }
    }

    /** Appends the literals that follow on later lines: SQL glues them together. */
    private String continued(String first) {
        int next = dialect.has(Trait.LITERALS_CONTINUE) ? continuation(end) : -1;
        if (next < 0) {
            return first;
        }
        StringBuilder value = new StringBuilder(first);
        while (next >= 0) {
            value.append(quoted(next, '\'', "A text literal"));
            next = continuation(end);
        }
        return value.toString();
    }

    /** Where a quote continues the literal: only after a line break; -1 when none does. */
    private int continuation(int from) {
        int at = from;
        boolean newline = false;
        while (at < length) {
            char c = text.charAt(at);
            if (isBlank(c)) {
                newline |= c == '\n' || c == '\r';
                at++;
            } else if (c == '-' && charAt(at + 1) == '-') {
                at = lineComment(at);
            } else {
                break;
            }
        }
        return newline && charAt(at) == '\'' ? at : -1;
    }

    private char charAt(int index) {
        return index < length ? text.charAt(index) : '\0';
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    }
}
