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
    /** {@code LIMIT 10%} and {@code LIMIT 10 PERCENT}. */
    LIMIT_PERCENT,
    /** {@code FROM t SELECT x}, and {@code FROM t} alone for all of it. */
    FROM_FIRST,
    /** {@code label: value} in a select list and {@code label: table} in {@code FROM}. */
    LABEL_FIRST,
    /** {@code QUALIFY condition} on what windows yield. */
    QUALIFY,
    /** {@code GROUP BY ALL} and {@code ORDER BY ALL}. */
    BY_ALL,
    /** {@code * EXCLUDE (a) REPLACE (b AS c) RENAME (d AS e)} and {@code COLUMNS(…)}. */
    STAR_CHANGES,
    /** A result column's name stands for its value wherever no input column has that name. */
    LATERAL_ALIASES,
    /** What stands in {@code FROM} may refer to what stands before it without {@code LATERAL}. */
    IMPLICIT_LATERAL,
    /** {@code SEMI}, {@code ANTI}, {@code ASOF} and {@code POSITIONAL} joins. */
    MORE_JOINS,
    /** {@code UNION BY NAME} matches columns by their names. */
    BY_NAME,
    /** Columns of {@code VALUES} are {@code col0}, {@code col1}; without this {@code column1}. */
    VALUES_FROM_ZERO,
    /** Result columns of the same name are numbered when a query becomes a table. */
    NUMBERED_DUPLICATES,

    /** A result column without an alias is called what its text is. */
    NAMED_BY_TEXT,

    // Expressions
    /** {@code lag(x IGNORE NULLS)}, inside the brackets or behind them. */
    IGNORE_NULLS,
    /** {@code [1, 2]}, <code>{'a': 1}</code>, {@code MAP {…}}, comprehensions, stepped slices. */
    COLLECTION_LITERALS,
    /** {@code lambda x: x + 1}, and {@code x -> x + 1}, as arguments. */
    LAMBDAS,
    /** {@code ==} is {@code =}, {@code a NOT NULL} a test, {@code a GLOB b} a comparison. */
    LOOSE_TESTS,
    /** {@code TRY_CAST(a AS type)}, which yields null where it fails. */
    TRY_CAST,
    /** {@code value.function(…)} passes the value as the first argument. */
    METHOD_CALLS,
    /** {@code column.field} reaches into a struct. */
    FIELD_PATHS,
    /** {@code INTERVAL 3 DAY}, with a plural as well. */
    UNIT_INTERVALS,
    /** Types such as {@code STRUCT(a INT)}, {@code MAP(TEXT, INT)} and {@code INT[3]}. */
    NESTED_TYPES,
    /** Operators are names for functions, which are emitted instead so that no other is meant. */
    OPERATORS_ARE_FUNCTIONS,
    /** {@code AT LOCAL}, the session's time zone. */
    LOCAL_ZONE
}
