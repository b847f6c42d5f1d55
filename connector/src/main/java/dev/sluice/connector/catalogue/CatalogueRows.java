package dev.sluice.connector.catalogue;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers of a catalogue as texts. */
final class CatalogueRows {
    private static final String LIMIT = " LIMIT " + (CatalogueSource.ROWS_MAX + 1);

    private CatalogueRows() {}

    /**
     * The rows, an empty text for a NULL.
     *
     * @param sql without a limit
     * @throws SluiceException {@code RESULT_TOO_LARGE} when there are more than {@link
     *     CatalogueSource#ROWS_MAX}
     */
    static List<List<String>> of(Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql + LIMIT)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<List<String>> rows = texts(result);
                if (rows.size() > CatalogueSource.ROWS_MAX) {
                    throw new SluiceException(
                            ReasonCode.RESULT_TOO_LARGE,
                            "The database's catalogue is larger than Sluice takes in.",
                            Map.of("rows_max", CatalogueSource.ROWS_MAX));
                }
                return rows;
            }
        }
    }

    private static List<List<String>> texts(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                String text = result.getString(i);
                row.add(text == null ? "" : text);
            }
            rows.add(row);
        }
        return rows;
    }
}
