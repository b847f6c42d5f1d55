package dev.sluice.guard.lexer;

import static dev.sluice.guard.dialect.Trait.NUMBERED_PARAMETERS;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import java.util.Locale;
import java.util.Set;

/**
 * A dialect's lexical rules, by its traits. Linear in the length of the text. What a database reads
 * differently from session to session, and characters that look like others, are refused.
 */
public final class Lexer {
    /** No operator is longer. */
    private static final int OPERATOR_LENGTH_MAX = 63;

    private static final int CLAIM_LENGTH_MAX = 100;

    private static final Set<String> UNICODE_SETS = Set.of("_utf8mb4", "_utf8", "_utf8mb3");

    private static final String OPERATOR_CHARACTERS = "~!@#^&|?+-*/%<>=";
    private static final String OPERATORS_ENDING_IN_SIGN = "~!@#^&|?%";

    private final String text;
    private final int end;
    private final LexerMode mode;
    private final Dialect dialect;
    private final boolean keepsCase;
    private final int nameBytesMax;
    private final Tokens tokens;
    private final Literals literals;
    private int at;
    private int nesting;
    private int parameters;

    private Lexer(String text, LexerMode mode, Dialect dialect) {
        this.text = text;
        this.tokens = new Tokens(text);
        this.end = text.length();
        this.mode = mode;
        this.dialect = dialect;
        this.keepsCase = dialect.has(Trait.CASE_IGNORED);
        this.nameBytesMax = dialect.spelling().nameBytesMax();
        this.literals = new Literals(text, dialect);
    }

