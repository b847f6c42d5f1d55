package dev.sluice.guard.lexer;

/** Whose text is read, and so how long it may be and which placeholders it may hold. */
public enum LexerMode {
    /** An agent's or person's query. */
    QUERY(64 * 1024, 10_000, 64),
    /** An administrator's row filter. */
    ROW_FILTER(16 * 1024, 2_500, 32),
    /** Text that we generated ourselves, read again as a check. */
    EMITTED(8 * 1024 * 1024, 400_000, 640);

    private final int charactersMax;
    private final int tokensMax;
    private final int nestingMax;

    LexerMode(int charactersMax, int tokensMax, int nestingMax) {
        this.charactersMax = charactersMax;
        this.tokensMax = tokensMax;
        this.nestingMax = nestingMax;
    }

    /** UTF-16 units. */
    public int charactersMax() {
        return charactersMax;
    }

    public int tokensMax() {
        return tokensMax;
    }

    /** Open brackets and CASE at any one place. */
    public int nestingMax() {
        return nestingMax;
    }
}
