package dev.sluice.server.budget;

import dev.sluice.core.Budget;
import java.time.Instant;

/**
 * What a caller is told of its budget: never of scanned bytes, which count rows it may not see.
 *
 * @param rows that it may still be given today, {@link Budget#NO_LIMIT} for any number
 * @param bytes the same
 * @param renewedAt when the next day begins
 */
public record Balance(long rows, long bytes, Instant renewedAt) {}
