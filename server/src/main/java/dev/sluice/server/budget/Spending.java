package dev.sluice.server.budget;

import dev.sluice.core.Budget;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What one call takes from its budgets. First everything is held that it may return; when it has
 * ended, what it did not need is given back. So calls that run at once, on any number of nodes,
 * never return more than the budget together.
 */
public final class Spending {
    /**
     * Scanned bytes are counted in whole units, at least one for each query that ran: when a budget
     * is used up tells the sizes of tables, and so of rows that the caller cannot see, no more
     * finely than that.
     */
    static final long SCAN_UNIT = 1 << 20;

    /** Counted of one query, whatever its plan was expected to read. */
    private static final long SCAN_MAX = 1L << 50;

    private final List<Entry.Hold> holds;
    private final boolean reaching;
    private final DailyBudgets budgets;
    private List<Held> held = List.of();

    Spending(List<Entry.Hold> holds, boolean reaching, DailyBudgets budgets) {
        this.holds = List.copyOf(holds);
        this.reaching = reaching;
        this.budgets = budgets;
    }

    /** To be written with the intent; empty for a caller without budgets. */
    public List<Entry.Hold> holds() {
        return holds;
    }

    /**
     * Whether the query may begin before the intent is written: as far as this node knows, all of
     * it is left.
     */
    public boolean mayRunAhead() {
        return reaching;
    }

    /** What the intent got. */
    public void got(List<Held> parts) {
        held = List.copyOf(parts);
        held.forEach(budgets::saw);
    }

    /** Something is used up, so that nothing may be answered. */
    public boolean isUsedUp() {
        return held.stream().anyMatch(Held::isNothing);
    }

    /** The most rows of the answer. */
    public long rowsMax() {
        return held.stream().mapToLong(Held::rows).min().orElse(Budget.NO_LIMIT);
    }

    /** The most bytes of the answer's values. */
    public long bytesMax() {
        return held.stream().mapToLong(Held::bytes).min().orElse(Budget.NO_LIMIT);
    }

    /**
     * What the call took in the end, to be written with its outcome.
     *
     * @param ran whether a database was asked to read anything
     * @param scannedBytes as the database measured or expected, 0 when it does not say
     */
    public List<Entry.Charge> settled(long rows, long bytes, boolean ran, long scannedBytes) {
        long scanned = ran ? units(scannedBytes) : 0;
        List<Entry.Charge> charges =
                held.stream()
                        .map(part ->
                                new Entry.Charge(
                                        part.key(),
                                        rows - part.rows(),
                                        bytes - part.bytes(),
                                        scanned))
                        .toList();
        charges.forEach(charge -> budgets.scanned(charge.key(), scanned));
        return charges;
    }

    private static long units(long bytes) {
        long bounded = Math.clamp(bytes, 1, SCAN_MAX);
        return Math.ceilDiv(bounded, SCAN_UNIT) * SCAN_UNIT;
    }

    /**
     * What is left after an answer of this size, for the caller; empty when neither its rows nor
     * its bytes are limited.
     */
    public Optional<Balance> balance(long rows, long bytes) {
        long rowsLeft = Budget.NO_LIMIT;
        long bytesLeft = Budget.NO_LIMIT;
        for (int i = 0; i < held.size(); i++) {
            Held part = held.get(i);
            Budget limit = holds.get(i).limit();
            if (limit.rows() != Budget.NO_LIMIT) {
                rowsLeft = Math.min(rowsLeft, part.left().rows() + part.rows() - rows);
            }
            if (limit.bytes() != Budget.NO_LIMIT) {
                bytesLeft = Math.min(bytesLeft, part.left().bytes() + part.bytes() - bytes);
            }
        }
        return rowsLeft == Budget.NO_LIMIT && bytesLeft == Budget.NO_LIMIT
                ? Optional.empty()
                : Optional.of(new Balance(rowsLeft, bytesLeft, renewedAt()));
    }

    /** When the next day begins. */
    public Instant renewedAt() {
        return holds.getFirst().key().day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
