package dev.sluice.guard.lexer;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.refusal.Refusal;

/**
 * PostgreSQL's lexical rules (manual, "Lexical Structure"), with standard-conforming strings.
 * Linear in the length of the text. What those rules read differently from session to session, and
 * characters that look like others, are refused.
 */
public final class Lexer {
    /** PostgreSQL cuts names after this many bytes of UTF-8. */
    private static final int NAME_BYTES_MAX = 63;

    private static final String OPERATOR_CHARACTERS = "~!@#^&|?+-*/%<>=";
    private static final String OPERATORS_ENDING_IN_SIGN = "~!@#^&|?%";

    private final String text;
    private final int end;
    private final LexerMode mode;
    private final Tokens tokens = new Tokens();
    private final Literals literals;
    private int at;
    private int nesting;

    private Lexer(String text, LexerMode mode) {
        this.text = text;
        this.end = text.length();
        this.mode = mode;
        this.literals = new Literals(text);
    }

    /**
     * Reads a whole text.
     *
     * @throws Refusal for text that is too large, too deeply nested or not SQL
     */
    public static Tokens read(String text, LexerMode mode) {
        if (text.length() > mode.charactersMax()) {
            throw Refusal.tooComplex(
                    "The text is longer than " + mode.charactersMax() + " characters.", 0);
        }
        Lexer lexer = new Lexer(text, mode);
        lexer.readAll();
        return lexer.tokens;
    }

    private void readAll() {
        while (true) {
            at = literals.skipBlanks(at);
            if (at >= end) {
                tokens.add(TokenKind.END, "", end);
                return;
            }
            if (tokens.size() >= mode.tokensMax()) {
                throw Refusal.tooComplex(
                        "The text has more than " + mode.tokensMax() + " tokens.", at);
            }
            readOne(text.charAt(at));
        }
    }

    private void readOne(char c) {
        if (isNameStart(c)) {
            word(c);
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (c == '\'') {
            add(TokenKind.TEXT, literals.plain(at));
        } else if (c == '"') {
            add(TokenKind.QUOTED_NAME, name(literals.quotedName(at)));
        } else if (c == '$') {
            dollar();
        } else if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
            operator();
        } else if (c == '{' && mode == LexerMode.ROW_FILTER && peek(1) == '{') {
            claim();
        } else {
            punctuation(c);
        }
    }

    /** Adds the literal that was just decoded. */
    private void add(TokenKind kind, String value) {
        tokens.add(kind, value, at);
        at = literals.end();
    }

    private void word(char c) {
        char quote = peek(1);
        if (quote == '\'' && prefixedLiteral(Character.toLowerCase(c))) {
            return;
        }
        if (quote == '&' && (c == 'U' || c == 'u')) {
            if (peek(2) == '\'') {
                add(TokenKind.TEXT, literals.unicodeText(at));
                return;
            }
            if (peek(2) == '"') {
                add(TokenKind.QUOTED_NAME, name(literals.unicodeName(at)));
                return;
            }
        }
        int start = at;
        boolean plain = true;
        boolean ascii = true;
        while (at < end) {
            char d = text.charAt(at);
            if ((d >= 'a' && d <= 'z') || d == '_' || d == '$' || isDigit(d)) {
                at++;
            } else if (d >= 'A' && d <= 'Z') {
                plain = false;
                at++;
            } else if (d >= 0x80) {
                Characters.check(text, at, "a name");
                ascii = false;
                at++;
            } else {
                break;
            }
        }
        String word = text.substring(start, at);
        if (!plain) {
            word = lower(word);
        }
        if (!ascii || word.length() > NAME_BYTES_MAX) {
            word = Characters.cutToBytes(word, NAME_BYTES_MAX);
        }
        if (word.equals("case")) {
            open(start);
        } else if (word.equals("end") && nesting > 0) {
            nesting--;
        }
        tokens.add(TokenKind.WORD, word, start);
    }

