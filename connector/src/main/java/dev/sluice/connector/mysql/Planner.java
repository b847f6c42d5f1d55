package dev.sluice.connector.mysql;

import dev.sluice.connector.jdbc.Estimate;
import dev.sluice.connector.jdbc.JdbcDatabase;
import dev.sluice.connector.jdbc.Recent;
import dev.sluice.core.TableName;
import dev.sluice.guard.GuardedQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Asks the server for a query's plan, and turns rows into bytes by the longest average row of the
 * tables that the query names. Both are the server's own estimates, made without running the query.
 */
final class Planner {
    /**
     * A server looks at some ten million rows in a second; a plan is refused when it expects a
     * hundred times what fits into the time limit, as a product of tables does.
     */
    static final double ROWS_PER_SECOND_MAX = 1e9;

    /** For views, and for tables that have no statistics. */
    static final long ROW_BYTES = 128;

    private static final int TABLES_MAX = 10_000;
    private static final Duration AGE_MAX = Duration.ofMinutes(10);

    private static final String ROW_LENGTH =
            "SELECT avg_row_length FROM information_schema.tables"
                    + " WHERE table_schema = ? AND table_name = ?";

    private final Recent<TableName, Long> rowLengths = new Recent<>(TABLES_MAX, AGE_MAX);

    /**
     * What the server expects of the query.
     *
     * @param text of the query, as it will be sent
     */
    Estimate estimate(MysqlLink link, GuardedQuery query, String text) throws SQLException {
        PlanCost.Rows rows = PlanCost.of(plan(link, query, text));
        long width = ROW_BYTES;
        for (TableName table : query.tables()) {
            width = Math.max(width, rowLength(link, table));
        }
        double bytes = rows.read() * width;
        return new Estimate(
                bytes >= Long.MAX_VALUE ? Long.MAX_VALUE : Math.round(bytes), rows.joined());
    }

    private static String plan(MysqlLink link, GuardedQuery query, String text)
            throws SQLException {
        try (PreparedStatement statement =
                link.connection().prepareStatement("EXPLAIN FORMAT=JSON " + text)) {
            JdbcDatabase.bind(statement, query);
            try (ResultSet rows = statement.executeQuery()) {
                String plan = rows.next() ? rows.getString(1) : null;
                return plan == null ? "" : plan;
            }
        }
    }

    private long rowLength(MysqlLink link, TableName table) throws SQLException {
        Long known = rowLengths.get(table);
        if (known != null) {
            return known;
        }
        try (PreparedStatement statement = link.connection().prepareStatement(ROW_LENGTH)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                long length = rows.next() ? rows.getLong(1) : 0;
                rowLengths.put(table, length);
                return length;
            }
        }
    }
}
