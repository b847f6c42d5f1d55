package dev.sluice.connector.http;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.Row;
import dev.sluice.connector.RowSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps an answer as texts. */
public class Rows implements RowSink {
    public final List<ResultColumn> columns = new ArrayList<>();
    public final List<List<@Nullable String>> rows = new ArrayList<>();

    @Override
    public void columns(List<ResultColumn> shape) {
        columns.addAll(shape);
    }

    @Override
    public void row(Row row) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            texts.add(row.isNull(i) ? null : row.text(i));
        }
        rows.add(texts);
    }
}
