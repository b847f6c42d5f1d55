package dev.sluice.connector;

import java.util.List;

/** Takes an answer. What it throws ends the query and reaches the caller. */
public interface RowSink {
    /** Once, before any row, also when there are none. */
    void columns(List<ResultColumn> columns);

    /** For each row in order; the view is valid during the call only. */
    void row(Row row);
}
