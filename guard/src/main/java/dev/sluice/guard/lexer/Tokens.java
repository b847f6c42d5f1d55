package dev.sluice.guard.lexer;

import java.util.Arrays;

/** The tokens of one text, the last of which is {@link TokenKind#END}. */
public final class Tokens {
    private TokenKind[] kinds = new TokenKind[64];
    private String[] values = new String[64];
    private int[] starts = new int[64];
    private int size;

    Tokens() {}

    void add(TokenKind kind, String value, int start) {
        if (size == starts.length) {
            kinds = Arrays.copyOf(kinds, size * 2);
            values = Arrays.copyOf(values, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
        }
        kinds[size] = kind;
        values[size] = value;
        starts[size] = start;
        size++;
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
