package dev.sluice.guard.lexer;

/** The classes of tokens. */
public enum TokenKind {
    /** A name or keyword without quotes, folded to lower case. */
    WORD,
    /** A name in quotes, decoded. */
    QUOTED_NAME,
    /** A text literal of any spelling, decoded. */
    TEXT,
    /** {@code B'…'} or {@code X'…'}: the value starts with the kind. */
    BITS,
    /** A number in decimal notation, without separators. */
    NUMBER,
    OPERATOR,
    /** Brackets, comma, semicolon, dot and the like. */
    PUNCTUATION,
    /** {@code $1}: the value is the number. */
    PARAMETER,
    /** <code>{{name}}</code>, in row filters. */
    CLAIM,
    END
}
