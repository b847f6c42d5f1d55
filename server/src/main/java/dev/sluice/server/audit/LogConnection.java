package dev.sluice.server.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's connection, with the statements it prepares. They compare the versions of an intent
 * with the current ones while they insert: a stale intent is stored as such, because leaving it out
 * would leave a hole in the numbering that the hash chain follows.
 */
final class LogConnection implements AutoCloseable {
    /** Up to so many rows, values as parameters take half the time of arrays. */
    private static final int FEW_ROWS_MAX = 8;

    private static final Logger LOG = LoggerFactory.getLogger(LogConnection.class);

    private final Connection connection;
    private final PreparedStatement ofArrays;
    private final Map<Integer, PreparedStatement> ofValues = new HashMap<>();
    private final String node;
    private long sequence;

    /** Where the writer gets its connection from, again after each failure. */
    @FunctionalInterface
    public interface Source {
        /** A connection of the tenant's role, in autocommit, that nobody else uses. */
        Connection connect() throws SQLException;
    }

    private LogConnection(
            Connection connection, PreparedStatement ofArrays, String node, long sequence) {
        this.connection = connection;
        this.ofArrays = ofArrays;
        this.node = node;
        this.sequence = sequence;
    }

    static LogConnection open(Source source, String node) throws SQLException {
        Connection connection = source.connect();
        try {
            connection.setAutoCommit(true);
            try (Statement settings = connection.createStatement()) {
                // The plan is the same whatever the values are; planning each insert anew would
                // cost more than the insert.
                settings.execute("set plan_cache_mode = force_generic_plan");
            }
            return new LogConnection(
                    connection,
                    connection.prepareStatement(LogColumns.insertOfArrays()),
                    node,
                    lastSequence(connection, node));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static long lastSequence(Connection connection, String node) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select coalesce(max(sequence), 0) from warehouse_query_log where node ="
                                + " ?")) {
            select.setString(1, node);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Takes out of the batch the outcomes that a broken connection had written after all. */
    void dropWritten(List<LogRow> batch) throws SQLException {
        UUID[] receipts =
                batch.stream()
                        .filter(LogRow.OutcomeRow.class::isInstance)
                        .map(row -> ((LogRow.OutcomeRow) row).outcome().receipt())
                        .toArray(UUID[]::new);
        if (receipts.length == 0) {
            return;
        }
        Set<UUID> written = new HashSet<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select receipt from warehouse_query_log"
                                + " where kind = 'outcome' and receipt = any (?)")) {
            select.setArray(1, connection.createArrayOf("uuid", receipts));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    written.add(rows.getObject(1, UUID.class));
                }
            }
        }
        batch.removeIf(row ->
                row instanceof LogRow.OutcomeRow(Ending outcome)
                        && written.contains(outcome.receipt()));
    }

    /** Writes the batch as one statement, then tells whoever waits. */
    void write(List<LogRow> batch) throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        Map<UUID, Boolean> current = insert(batch);
        sequence += batch.size();
        for (LogRow row : batch) {
            if (row instanceof LogRow.IntentRow(Intent intent, var written)) {
                written.complete(Boolean.TRUE.equals(current.get(intent.receipt())));
            }
        }
    }

    private Map<UUID, Boolean> insert(List<LogRow> batch) throws SQLException {
        PreparedStatement statement =
                batch.size() <= FEW_ROWS_MAX ? ofValues(batch) : ofArrays(batch);
        Map<UUID, Boolean> current = HashMap.newHashMap(batch.size());
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (rows.getBoolean("intent")) {
                    current.put(rows.getObject("receipt", UUID.class), rows.getBoolean("ok"));
                }
            }
        }
        return current;
    }

    private PreparedStatement ofValues(List<LogRow> batch) throws SQLException {
        PreparedStatement statement = ofValues.get(batch.size());
        if (statement == null) {
            statement = connection.prepareStatement(LogColumns.insertOfValues(batch.size()));
            ofValues.put(batch.size(), statement);
        }
        int parameter = bindStart(statement);
        for (LogRow row : batch) {
            for (LogColumns column : LogColumns.values()) {
                Object value = column.value(row);
                if (value == null) {
                    statement.setNull(parameter++, Types.OTHER);
                } else {
                    statement.setObject(parameter++, value);
                }
            }
        }
        return statement;
    }

    private PreparedStatement ofArrays(List<LogRow> batch) throws SQLException {
        int parameter = bindStart(ofArrays);
        for (LogColumns column : LogColumns.values()) {
            @Nullable Object[] values = column.values(batch);
            Array array = connection.createArrayOf(column.type(), values);
            ofArrays.setArray(parameter++, array);
        }
        return ofArrays;
    }

    /** Binds what comes before the rows; returns the next parameter. */
    private int bindStart(PreparedStatement statement) throws SQLException {
        int parameter = 1;
        statement.setString(parameter++, node);
        statement.setLong(parameter++, sequence);
        return parameter;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.atDebug().setCause(e).log("a broken log connection could not be closed");
        }
    }
}
