package dev.sluice.server.budget;

import dev.sluice.core.Budget;
import dev.sluice.core.Principal;
import dev.sluice.policy.Budgets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's budgets as this node last saw them. The store keeps the books and decides; what is
 * remembered here tells only whether a query may begin before the store has answered.
 */
public final class DailyBudgets {
    /** Budgets remembered; beyond it they are all forgotten and asked for again. */
    private static final int SEEN_MAX = 50_000;

    private final InstantSource clock;
    private final Map<BudgetKey, Held.Left> seen = new ConcurrentHashMap<>();

    public DailyBudgets(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What a call has to hold and to settle.
     *
     * @param wanted the most that the call may return, and the database read for it
     */
    public Spending spending(Budgets limits, Principal caller, Budget wanted) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<Entry.Hold> holds = new ArrayList<>(2);
        add(holds, new BudgetKey(today, BudgetKey.Kind.USER, caller.user()), wanted, limits.user());
        String agent = caller.agent();
        if (agent != null) {
            add(holds, new BudgetKey(today, BudgetKey.Kind.AGENT, agent), wanted, limits.agent());
        }
        return new Spending(holds, holds.stream().allMatch(hold -> reaches(hold, wanted)), this);
    }

    private static void add(List<Entry.Hold> holds, BudgetKey key, Budget wanted, Budget limit) {
        if (!limit.isUnlimited()) {
            holds.add(new Entry.Hold(key, wanted.rows(), wanted.bytes(), limit));
        }
    }

    private boolean reaches(Entry.Hold hold, Budget wanted) {
        Held.Left left = seen.get(hold.key());
        return left != null
                && left.rows() >= wanted.rows()
                && left.bytes() >= wanted.bytes()
                && left.scannedBytes() >= wanted.scannedBytes();
    }

    void saw(Held held) {
        if (seen.size() >= SEEN_MAX) {
            seen.clear();
        }
        seen.put(held.key(), held.left());
    }

    /** The store will count it a little later. */
    void scanned(BudgetKey key, long bytes) {
        seen.computeIfPresent(key, (_, left) -> less(left, bytes));
    }

    private static Held.@Nullable Left less(Held.Left left, long bytes) {
        return new Held.Left(left.rows(), left.bytes(), Math.max(0, left.scannedBytes() - bytes));
    }
}
