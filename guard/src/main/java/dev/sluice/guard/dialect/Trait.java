package dev.sluice.guard.dialect;

/**
 * What a database's SQL has that not every database's has. A dialect is a set of these and its
 * lists: where dialects differ, code asks for a trait and never for a dialect's name.
 */
public enum Trait {
    // Blanks and comments
    /** A comment may hold further comments: <code>/* /* *&#47; *&#47;</code>. */
    NESTED_COMMENTS,
    /** {@code # …} up to the end of the line is a comment. */
    HASH_COMMENTS,
    /** {@code --} starts a comment only before a blank. */
    DASH_COMMENT_WANTS_BLANK,
    /**
     * Comments that start with {@code !} or {@code M!} are executed, those with {@code +} obeyed.
     */
    EXECUTABLE_COMMENTS,

    // Literals
    /** {@code E'…'} with backslash escapes. */
    ESCAPE_STRINGS,
    /** {@code U&'…'} and {@code U&"…"}. */
    UNICODE_STRINGS,
    /** {@code $tag$…$tag$}. */
    DOLLAR_QUOTES,
    /** {@code B'…'} and {@code X'…'}. */
    BIT_LITERALS,
    /** {@code N'…'}, which is text padded with blanks. */
    NATIONAL_LITERALS,
    /** A backslash in {@code '…'} escapes what follows. */
    BACKSLASH_ESCAPES,
    /** {@code "…"} is text, not a name. */
    DOUBLE_QUOTED_TEXT,
    /** Literals on successive lines are one. */
    LITERALS_CONTINUE,

    // Names
    /** {@code `…`} is a name. */
    BACKTICK_NAMES,
    /**
     * Names are the same whatever their case, quoted or not; without this, unquoted names are
     * folded to lower case and then compared exactly.
     */
    CASE_IGNORED,

    // Operators and placeholders
    /** Any run of operator characters is an operator; without this, those of a list are. */
    FREE_OPERATORS,
    /** Bound values are {@code $1}, {@code $2}; without this, {@code ?}. */
    NUMBERED_PARAMETERS,

    // Queries
    /** A table's own row may be used as a value by the table's name. */
    ROW_REFERENCES,
    /** {@code SELECT} may have no items. */
    EMPTY_SELECT,
    /** {@code LIMIT} and {@code OFFSET} take any expression; without this, whole numbers. */
    LIMIT_EXPRESSIONS,
    /** {@code ORDER BY x USING <}. */
    ORDER_USING,

    // Expressions
    /** {@code AT LOCAL}, the session's time zone. */
    LOCAL_ZONE
}
