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
    /** Whether a backslash in {@code '…'} escapes is a matter of the session: it is refused. */
    BACKSLASH_UNSURE,
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
    /** {@code OFFSET 0} keeps conditions out of a derived table; without this, a limit does. */
    OFFSET_FENCES,
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
    /**
     * A window is partitioned and ordered as a query is grouped and ordered: result columns' names
     * are known in it, and one that is a whole sort key comes before an input column's.
     */
    LABELS_IN_WINDOWS,
    /** {@code INTO} writes files or variables. */
    INTO_WRITES,
    /** Tables may be followed by index hints, joins may lack a condition, {@code DUAL} is none. */
    LOOSE_JOINS,
    /** Grouping by super-aggregates is asked for behind the keys: {@code WITH ROLLUP}. */
    ROLLUP_BEHIND,
    /** {@code LIMIT offset, count}; an offset wants a limit, and stands behind it. */
    LIMIT_PAIRS,
    /** {@code (SELECT … ORDER BY a) ORDER BY b}: what is ordered may be ordered once more. */
    NESTED_ORDERS,
    /** Rows are written {@code VALUES ROW(…)} or not at all: they are emitted as selects. */
    NO_ROW_LISTS,
    /** Columns of a derived table cannot be named behind its alias. */
    NO_COLUMN_ALIASES,
    /** A table's own row may be used as a value by the table's name. */
    ROW_REFERENCES,
    /** A comma may stand behind the last of several items. */
    TRAILING_COMMAS,
    /** {@code SELECT} may have no items. */
    EMPTY_SELECT,
    /** {@code LIMIT} and {@code OFFSET} take any expression; without this, whole numbers. */
    LIMIT_EXPRESSIONS,
    /** {@code SELECT TOP n}. */
    TOP,
    /** {@code MINUS} is {@code EXCEPT}. */
    MINUS,
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
    /** {@code PIVOT} and {@code UNPIVOT}, with their values written out. */
    PIVOTS,
    /** {@code UNION BY NAME} matches columns by their names. */
    BY_NAME,
    /** Columns of {@code VALUES} are {@code col0}, {@code col1}; without this {@code column1}. */
    VALUES_FROM_ZERO,
    /** Result columns of the same name are numbered when a query becomes a table. */
    NUMBERED_DUPLICATES,

    /** A result column without an alias is called what its text is. */
    NAMED_BY_TEXT,

    /**
     * The words that start clauses are names too, and functions in FROM stand in {@code TABLE()}.
     */
    SOFT_CLAUSES,
    /** {@code VALUES 1, 2}: a row of one column needs no brackets. */
    BARE_ROWS,
    /** The columns of {@code UNNEST} depend on the types of its arguments: an alias names them. */
    WIDE_UNNEST,

    // Expressions
    /** A literal behind a type's name is of the type that its text says, not a cast of it. */
    TYPED_LITERALS,
    /** {@code array(varchar)}, {@code map(varchar, bigint)}, {@code row(a bigint)}. */
    PARAMETERIZED_TYPES,
    /** {@code x -> x + 1} and {@code (x, y) -> x + y}; an arrow means nothing else. */
    ARROW_LAMBDAS,
    /** {@code lag(x IGNORE NULLS)}, inside the brackets or behind them. */
    IGNORE_NULLS,
    /** It stands behind the brackets alone. */
    NULLS_BEHIND,
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
    /** A text that is compared with a number is read as one, which fails where it is none. */
    TEXTS_READ_AS_NUMBERS,
    /** Operators are names for functions, which are emitted instead so that no other is meant. */
    OPERATORS_ARE_FUNCTIONS,
    /**
     * Aggregates have no {@code FILTER}, and {@code count(DISTINCT a, b)} counts rows of two
     * values.
     */
    NO_AGGREGATE_FILTERS,
    /**
     * Decimal numbers have 38 digits at most: comparing large numbers with finely divided ones
     * fails, as one type has to hold both.
     */
    BOUNDED_DECIMALS,
    /** {@code AT LOCAL}, the session's time zone. */
    LOCAL_ZONE,
    /** SQL/JSON: constructors, query functions, {@code IS JSON} and {@code JSON_TABLE}. */
    SQL_JSON,
    /** SQL/JSON's query functions and its constructors of objects and arrays, and no more of it. */
    JSON_PATHS,
    /** SQL/XML's forms, all of which are refused. */
    SQL_XML,
    /**
     * {@code DATEADD(day, 1, x)}, {@code CONVERT(type, x)}, {@code APPROXIMATE COUNT(…)}, {@code
     * SYSDATE}, {@code VARCHAR(MAX)}.
     */
    WAREHOUSE_FORMS
}
