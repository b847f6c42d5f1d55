package dev.sluice.connector.jdbc;

import dev.sluice.connector.Outcome;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQuery;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine expects of one text before it runs it.
 *
 * @param bytes that it will read
 * @param cost in a unit of the engine's own
 */
public record Estimate(long bytes, double cost) {
    /**
     * Why the query may not run, null when it may.
     *
     * @param costPerSecondMax what may be expected of a query for each second that it has
     */
    public @Nullable Outcome refusal(GuardedQuery query, double costPerSecondMax) {
        if (bytes > query.limits().maxBytes()) {
            return new Outcome.Failed(
                    ReasonCode.BYTES_EXCEEDED,
                    null,
                    Map.of("estimated_bytes", bytes, "max_bytes", query.limits().maxBytes()));
        }
        double costMax = Math.max(1, query.limits().timeout().toMillis() / 1e3) * costPerSecondMax;
        return cost > costMax
                ? new Outcome.Failed(
                        ReasonCode.COST_EXCEEDED,
                        null,
                        Map.of("estimated_cost", cost, "max_cost", costMax))
                : null;
    }
}
