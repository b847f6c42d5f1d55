package dev.sluice.server.audit;

import dev.sluice.core.Budget;
import dev.sluice.server.budget.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The arguments of {@code warehouse_spend}, each an array over the entries of a batch. */
// The functions are method references and lambdas without state.
@SuppressWarnings("ImmutableEnumChecker")
enum SpendingColumns {
    DAY("date", entry -> entry.key().day().toString()),
    KIND("text", entry -> entry.key().kind().name().toLowerCase(Locale.ROOT)),
    NAME("text", entry -> entry.key().name()),
    HOLDS("bool", Entry.Hold.class::isInstance),
    ROWS("int8", Entry::rows),
    BYTES("int8", Entry::bytes),
    SCANNED("int8", entry -> entry instanceof Entry.Charge charge ? charge.scannedBytes() : 0),
    ROWS_MAX("int8", entry -> limit(entry).rows()),
    BYTES_MAX("int8", entry -> limit(entry).bytes()),
    SCANNED_MAX("int8", entry -> limit(entry).scannedBytes());

    private final String type;
    private final Function<Entry, Object> value;

    SpendingColumns(String type, Function<Entry, Object> value) {
        this.type = type;
        this.value = value;
    }

    private static Budget limit(Entry entry) {
        return entry instanceof Entry.Hold hold ? hold.limit() : Budget.UNLIMITED;
    }

    /** The array's element type, as PostgreSQL names it. */
    String type() {
        return type;
    }

    Object[] values(List<Entry> entries) {
        return entries.stream().map(value).toArray();
    }

    /**
     * The insert of log rows together with what they do to budgets, so that neither is there
     * without the other. Its parameters come first, then one array for each column here; what was
     * held has {@code entry}, counted from 1, where log rows have their receipt.
     */
    static String with(String insert) {
        String arrays =
                Arrays.stream(values())
                        .map(column -> "?::" + column.type + "[]")
                        .collect(Collectors.joining(", "));
        return "with logged as ("
                + insert
                + "), spent as (select * from warehouse_spend("
                + arrays
                + ")) select receipt, ok, intent, 0 as entry, 0::int8 as rows_held, 0::int8 as"
                + " bytes_held, 0::int8 as rows_left, 0::int8 as bytes_left, 0::int8 as"
                + " scanned_left from logged union all select null, false, false, entry, rows_held,"
                + " bytes_held, rows_left, bytes_left, scanned_left from spent";
    }
}
