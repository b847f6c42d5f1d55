package dev.sluice.server.audit;

import dev.sluice.core.SluiceException;
import dev.sluice.server.store.StoreFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads the query log for administrators. */
public final class LogReader {
    /** Rows of one answer. */
    public static final int ROWS_MAX = 1_000;

    private LogReader() {}

    /**
     * The newest rows, newest first; a column without a value is left out.
     *
     * @throws SluiceException {@code STORE_UNAVAILABLE}
     */
    public static List<Map<String, Object>> newest(DataSource store, int limit) {
        try (Connection connection = store.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select * from warehouse_query_log order by at desc, sequence desc"
                                        + " limit ?")) {
            select.setInt(1, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<Map<String, Object>> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(row(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    private static Map<String, Object> row(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            Object value = rows.getObject(i);
            switch (value) {
                case null -> {}
                case Timestamp at -> row.put(columns.getColumnName(i), at.toInstant().toString());
                case UUID id -> row.put(columns.getColumnName(i), id.toString());
                default -> row.put(columns.getColumnName(i), value);
            }
        }
        return row;
    }
}
