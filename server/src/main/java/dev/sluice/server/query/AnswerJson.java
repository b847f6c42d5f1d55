package dev.sluice.server.query;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.Row;
import dev.sluice.connector.RowSink;
import dev.sluice.core.Budget;
import dev.sluice.guard.Decision;
import dev.sluice.server.budget.Balance;
import dev.sluice.server.json.JsonBytes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes an answer while its rows arrive: {@code {"columns":[{"name","type"}],"rows":[[…]],
 * "row_count":n,"truncated":false,"warnings":[…],"receipt":"…"}}, with {@code
 * "budget":{"remaining_rows","remaining_bytes","renewed_at"}} for who has one. Integers beyond what
 * a double holds exactly and decimals are strings, so that no client rounds them.
 */
final class AnswerJson implements RowSink {
    /** 2^53: what JavaScript and most JSON readers hold exactly. */
    private static final long EXACT_MAX = 1L << 53;

    /** Rows of most answers. */
    private static final int ROWS_FEW = 256;

    /** Said of an answer that a day's budget has cut short. */
    private static final String CUT_BY_BUDGET = "BUDGET_REACHED";

    private final JsonBytes json = new JsonBytes();
    private List<ResultColumn> columns = List.of();
    private int rows;
    private int rowsStart;
    private int[] rowEnds = new int[ROWS_FEW];
    private boolean cut;

    @Override
    public void columns(List<ResultColumn> result) {
        columns = List.copyOf(result);
        json.raw("{\"columns\":[");
        String separator = "";
        for (ResultColumn column : columns) {
            json.raw(separator).raw("{\"name\":").string(column.name());
            json.raw(",\"type\":").string(column.type()).raw("}");
            separator = ",";
        }
        json.raw("],\"rows\":[");
        rowsStart = json.size();
    }

    @Override
    public void row(Row row) {
        json.raw(rows++ == 0 ? "[" : ",[");
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                json.raw(",");
            }
            value(row, i, columns.get(i).kind());
        }
        json.raw("]");
        if (rows > rowEnds.length) {
            rowEnds = Arrays.copyOf(rowEnds, rows * 2);
        }
        rowEnds[rows - 1] = json.size();
    }

    /** What is left of an answer: its rows, and the bytes that they take here. */
    record Kept(int rows, long bytes) {}

    /** Leaves out the last rows, so that neither number is exceeded. */
    Kept cut(long rowsMax, long bytesMax) {
        int kept = (int) Math.min(rows, rowsMax);
        while (kept > 0 && rowEnds[kept - 1] - rowsStart > bytesMax) {
            kept--;
        }
        int end = kept == 0 ? rowsStart : rowEnds[kept - 1];
        json.truncate(end);
        rows = kept;
        cut = true;
        return new Kept(kept, end - rowsStart);
    }

    private void value(Row row, int column, ResultColumn.Kind kind) {
        if (row.isNull(column)) {
            json.raw("null");
            return;
        }
        switch (kind) {
            case BOOLEAN -> json.raw(row.bool(column) ? "true" : "false");
            case INTEGER -> integer(row.integer(column), row.utf8(column));
            case FLOAT -> number(row.utf8(column));
            case TEXT -> json.utf8(row.utf8(column));
        }
    }

    private void integer(long value, byte[] text) {
        if (value >= -EXACT_MAX && value <= EXACT_MAX) {
            json.raw(text);
        } else {
            json.utf8(text);
        }
    }

    /** NaN and the infinities are no JSON numbers: they begin, after a sign, with a letter. */
    private void number(byte[] text) {
        byte first = text[text[0] == '-' ? 1 : 0];
        if (first >= '0' && first <= '9') {
            json.raw(text);
        } else {
            json.utf8(text);
        }
    }

    /** Closes the object; nothing may be added after it. */
    JsonBytes finish(
            boolean truncated,
            List<Decision.Warning> warnings,
            Optional<Balance> balance,
            UUID receipt) {
        json.raw("],\"row_count\":").number(rows);
        json.raw(truncated ? ",\"truncated\":true" : ",\"truncated\":false");
        json.raw(",\"warnings\":[");
        String separator = "";
        for (Decision.Warning warning : warnings) {
            json.raw(separator).string(warning.name().toUpperCase(Locale.ROOT));
            separator = ",";
        }
        if (cut) {
            json.raw(separator).string(CUT_BY_BUDGET);
        }
        json.raw("]");
        balance.ifPresent(left -> json.raw(",\"budget\":").value(shown(left)));
        return json.raw(",\"receipt\":\"").raw(receipt.toString()).raw("\"}");
    }

    private static Map<String, Object> shown(Balance balance) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (balance.rows() != Budget.NO_LIMIT) {
            shown.put("remaining_rows", balance.rows());
        }
        if (balance.bytes() != Budget.NO_LIMIT) {
            shown.put("remaining_bytes", balance.bytes());
        }
        shown.put("renewed_at", balance.renewedAt().toString());
        return shown;
    }
}
