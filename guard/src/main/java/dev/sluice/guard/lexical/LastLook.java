package dev.sluice.guard.lexical;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last look at a text before a database gets it: one query has no word outside its literals and
 * quoted names that writes, defines, locks or ends something, no second statement and no comment.
 * It shares nothing with the lexer and the parser, so that a mistake there does not pass here.
 *
 * <p>For text that this product wrote, in which every name is quoted. It is no guard for the text
 * of an agent, who may call a column {@code update} without quotes.
 *
 * <p>Whether a backslash escapes a quote depends on the dialect and on the session, so a text
 * passes only if it is clean both ways. Time is linear in its length.
 */
public final class LastLook {
    private static final Set<String> WORDS =
            Set.of(
                    "abort",
                    "alter",
                    "analyze",
                    "attach",
                    "begin",
                    "call",
                    "checkpoint",
                    "cluster",
                    "comment",
                    "commit",
                    "copy",
                    "create",
                    "deallocate",
                    "declare",
                    "delete",
                    "detach",
                    "discard",
                    "do",
                    "drop",
                    "dumpfile",
                    "exec",
                    "execute",
                    "export",
                    "flush",
                    "grant",
                    "handler",
                    "import",
                    "insert",
                    "install",
                    "into",
                    "kill",
                    "listen",
                    "load",
                    "lock",
                    "merge",
                    "notify",
                    "optimize",
                    "outfile",
                    "pragma",
                    "prepare",
                    "purge",
                    "reassign",
                    "refresh",
                    "reindex",
                    "release",
                    "rename",
                    "repair",
                    "replace",
                    "reset",
                    "revoke",
                    "rollback",
                    "savepoint",
                    "share",
                    "shutdown",
                    "start",
                    "truncate",
                    "unlisten",
                    "unlock",
                    "update",
                    "upsert",
                    "use",
                    "vacuum");

    /** These are functions, too, when a bracket follows: MySQL's have no quotes. */
    private static final Set<String> FUNCTIONS = Set.of("insert", "replace", "truncate");

    private static final int LETTERS = 26;
    private static final List<List<String>> BY_FIRST_LETTER = byFirstLetter();

    private final String sql;
    private final Quotes quotes;
    private final boolean backslashes;

    private static List<List<String>> byFirstLetter() {
        List<List<String>> words = new ArrayList<>();
        for (int letter = 0; letter < LETTERS; letter++) {
            char first = (char) ('a' + letter);
            words.add(startingWith(first));
        }
        return List.copyOf(words);
    }

    private static List<String> startingWith(char first) {
        List<String> words = new ArrayList<>();
        for (String word : WORDS) {
            if (word.charAt(0) == first) {
                words.add(word);
            }
        }
        return List.copyOf(words);
    }

    private LastLook(String sql, Quotes quotes, boolean backslashes) {
        this.sql = sql;
        this.quotes = quotes;
        this.backslashes = backslashes;
    }

    /**
     * What must not be there.
     *
     * @param found the word or mark
     * @param position in UTF-16 units from 0
     */
    public record Finding(String found, int position) {}

    /** The first thing that must not be in the text, empty when it is clean. */
    public static Optional<Finding> at(String sql, Quotes quotes) {
        Finding finding = new LastLook(sql, quotes, false).first();
        if (finding == null && sql.indexOf('\\') >= 0) {
            finding = new LastLook(sql, quotes, true).first();
        }
        return Optional.ofNullable(finding);
    }

    private @Nullable Finding first() {
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (isWord(c)) {
                int end = wordEnd(at);
                if (isDestructive(at, end)) {
                    return finding(at, end);
                }
                at = end;
            } else if (c == '\'' || c == '"' || (c == '`' && quotes == Quotes.BACKTICKS)) {
                int end = quoteEnd(at, c);
                if (end < 0) {
                    return finding(at, at + 1);
                }
                at = end;
            } else if (isMark(c, at)) {
                return finding(at, at + 1);
            } else {
                at++;
            }
        }
        return null;
    }

    private Finding finding(int start, int end) {
        return new Finding(sql.substring(start, end), start);
    }

    /** The end of a statement, the start of a comment or of a dollar quote, and what is no text. */
    private boolean isMark(char c, int at) {
        char next = at + 1 < sql.length() ? sql.charAt(at + 1) : ' ';
        return switch (c) {
            case ';', '\0' -> true;
            case '-' -> next == '-';
            case '/' -> next == '*';
            case '*' -> next == '/';
            case '#' -> quotes == Quotes.BACKTICKS;
            case '$' -> !isDigit(next);
            default -> false;
        };
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || isDigit(c)
                || c >= 0x80;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private int wordEnd(int start) {
        int end = start + 1;
        while (end < sql.length() && isWord(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean isDestructive(int start, int end) {
        int letter = (sql.charAt(start) | ' ') - 'a';
        if (letter < 0 || letter >= LETTERS) {
            return false;
        }
        List<String> words = BY_FIRST_LETTER.get(letter);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.length() == end - start
                    && sql.regionMatches(true, start, word, 0, word.length())) {
                return !(FUNCTIONS.contains(word) && isCall(end));
            }
        }
        return false;
    }

    private boolean isCall(int end) {
        int at = end;
        while (at < sql.length() && sql.charAt(at) == ' ') {
            at++;
        }
        return at < sql.length() && sql.charAt(at) == '(';
    }

    /** Where the quoted text ends, -1 when it does not. A doubled quote is part of it. */
    private int quoteEnd(int start, char quote) {
        boolean escapes = quote == '\'' || quotes == Quotes.BACKTICKS;
        int at = start + 1;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == quote) {
                if (at + 1 >= sql.length() || sql.charAt(at + 1) != quote) {
                    return at + 1;
                }
                at += 2;
            } else if (c == '\\' && escapes && quote != '`' && isEscaping(start)) {
                at += 2;
            } else {
                at++;
            }
        }
        return -1;
    }

    /** In {@code E'…'} a backslash always escapes. */
    private boolean isEscaping(int start) {
        return backslashes
                || (start > 0
                        && (sql.charAt(start - 1) == 'E' || sql.charAt(start - 1) == 'e')
                        && (start == 1 || !isWord(sql.charAt(start - 2))));
    }
}
