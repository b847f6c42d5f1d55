package dev.sluice.cli.setup;

import java.util.function.Function;

/** Names as each language takes them literally, whatever they hold. */
final class Quote {
    private Quote() {}

    /** Line ends would leave a comment, and no database has control characters in its names. */
    static String visible(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    boolean control = Character.isISOControl(c) && c != Script.PASSWORD;
                    boolean breaks = c == '\u2028' || c == '\u2029';
                    shown.appendCodePoint(control || breaks ? '?' : c);
                });
        return shown.toString();
    }

    /** A name, in which the password's mark is as foreign as any other control character. */
    private static String name(String name) {
        return visible(name.replace(Script.PASSWORD, '?'));
    }

    /** Standard SQL: {@code "name"}. */
    static String standard(String name) {
        return '"' + name(name).replace("\"", "\"\"") + '"';
    }

    /** MySQL, MariaDB and Databricks: {@code `name`}, without escapes. */
    static String backticks(String name) {
        return '`' + name(name).replace("`", "``") + '`';
    }

    /** ClickHouse and BigQuery: {@code `name`}, in which a backslash escapes. */
    static String escapedBackticks(String name) {
        return '`' + name(name).replace("\\", "\\\\").replace("`", "\\`") + '`';
    }

    /** SQL Server: {@code [name]}. */
    static String brackets(String name) {
        return '[' + name(name).replace("]", "]]") + ']';
    }

    /** A text in single quotes that are doubled inside. */
    static String text(String value) {
        return '\'' + name(value).replace("'", "''") + '\'';
    }

    /** A word of a POSIX shell. */
    static String shell(String word) {
        return '\'' + name(word).replace("'", "'\\''") + '\'';
    }

    /** A text of JSON. */
    static String json(String value) {
        return '"' + name(value).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A text of JSON that holds a regular expression which matches this and nothing else. */
    static String jsonPattern(String literal) {
        StringBuilder pattern = new StringBuilder();
        name(literal)
                .codePoints()
                .forEach(c -> {
                    boolean special = "\\^$.|?*+()[]{}".indexOf(c) >= 0;
                    pattern.append(special ? "\\" : "").appendCodePoint(c);
                });
        return json(pattern.toString());
    }

    /** The parts of a name, each quoted, with dots between them. */
    static String path(Function<String, String> quote, String... parts) {
        StringBuilder path = new StringBuilder();
        for (String part : parts) {
            path.append(path.isEmpty() ? "" : ".").append(quote.apply(part));
        }
        return path.toString();
    }
}
