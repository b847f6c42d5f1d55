package dev.sluice.connector.duckdb.engine;

import dev.sluice.connector.duckdb.frame.Cells;
import dev.sluice.connector.duckdb.frame.Frames;
import dev.sluice.connector.duckdb.frame.Message;
import dev.sluice.connector.duckdb.frame.Message.Bounds;
import dev.sluice.connector.duckdb.frame.Message.Column;
import dev.sluice.connector.duckdb.frame.Message.Columns;
import dev.sluice.connector.duckdb.frame.Message.Done;
import dev.sluice.connector.duckdb.frame.Message.Failed;
import dev.sluice.connector.duckdb.frame.Message.Rows;
import dev.sluice.connector.duckdb.frame.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One query, from its text to the last message about it. */
final class QueryRun {
    /** Rows are sent when there are about so many bytes of them. */
    private static final int BATCH_BYTES = 64 << 10;

    private static final int BATCH_ROWS = 1_000;

    /** DuckDB's own parser counts the statements, and knows none but queries here. */
    private static final String ONE_QUERY =
            "SELECT json_extract_string(tree, '$.error') = 'false'"
                    + " AND json_array_length(tree, '$.statements') = 1"
                    + " FROM (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS tree)";

    private final Message.Run query;
    private final LockedDatabase database;
    private final Frames frames;
    private @Nullable PreparedStatement current;
    private boolean stopped;

    QueryRun(Message.Run query, LockedDatabase database, Frames frames) {
        this.query = query;
        this.database = database;
        this.frames = frames;
    }

    /** Asks DuckDB to stop; it may miss that while it begins, so this is to be repeated. */
    synchronized void stop() {
        stopped = true;
        if (current != null) {
            try {
                current.cancel();
            } catch (SQLException e) {
                // It has ended.
            }
        }
    }

    private synchronized boolean begin(PreparedStatement statement) {
        current = statement;
        return !stopped;
    }

    private synchronized void end() {
        current = null;
    }

    /**
     * Runs it.
     *
     * @return the last message, not sent yet
     */
    Message run() throws IOException {
        try (Connection connection = database.connection()) {
            if (!isOneQuery(connection)) {
                return Failed.of(query.id(), Reason.NOT_ONE_QUERY);
            }
            List<Column> columns = columns(connection);
            frames.write(new Columns(query.id(), columns));
            return rows(connection, columns.size());
        } catch (Interrupted e) {
            return Failed.of(query.id(), Reason.INTERRUPTED);
        } catch (SQLException e) {
            return Failed.of(query.id(), Failures.ofQuery(e));
        }
    }

    private boolean isOneQuery(Connection connection) throws SQLException {
        return ask(
                connection,
                ONE_QUERY,
                List.of(query.sql()),
                result -> result.next() && result.getBoolean(1));
    }

    private List<Column> columns(Connection connection) throws SQLException {
        return ask(
                connection,
                "DESCRIBE " + query.sql(),
                query.parameters(),
                result -> {
                    List<Column> columns = new ArrayList<>();
                    while (result.next()) {
                        columns.add(new Column(result.getString(1), result.getString(2)));
                    }
                    return columns;
                });
    }

    private Message rows(Connection connection, int columns) throws SQLException {
        return ask(
                connection,
                BoundedQuery.of(query.sql(), columns, query.bounds()),
                query.parameters(),
                result -> send(result, columns));
    }

    private Message send(ResultSet result, int columns) throws SQLException {
        Bounds bounds = query.bounds();
        List<Cells> batch = new ArrayList<>();
        long bytes = 0;
        int rows = 0;
        int batchBytes = 0;
        while (result.next()) {
            if (rows == bounds.rowsMax()) {
                return last(batch, new Done(query.id(), true));
            }
            List<byte @Nullable []> cells = new ArrayList<>(columns);
            for (int column = 0; column < columns; column++) {
                String marked = result.getString(column + 1);
                if (marked != null && marked.charAt(0) == BoundedQuery.LENGTH) {
                    long length = Long.parseLong(marked, 1, marked.length(), 10);
                    return new Failed(query.id(), Reason.CELL_TOO_LARGE, column, length);
                }
                cells.add(
                        marked == null
                                ? null
                                : marked.substring(1).getBytes(StandardCharsets.UTF_8));
            }
            Cells row = new Cells(cells);
            bytes += row.bytes();
            if (bytes > bounds.bytesMax()) {
                return rows == 0
                        ? Failed.of(query.id(), Reason.ROW_TOO_LARGE)
                        : last(batch, new Done(query.id(), true));
            }
            batch.add(row);
            batchBytes += row.bytes();
            rows++;
            if (batchBytes > BATCH_BYTES || batch.size() == BATCH_ROWS) {
                write(new Rows(query.id(), batch));
                batch = new ArrayList<>();
                batchBytes = 0;
            }
        }
        return last(batch, new Done(query.id(), false));
    }

    private Message last(List<Cells> batch, Message last) throws SQLException {
        if (!batch.isEmpty()) {
            write(new Rows(query.id(), batch));
        }
        return last;
    }

    private void write(Message message) throws SQLException {
        try {
            frames.write(message);
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    @FunctionalInterface
    private interface Answer<T> {
        T from(ResultSet result) throws SQLException;
    }

    private <T> T ask(Connection connection, String sql, List<String> parameters, Answer<T> answer)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            try {
                if (!begin(statement)) {
                    throw new Interrupted();
                }
                try (ResultSet result = statement.executeQuery()) {
                    return answer.from(result);
                }
            } finally {
                end();
            }
        }
    }

    /** It was stopped between two statements. */
    private static final class Interrupted extends SQLException {
        private static final long serialVersionUID = 1;
    }
}
