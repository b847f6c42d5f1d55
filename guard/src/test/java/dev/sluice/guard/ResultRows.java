package dev.sluice.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Rows of a database as texts, so that those of two queries can be compared. */
public final class ResultRows {
    private ResultRows() {}

    /**
     * The rows that a query gives.
     *
     * @param values of its parameters, in order
     * @param type that the driver sends them as: PostgreSQL wants to be told that it is its to say
     */
    public static List<String> of(
            Connection connection, String sql, List<String> values, SQLType type)
            throws SQLException {
        // Where nothing is bound, a question mark may be an operator unless it is doubled.
        if (values.isEmpty() && !sql.contains("??")) {
            try (Statement statement = connection.createStatement()) {
                return of(statement.executeQuery(sql));
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i), type.getVendorTypeNumber());
            }
            return of(statement.executeQuery());
        }
    }

    /** What is left of a result, which is read to its end. */
    public static List<String> of(ResultSet result) throws SQLException {
        List<String> rows = new ArrayList<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            StringBuilder row = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
                row.append(result.getString(i)).append('|');
            }
            rows.add(row.toString());
        }
        return rows;
    }
}
