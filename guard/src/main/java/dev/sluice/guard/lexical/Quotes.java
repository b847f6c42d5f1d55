package dev.sluice.guard.lexical;

/** How a dialect quotes, as far as the last look has to know. */
public enum Quotes {
    /** Names in double quotes: PostgreSQL, DuckDB, Trino and most others. */
    STANDARD,
    /** Names in backticks, texts in single or double quotes: MySQL and MariaDB. */
    BACKTICKS;

    /** By the dialect's name. */
    public static Quotes of(String dialect) {
        return switch (dialect) {
            case "mysql", "mariadb", "bigquery", "databricks", "clickhouse" -> BACKTICKS;
            default -> STANDARD;
        };
    }
}
