package dev.sluice.connector.duckdb.engine;

import dev.sluice.connector.duckdb.frame.Message.Bounds;

/**
 * A query around a query, in which DuckDB itself turns every value into its text and stops handing
 * them out once there are enough, so that no answer is ever larger than its bounds.
 *
 * <p>A value is {@code =} and its text; one that is too large is {@code >} and its length. The
 * first row beyond the bounds is there, too, to tell that there is more.
 */
final class BoundedQuery {
    static final char VALUE = '=';
    static final char LENGTH = '>';

    private BoundedQuery() {}

    static String of(String sql, int columns, Bounds bounds) {
        StringBuilder names = new StringBuilder();
        StringBuilder texts = new StringBuilder();
        StringBuilder marked = new StringBuilder();
        StringBuilder lengths = new StringBuilder("0");
        for (int i = 0; i < columns; i++) {
            String name = "c" + i;
            String separator = i == 0 ? "" : ", ";
            names.append(separator).append(name);
            texts.append(separator).append("CAST(%s AS VARCHAR) AS %s".formatted(name, name));
            marked.append(separator)
                    .append(
                            "CASE WHEN strlen(%s) > %d THEN '%c' || strlen(%s) ELSE '%c' || %s END"
                                    .formatted(
                                            name,
                                            bounds.cellBytesMax(),
                                            LENGTH,
                                            name,
                                            VALUE,
                                            name));
            marked.append(" AS ").append(name);
            lengths.append(" + coalesce(strlen(%s), 0)".formatted(name));
        }
        return """
        SELECT %s FROM (
        SELECT *, sum(size) OVER (ROWS UNBOUNDED PRECEDING) - size AS before FROM (
        SELECT %s, %s AS size FROM (
        SELECT %s FROM (
        %s
        ) AS q(%s))))
        WHERE before <= %d\
        """
                .formatted(names, marked, lengths, texts, sql, names, bounds.bytesMax());
    }
}
