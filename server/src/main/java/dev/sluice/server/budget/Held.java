package dev.sluice.server.budget;

/**
 * What a call got of a budget that it wanted to hold: less than it wanted where less is left, and
 * nothing when rows, bytes or scanned bytes are used up.
 *
 * @param left what is left after it
 */
public record Held(BudgetKey key, long rows, long bytes, Left left) {
    /** What is left of a budget, {@link dev.sluice.core.Budget#NO_LIMIT} or nearly so without. */
    public record Left(long rows, long bytes, long scannedBytes) {}

    /** Nothing may be answered today any more. */
    public boolean isNothing() {
        return rows == 0 || bytes == 0;
    }
}
