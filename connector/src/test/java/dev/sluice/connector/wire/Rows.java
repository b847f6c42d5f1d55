package dev.sluice.connector.wire;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.Row;
import dev.sluice.connector.RowSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps an answer as text. */
public final class Rows implements RowSink {
    private final List<ResultColumn> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    @Override
    public void columns(List<ResultColumn> all) {
        columns.addAll(all);
    }

    @Override
    public void row(Row row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            texts.add(row.isNull(i) ? null : row.text(i));
        }
        rows.add(texts);
    }

    public List<ResultColumn> columns() {
        return columns;
    }

    public List<List<String>> rows() {
        return rows;
    }
}
