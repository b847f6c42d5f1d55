package dev.sluice.guard.lexer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The tokens of one text, the last of which is {@link TokenKind#END}. */
public final class Tokens {
    private static final int CHARACTERS_PER_TOKEN = 5;

    private TokenKind[] kinds;
    private String[] values;
    private int[] starts;
    private String @Nullable [] written;
    private final String text;
    private int size;

    /** For this text, at a guess at how many tokens it holds. */
    Tokens(String text) {
        this.text = text;
        int guess = 16 + Math.min(text.length() / CHARACTERS_PER_TOKEN, 1_000);
        kinds = new TokenKind[guess];
        values = new String[guess];
        starts = new int[guess];
    }

    /** What was written from one token up to another, without blanks around it. */
    public String text(int from, int to) {
        return text.substring(starts[from], starts[to]).strip();
    }

    void add(TokenKind kind, String value, int start) {
        if (size == starts.length) {
            kinds = Arrays.copyOf(kinds, size * 2);
            values = Arrays.copyOf(values, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
            if (written != null) {
                written = Arrays.copyOf(written, size * 2);
            }
        }
        kinds[size] = kind;
        values[size] = value;
        starts[size] = start;
        size++;
    }

    /** A word whose spelling matters when it turns out to be a name. */
    void addWord(String folded, String spelling, int start) {
        add(TokenKind.WORD, folded, start);
        if (!folded.equals(spelling)) {
            if (written == null) {
                written = new String[values.length];
            }
            written[size - 1] = spelling;
        }
    }

    /** The token as a name: a word as it was written where its case is kept. */
    public String name(int index) {
        String spelling = written == null ? null : written[index];
        return spelling == null ? values[index] : spelling;
    }

    public int size() {
        return size;
    }

    public TokenKind kind(int index) {
        return kinds[index];
    }

    public String value(int index) {
        return values[index];
    }

    /** Where the token starts in the text, in UTF-16 units. */
    public int start(int index) {
        return starts[index];
    }
}
