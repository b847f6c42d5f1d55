package dev.sluice.connector.duckdb;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.Row;
import dev.sluice.connector.RowSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps an answer as texts, {@code null} for an SQL NULL. */
final class Table implements RowSink {
    final List<ResultColumn> columns = new ArrayList<>();
    final List<List<String>> rows = new ArrayList<>();

    @Override
    public void columns(List<ResultColumn> given) {
        columns.addAll(given);
    }

    @Override
    public void row(Row row) {
        List<String> texts = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            texts.add(row.isNull(column) ? "null" : row.text(column));
        }
        rows.add(texts);
    }
}
