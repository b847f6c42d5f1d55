package dev.sluice.core;

/**
 * How much somebody may be given, and have read for them, in one day. Days are those of UTC.
 *
 * @param rows of answers, {@link #NO_LIMIT} for any number
 * @param bytes of the values in answers
 * @param scannedBytes that databases read, as they measure or estimate it
 */
public record Budget(long rows, long bytes, long scannedBytes) {
    public static final long NO_LIMIT = Long.MAX_VALUE;

    /** No budget at all. */
    public static final Budget UNLIMITED = new Budget(NO_LIMIT, NO_LIMIT, NO_LIMIT);

    public Budget {
        if (rows < 1 || bytes < 1 || scannedBytes < 1) {
            throw new IllegalArgumentException(
                    "a budget is positive: " + rows + ", " + bytes + ", " + scannedBytes);
        }
    }

    /** The smaller of both, one by one. */
    public Budget and(Budget other) {
        return new Budget(
                Math.min(rows, other.rows),
                Math.min(bytes, other.bytes),
                Math.min(scannedBytes, other.scannedBytes));
    }

    public boolean isUnlimited() {
        return equals(UNLIMITED);
    }
}
