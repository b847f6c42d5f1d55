package dev.sluice.server.audit;

import java.util.concurrent.CompletableFuture;

/** One row on its way to the log. */
sealed interface LogRow {

    /** An intent, and whether its versions were current once it is durable. */
    record IntentRow(Intent intent, CompletableFuture<Boolean> written) implements LogRow {}

    /** An outcome; nobody waits for it. */
    record OutcomeRow(Ending outcome) implements LogRow {}
}
