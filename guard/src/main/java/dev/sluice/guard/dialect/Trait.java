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
    /** Literals that follow each other are one. */
    LITERALS_JOIN,
    /** {@code N'…'} is text like any other. */
    NATIONAL_TEXT,
    /** {@code _utf8mb4'…'} says which characters a literal's bytes are. */
    CHARACTER_SET_LITERALS,
    /** Numbers are decimal and without separators: {@code 0x1F} and {@code 0b1} are bytes. */
    PLAIN_NUMBERS,
    /** Dates and times are written {@code DATE '…'}; no other name types a literal. */
    DATE_LITERALS,

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

    /**
     * Operators are those of MySQL, and rank as there (manual, "Operator Precedence"): bits bind
     * tighter than comparisons, comparisons follow each other, {@code &&}, {@code ||}, {@code !}
     * and {@code XOR} are logical.
     */
    LOGICAL_SYMBOLS,
    /** {@code @x} is a variable of the session and {@code @@x} a setting. */
    SESSION_VARIABLES,
    /** {@code document -> 'path'} is a function by another name. */
    JSON_ARROWS,

    // Functions and types
    /** Built-in functions and types are words; in quotes they would be somebody else's. */
    BUILT_INS_UNQUOTED,
    /**
     * Intervals are {@code INTERVAL n UNIT}, and several functions take units, types or separators
     * written as words.
     */
    UNIT_WORDS,

    /** A cast of what is too large does not fail: bounds hold values down instead. */
    LENIENT_CASTS,
    /** A query's conditions may run before a row filter, however cheap that is. */
    FILTERS_UNORDERED,

    // Queries
    /** {@code SELECT} may be followed by advice to the optimizer. */
    SELECT_ADVICE,
    /** A column's label may be a text literal. */
    TEXT_LABELS,
    /** A column without a label is called what it was written as. */
    LABELS_BY_TEXT,
    /** Labels of a query's columns may be used in its ordering, grouping and HAVING. */
    LABELS_IN_CLAUSES,
    /** {@code INTO} writes files or variables. */
    INTO_WRITES,
    /** Tables may be followed by index hints, joins may lack a condition, {@code DUAL} is none. */
    LOOSE_JOINS,
    /** Grouping by super-aggregates is asked for behind the keys: {@code WITH ROLLUP}. */
    ROLLUP_BEHIND,
    /** {@code LIMIT offset, count}; an offset wants a limit, and stands behind it. */
    LIMIT_PAIRS,
    /** Rows are written {@code VALUES ROW(…)} or not at all: they are emitted as selects. */
    NO_ROW_LISTS,
    /** Columns of a derived table cannot be named behind its alias. */
    NO_COLUMN_ALIASES,
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
    LOCAL_ZONE,
    /** SQL/JSON: constructors, query functions, {@code IS JSON} and {@code JSON_TABLE}. */
    SQL_JSON,
    /** SQL/XML's forms, all of which are refused. */
    SQL_XML
}
