package dev.sluice.policy;

import dev.sluice.core.Budget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a {@code budget}: what may be used up in a day. */
final class BudgetParser {
    private static final String ROWS = "rows_per_day";
    private static final String BYTES = "bytes_per_day";
    private static final String SCANNED = "scanned_bytes_per_day";

    private BudgetParser() {}

    /** The budget of a section, unlimited without one. */
    static Budget budget(@Nullable Section section) {
        if (section == null) {
            return Budget.UNLIMITED;
        }
        Map<String, Section> fields = section.fields(List.of(ROWS, BYTES, SCANNED), List.of());
        if (fields.isEmpty()) {
            throw section.problem("an empty budget limits nothing; leave the key out.");
        }
        return new Budget(
                limit(fields, ROWS, Quantity::integer),
                limit(fields, BYTES, Quantity::bytes),
                limit(fields, SCANNED, Quantity::bytes));
    }

    /** A number of a section, in its unit. */
    @FunctionalInterface
    private interface Unit {
        long of(Section section);
    }

    private static long limit(Map<String, Section> fields, String key, Unit unit) {
        Section section = fields.get(key);
        if (section == null) {
            return Budget.NO_LIMIT;
        }
        long limit = unit.of(section);
        if (limit < 1) {
            throw section.problem(key + " must be at least 1; take the tool 'run' away instead.");
        }
        return limit;
    }
}
