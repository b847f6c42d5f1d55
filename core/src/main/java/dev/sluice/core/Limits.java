package dev.sluice.core;

import java.time.Duration;

/**
 * How much one query may cost and return.
 *
 * @param maxRows rows of an answer, 1 to 100,000
 * @param maxBytes estimated bytes of a scan
 * @param timeout time in the database, at least a millisecond, at most an hour
 */
public record Limits(int maxRows, long maxBytes, Duration timeout) {
    public static final int ROWS_MAX = 100_000;
    public static final Duration TIMEOUT_MAX = Duration.ofHours(1);

    /** 200 rows, 1 GiB, 30 seconds. */
    public static final Limits DEFAULT = new Limits(200, 1L << 30, Duration.ofSeconds(30));

    public Limits {
        if (maxRows < 1 || maxRows > ROWS_MAX) {
            throw new IllegalArgumentException(
                    "max_rows must be between 1 and " + ROWS_MAX + ": " + maxRows);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("max_bytes must be positive: " + maxBytes);
        }
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException(
                    "timeout must be between 1 ms and " + TIMEOUT_MAX + ": " + timeout);
        }
    }

    /** The tighter of both, limit by limit. */
    public Limits and(Limits other) {
        return new Limits(
                Math.min(maxRows, other.maxRows),
                Math.min(maxBytes, other.maxBytes),
                timeout.compareTo(other.timeout) <= 0 ? timeout : other.timeout);
    }

    /** These limits with at most {@code rows} rows. */
    public Limits withMaxRows(int rows) {
        return new Limits(Math.min(maxRows, rows), maxBytes, timeout);
    }
}
