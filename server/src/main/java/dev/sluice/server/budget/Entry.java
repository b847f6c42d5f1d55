package dev.sluice.server.budget;

import dev.sluice.core.Budget;

/** What a call does to a budget, written with its records. */
public sealed interface Entry {
    BudgetKey key();

    long rows();

    long bytes();

    /**
     * Before a call runs: the most that it can return.
     *
     * @param limit what the whole day may take
     */
    record Hold(BudgetKey key, long rows, long bytes, Budget limit) implements Entry {}

    /**
     * After it has ended: what is added to what it held, below zero for what is given back.
     *
     * @param scannedBytes that the database read for it
     */
    record Charge(BudgetKey key, long rows, long bytes, long scannedBytes) implements Entry {}
}
