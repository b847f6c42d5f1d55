package dev.sluice.server.audit;

import dev.sluice.server.budget.Entry;
import dev.sluice.server.budget.Held;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
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
    private final Map<Form, PreparedStatement> statements = new HashMap<>();
    private final String node;
    private long sequence;

    /** Where the writer gets its connection from, again after each failure. */
    @FunctionalInterface
    public interface Source {
        /** A connection of the tenant's role, in autocommit, that nobody else uses. */
        Connection connect() throws SQLException;
    }

    private LogConnection(Connection connection, String node, long sequence) {
        this.connection = connection;
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
            return new LogConnection(connection, node, lastSequence(connection, node));
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
                row instanceof LogRow.OutcomeRow(Ending outcome, var charges)
                        && written.contains(outcome.receipt()));
    }

    /** Writes the batch as one statement, then tells whoever waits. */
    void write(List<LogRow> batch) throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        Inserted inserted = insert(batch);
        sequence += batch.size();
        int entry = 0;
        for (LogRow row : batch) {
            int first = entry;
            entry += row.entries().size();
            if (row instanceof LogRow.IntentRow(Intent intent, var holds, var written)) {
                boolean ok = Boolean.TRUE.equals(inserted.current().get(intent.receipt()));
                written.complete(new QueryLog.Written(ok, inserted.held(holds, first)));
            }
        }
    }

    /**
     * What the store says of a batch.
     *
     * @param left by the entry's place in the batch, from 1
     */
    private record Inserted(Map<UUID, Boolean> current, Map<Integer, Took> left) {
        /** What one intent's entries got, the first of which comes after {@code before} others. */
        List<Held> held(List<Entry.Hold> holds, int before) {
            List<Held> held = new ArrayList<>(holds.size());
            for (Entry.Hold hold : holds) {
                Took took = left.getOrDefault(before + held.size() + 1, Took.NOTHING);
                held.add(new Held(hold.key(), took.rows(), took.bytes(), took.left()));
            }
            return held;
        }
    }

    /** What one entry got. */
    private record Took(long rows, long bytes, Held.Left left) {
        static final Took NOTHING = new Took(0, 0, new Held.Left(0, 0, 0));
    }

    private Inserted insert(List<LogRow> batch) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        batch.forEach(row -> entries.addAll(row.entries()));
        PreparedStatement statement = bound(batch, entries);
        Map<UUID, Boolean> current = HashMap.newHashMap(batch.size());
        Map<Integer, Took> left = HashMap.newHashMap(entries.size());
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (rows.getBoolean("intent")) {
                    current.put(rows.getObject("receipt", UUID.class), rows.getBoolean("ok"));
                } else if (!entries.isEmpty() && rows.getInt("entry") > 0) {
                    left.put(rows.getInt("entry"), took(rows));
                }
            }
        }
        return new Inserted(current, left);
    }

    private static Took took(ResultSet row) throws SQLException {
        return new Took(
                row.getLong("rows_held"),
                row.getLong("bytes_held"),
                new Held.Left(
                        row.getLong("rows_left"),
                        row.getLong("bytes_left"),
                        row.getLong("scanned_left")));
    }

    private PreparedStatement bound(List<LogRow> batch, List<Entry> entries) throws SQLException {
        boolean few = batch.size() <= FEW_ROWS_MAX;
        PreparedStatement statement =
                prepared(new Form(few ? batch.size() : Form.ARRAYS, !entries.isEmpty()));
        int parameter = bindStart(statement);
        parameter =
                few
                        ? bindValues(statement, parameter, batch)
                        : bindArrays(statement, parameter, batch);
        if (!entries.isEmpty()) {
            for (SpendingColumns column : SpendingColumns.values()) {
                statement.setArray(
                        parameter++,
                        connection.createArrayOf(column.type(), column.values(entries)));
            }
        }
        return statement;
    }

    /**
     * What a batch is written with.
     *
     * @param rows as values, {@link #ARRAYS} for any number as arrays
     */
    private record Form(int rows, boolean spends) {
        static final int ARRAYS = 0;

        String sql() {
            String insert =
                    rows == ARRAYS ? LogColumns.insertOfArrays() : LogColumns.insertOfValues(rows);
            return spends ? SpendingColumns.with(insert) : insert;
        }
    }

    private PreparedStatement prepared(Form form) throws SQLException {
        PreparedStatement statement = statements.get(form);
        if (statement == null) {
            statement = connection.prepareStatement(form.sql());
            statements.put(form, statement);
        }
        return statement;
    }

    private static int bindValues(PreparedStatement statement, int first, List<LogRow> batch)
            throws SQLException {
        int parameter = first;
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
        return parameter;
    }

    private int bindArrays(PreparedStatement statement, int first, List<LogRow> batch)
            throws SQLException {
        int parameter = first;
        for (LogColumns column : LogColumns.values()) {
            @Nullable Object[] values = column.values(batch);
            Array array = connection.createArrayOf(column.type(), values);
            statement.setArray(parameter++, array);
        }
        return parameter;
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