    private boolean prefixedLiteral(char prefix) {
        switch (prefix) {
            case 'e' -> add(TokenKind.TEXT, literals.escaped(at));
            case 'b', 'x' -> add(TokenKind.BITS, literals.bits(at));
            case 'n' -> {
                // SQL's national characters are PostgreSQL's blank-padded ones.
                tokens.add(TokenKind.WORD, "bpchar", at);
                at++;
                add(TokenKind.TEXT, literals.plain(at));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private String name(String decoded) {
        if (decoded.isEmpty()) {
            throw Refusal.syntax("A quoted name is empty.", "\"\"", at);
        }
        return Characters.cutToBytes(decoded, NAME_BYTES_MAX);
    }

    private void number() {
        int start = at;
        Numbers number = Numbers.read(text, at);
        at = number.end();
        if (at < end && (isNameStart(text.charAt(at)) || text.charAt(at) == '$')) {
            throw Refusal.syntax(
                    "A number runs into a name.", text.substring(start, at + 1), start);
        }
        tokens.add(TokenKind.NUMBER, number.digits(), start);
    }

    private void dollar() {
        if (isDigit(peek(1))) {
            parameter();
        } else {
            add(TokenKind.TEXT, literals.dollarQuoted(at));
        }
    }

    private void parameter() {
        int start = at++;
        while (at < end && isDigit(text.charAt(at))) {
            at++;
        }
        String number = text.substring(start + 1, at);
        if (mode != LexerMode.EMITTED || number.length() > 6) {
            throw Refusal.syntax(
                    "Parameters have no values here; write the value itself.",
                    text.substring(start, at),
                    start);
        }
        tokens.add(TokenKind.PARAMETER, number, start);
    }

    private void claim() {
        int close = text.indexOf("}}", at);
        String name = close < 0 ? "" : text.substring(at + 2, close).strip();
        if (!name.matches("[A-Za-z][A-Za-z0-9_.-]{0,99}")) {
            throw Refusal.syntax("A claim is written {{name}}.", "{{", at);
        }
        tokens.add(TokenKind.CLAIM, name, at);
        at = close + 2;
    }

    private void operator() {
        int start = at;
        int stop = at;
        while (stop < end
                && stop - start <= NAME_BYTES_MAX
                && OPERATOR_CHARACTERS.indexOf(text.charAt(stop)) >= 0) {
            if (stop > start && (text.startsWith("--", stop) || text.startsWith("/*", stop))) {
                break;
            }
            stop++;
        }
        if (stop - start > NAME_BYTES_MAX) {
            throw Refusal.syntax("An operator is too long.", null, start);
        }
        if (stop - start > 1 && !mayEndInSign(start, stop)) {
            while (stop - start > 1 && isSign(text.charAt(stop - 1))) {
                stop--;
            }
        }
        String value = text.substring(start, stop);
        at = stop;
        switch (value) {
            case "=>" -> tokens.add(TokenKind.PUNCTUATION, value, start);
            case "!=" -> tokens.add(TokenKind.OPERATOR, "<>", start);
            default -> tokens.add(TokenKind.OPERATOR, value, start);
        }
    }

    /** A longer operator ends in plus or minus only when it holds one of these characters. */
    private boolean mayEndInSign(int start, int stop) {
        for (int i = start; i < stop; i++) {
            if (OPERATORS_ENDING_IN_SIGN.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private void punctuation(char c) {
        int start = at;
        String value =
                switch (c) {
                    case '(' -> "(";
                    case ')' -> ")";
                    case '[' -> "[";
                    case ']' -> "]";
                    case ',' -> ",";
                    case ';' -> ";";
                    case '.' -> ".";
                    case ':' -> peek(1) == ':' ? "::" : peek(1) == '=' ? ":=" : ":";
                    default -> throw unknown(c);
                };
        if (c == '(' || c == '[') {
            open(start);
        } else if ((c == ')' || c == ']') && nesting > 0) {
            nesting--;
        }
        at += value.length();
        tokens.add(TokenKind.PUNCTUATION, value, start);
    }

    private Refusal unknown(char c) {
        Characters.check(text, at, "the text");
        return new Refusal(
                ReasonCode.SYNTAX_ERROR, "A character has no meaning here.", String.valueOf(c), at);
    }

    private void open(int start) {
        if (++nesting > mode.nestingMax()) {
            throw Refusal.tooComplex(
                    "The text nests deeper than " + mode.nestingMax() + " levels.", start);
        }
    }

    private char peek(int offset) {
        int index = at + offset;
        return index < end ? text.charAt(index) : '\0';
    }

    private static String lower(String word) {
        StringBuilder folded = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return folded.toString();
    }

    static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSign(char c) {
        return c == '+' || c == '-';
    }
}
