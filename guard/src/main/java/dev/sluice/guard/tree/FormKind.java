package dev.sluice.guard.tree;

/** The expressions that look like functions and have grammar of their own. */
public enum FormKind {
    COALESCE("coalesce"),
    NULLIF("nullif"),
    GREATEST("greatest"),
    LEAST("least"),
    GROUPING("grouping"),
    /** null where the value fails */
    TRY("try"),
    /** field as text, source */
    EXTRACT("extract"),
    /** text, from */
    SUBSTRING_FROM("substring"),
    /** text, from, for */
    SUBSTRING_FROM_FOR("substring"),
    /** text, for */
    SUBSTRING_FOR("substring"),
    /** text, pattern, escape */
    SUBSTRING_SIMILAR("substring"),
    /** what is sought, where */
    POSITION("position"),
    /** text, replacement, from */
    OVERLAY_FROM("overlay"),
    /** text, replacement, from, for */
    OVERLAY_FROM_FOR("overlay"),
    /** text and, optionally, the characters to remove */
    TRIM_BOTH("btrim"),
    TRIM_LEADING("ltrim"),
    TRIM_TRAILING("rtrim"),
    /** two rows of two */
    OVERLAPS("overlaps"),
    /** amount, unit as text */
    INTERVAL("interval"),
    /** unit as text, number, time */
    TIMESTAMP_ADD("timestampadd"),
    /** unit as text, from, to */
    TIMESTAMP_DIFF("timestampdiff"),
    /** kind and value, both as text: {@code DATE '2024-01-31'} */
    DATE_LITERAL("literal"),
    /** value, character set as text */
    CONVERT_USING("convert"),
    /** value, array */
    MEMBER_OF("member");

    private final String columnName;

    FormKind(String columnName) {
        this.columnName = columnName;
    }

    /** What a column of this expression is called when it has no alias. */
    public String columnName() {
        return columnName;
    }
}
