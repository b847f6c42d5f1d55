package dev.sluice.connector.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Answers of our own questions as texts. */
public final class Texts {
    private Texts() {}

    /**
     * The rows, an empty text for a NULL.
     *
     * @param tooMany what to throw when there are more than {@code rowsMax}
     */
    public static List<List<String>> of(
            ResultSet answer, int rowsMax, Supplier<? extends RuntimeException> tooMany)
            throws SQLException {
        int columns = answer.getMetaData().getColumnCount();
        List<List<String>> rows = new ArrayList<>();
        while (answer.next()) {
            if (rows.size() == rowsMax) {
                throw tooMany.get();
            }
            List<String> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                String text = answer.getString(i);
                row.add(text == null ? "" : text);
            }
            rows.add(row);
        }
        return rows;
    }
}
