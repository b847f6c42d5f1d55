package dev.sluice.server.audit;

import dev.sluice.server.budget.Entry;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One row on its way to the log, with what it does to budgets in the same transaction. */
sealed interface LogRow {
    List<? extends Entry> entries();

    /** An intent, and what became of it once it is durable. */
    record IntentRow(
            Intent intent, List<Entry.Hold> entries, CompletableFuture<QueryLog.Written> written)
            implements LogRow {
        public IntentRow {
            entries = List.copyOf(entries);
        }
    }

    /** An outcome; nobody waits for it. */
    record OutcomeRow(Ending outcome, List<Entry.Charge> entries) implements LogRow {
        public OutcomeRow {
            entries = List.copyOf(entries);
        }
    }
}