    /**
     * Reads a whole text.
     *
     * @throws Refusal for text that is too large, too deeply nested or not SQL
     */
    public static Tokens read(String text, LexerMode mode, Dialect dialect) {
        if (text.length() > mode.charactersMax()) {
            throw Refusal.tooComplex(
                    "The text is longer than " + mode.charactersMax() + " characters.", 0);
        }
        Lexer lexer = new Lexer(text, mode, dialect);
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
        } else if (isQuote(c)) {
            quoted(c);
        } else if (c == '$') {
            dollar();
        } else if (c == '?' && mode == LexerMode.EMITTED && !dialect.has(NUMBERED_PARAMETERS)) {
            tokens.add(TokenKind.PARAMETER, Integer.toString(++parameters), at++);
        } else if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
            operator();
        } else if (c == '{' && mode == LexerMode.ROW_FILTER && peek(1) == '{') {
            claim();
        } else {
            punctuation(c);
        }
    }

    private boolean isQuote(char c) {
        return c == '\'' || c == '"' || (c == '`' && dialect.has(Trait.BACKTICK_NAMES));
    }

    private void quoted(char quote) {
        if (quote == '\'') {
            add(TokenKind.TEXT, literals.plain(at));
        } else if (quote == '"' && dialect.has(Trait.DOUBLE_QUOTED_TEXT)) {
            add(TokenKind.TEXT, literals.doubleQuoted(at));
        } else {
            add(TokenKind.QUOTED_NAME, name(literals.quotedName(at)));
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
        if (quote == '&' && (c == 'U' || c == 'u') && unicodeLiteral()) {
            return;
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
        String written = text.substring(start, at);
        String word = plain ? written : lower(written, ascii);
        if (c == '_' && dialect.has(Trait.CHARACTER_SET_LITERALS) && introduced(word, start)) {
            return;
        }
        if (!ascii || word.length() > nameBytesMax) {
            word = cut(word);
            written = cut(written);
        }
        if (word.equals("case")) {
            open(start);
        } else if (word.equals("end") && nesting > 0) {
            nesting--;
        }
        tokens.addWord(word, keepsCase ? written : word, start);
    }

    /** A literal behind the name of its character set; of others than Unicode we know nothing. */
    private boolean introduced(String word, int start) {
        int next = literals.skipBlanks(at);
        boolean number = next < end && Numbers.bytes(text, next) != null;
        String value = number ? "" : literals.unicodeBytes(next);
        if (value == null) {
            return false;
        }
        if (number || !UNICODE_SETS.contains(word)) {
            throw new Refusal(
                    ReasonCode.LITERAL_NOT_ALLOWED,
                    "A literal names a character set; write it without.",
                    word,
                    start);
        }
        tokens.add(TokenKind.TEXT, value, start);
        at = literals.end();
        return true;
    }

    private String cut(String name) {
        return nameBytesMax == 0 ? name : Characters.cutToBytes(name, nameBytesMax);
    }

    private boolean unicodeLiteral() {
        if (!dialect.has(Trait.UNICODE_STRINGS)) {
            return false;
        }
        if (peek(2) == '\'') {
            add(TokenKind.TEXT, literals.unicodeText(at));
            return true;
        }
        if (peek(2) == '"') {
            add(TokenKind.QUOTED_NAME, name(literals.unicodeName(at)));
            return true;
        }
        return false;
    }

    private boolean prefixedLiteral(char prefix) {
        if (prefix == 'e' && dialect.has(Trait.ESCAPE_STRINGS)) {
            add(TokenKind.TEXT, literals.escaped(at));
            return true;
        }
        if ((prefix == 'b' || prefix == 'x') && dialect.has(Trait.BIT_LITERALS)) {
            add(TokenKind.BITS, literals.bits(at));
            return true;
        }
        if (prefix == 'n' && dialect.has(Trait.NATIONAL_TEXT)) {
            at++;
            add(TokenKind.TEXT, literals.plain(at));
            return true;
        }
        if (prefix == 'n' && dialect.has(Trait.NATIONAL_LITERALS)) {
            // SQL's national characters are PostgreSQL's blank-padded ones.
            tokens.add(TokenKind.WORD, "bpchar", at);
            at++;
            add(TokenKind.TEXT, literals.plain(at));
            return true;
        }
        return false;
    }

    private String name(String decoded) {
        if (decoded.isEmpty()) {
            throw Refusal.syntax("A quoted name is empty.", "\"\"", at);
        }
        return cut(decoded);
    }

    private void number() {
        int start = at;
        if (dialect.has(Trait.PLAIN_NUMBERS)) {
            String bytes = Numbers.bytes(text, at);
            if (bytes != null) {
                at += bytes.length() + 1;
                tokens.add(TokenKind.BITS, Numbers.whole(bytes), start);
                return;
            }
            at = Numbers.plainEnd(text, at);
            if (startsName(start)) {
                at = start;
                word(text.charAt(start));
                return;
            }
            endNumber(start);
            tokens.add(TokenKind.NUMBER, text.substring(start, at), start);
            return;
        }
        Numbers number = Numbers.read(text, at);
        at = number.end();
        endNumber(start);
        tokens.add(TokenKind.NUMBER, number.digits(), start);
    }

    /**
     * Digits that letters follow are a name, unless a reader could take them, or some of them, for
     * a number.
     */
    private boolean startsName(int start) {
        if (at >= end || !isNameStart(text.charAt(at)) || !dialect.has(Trait.PLAIN_NUMBERS)) {
            return false;
        }
        for (int i = start; i < at; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        char letter = (char) (text.charAt(at) | 0x20);
        return letter != 'e' && (text.charAt(start) != '0' || (letter != 'x' && letter != 'b'));
    }

    private void endNumber(int start) {
        if (at < end && (isNameStart(text.charAt(at)) || text.charAt(at) == '$')) {
            throw Refusal.syntax(
                    "A number runs into a name.", text.substring(start, at + 1), start);
        }
    }

    private void dollar() {
        if (isDigit(peek(1))) {
            parameter();
        } else if (isNamedParameter()) {
            throw placeholder("$", at);
        } else if (dialect.has(Trait.DOLLAR_QUOTES)) {
            add(TokenKind.TEXT, literals.dollarQuoted(at));
        } else {
            throw unknown('$');
        }
    }

    /** {@code $name}: no second dollar sign ends the name. */
    private boolean isNamedParameter() {
        int stop = at + 1;
        while (stop < end && (isNameStart(text.charAt(stop)) || isDigit(text.charAt(stop)))) {
            stop++;
        }
        boolean closed = stop < end && text.charAt(stop) == '$';
        return dialect.has(Trait.LABEL_FIRST) && stop > at + 1 && !closed;
    }

    private void parameter() {
        int start = at++;
        while (at < end && isDigit(text.charAt(at))) {
            at++;
        }
        String number = text.substring(start + 1, at);
        if (mode != LexerMode.EMITTED || !dialect.has(NUMBERED_PARAMETERS) || number.length() > 6) {
            throw placeholder(text.substring(start, at), start);
        }
        tokens.add(TokenKind.PARAMETER, number, start);
    }

    private void claim() {
        int close = text.indexOf("}}", at);
        String name = close < 0 ? "" : text.substring(at + 2, close).strip();
        if (!isClaim(name)) {
            throw Refusal.syntax("A claim is written {{name}}.", "{{", at);
        }
        tokens.add(TokenKind.CLAIM, name, at);
        at = close + 2;
    }

    private static boolean isClaim(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || (!isDigit(c) && "_.-".indexOf(c) < 0))) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= CLAIM_LENGTH_MAX;
    }

    private void operator() {
        int start = at;
        at = dialect.has(Trait.FREE_OPERATORS) ? freeOperatorEnd(start) : symbolEnd(start);
        String value = text.substring(start, at);
        if (value.equals("?") && !dialect.has(Trait.FREE_OPERATORS)) {
            throw placeholder(value, start);
        }
        if (dialect.has(Trait.LOGICAL_SYMBOLS) && logical(value, start)) {
            return;
        }
        switch (value) {
            case "=>" -> tokens.add(TokenKind.PUNCTUATION, value, start);
            case "!=" -> tokens.add(TokenKind.OPERATOR, "<>", start);
            case "==" -> tokens.add(TokenKind.OPERATOR, equal(), start);
            default -> tokens.add(TokenKind.OPERATOR, value, start);
        }
    }

    /** An equal sign, where two of them mean the same as one. */
    private String equal() {
        return dialect.has(Trait.LOOSE_TESTS) ? "=" : "==";
    }

    private boolean logical(String value, int start) {
        switch (value) {
            case "&&" -> tokens.add(TokenKind.WORD, "and", start);
            case "||" -> tokens.add(TokenKind.WORD, "or", start);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Refusal placeholder(String token, int start) {
        return new Refusal(
                ReasonCode.LITERAL_NOT_ALLOWED,
                "Parameters have no values here; write the value itself.",
                token,
                start);
    }

    /** The end of the longest symbol of the dialect that starts here, or of one character. */
    private int symbolEnd(int start) {
        int stop = start + 1;
        for (String symbol : dialect.spelling().symbols()) {
            if (text.startsWith(symbol, start)) {
                stop = Math.max(stop, start + symbol.length());
            }
        }
        return stop;
    }

    /** The end of a run of operator characters, which a comment ends too. */
    private int freeOperatorEnd(int start) {
        int stop = start;
        while (stop < end
                && stop - start <= OPERATOR_LENGTH_MAX
                && OPERATOR_CHARACTERS.indexOf(text.charAt(stop)) >= 0) {
            if (stop > start && (text.startsWith("--", stop) || text.startsWith("/*", stop))) {
                break;
            }
            stop++;
        }
        if (stop - start > OPERATOR_LENGTH_MAX) {
            throw Refusal.syntax("An operator is too long.", null, start);
        }
        if (stop - start > 1 && !mayEndInSign(start, stop)) {
            while (stop - start > 1 && isSign(text.charAt(stop - 1))) {
                stop--;
            }
        }
        return stop;
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
                    case '{', '}' -> brace(c);
                    default -> throw unknown(c);
                };
        if (c == '(' || c == '[' || c == '{') {
            open(start);
        } else if ((c == ')' || c == ']' || c == '}') && nesting > 0) {
            nesting--;
        }
        at += value.length();
        tokens.add(TokenKind.PUNCTUATION, value, start);
    }

    private String brace(char c) {
        if (!dialect.has(Trait.COLLECTION_LITERALS) && !dialect.has(Trait.UNIT_WORDS)) {
            throw unknown(c);
        }
        return String.valueOf(c);
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

    /** Folds ASCII letters and no others. */
    private static String lower(String word, boolean ascii) {
        if (ascii) {
            return word.toLowerCase(Locale.ROOT);
        }
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
