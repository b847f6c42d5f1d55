package dev.sluice.guard;

import dev.sluice.core.ReasonCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the guard says about one SQL text. */
public sealed interface Decision {

    /** The text was understood completely; only what is in the query may run. */
    record Allowed(GuardedQuery query, List<Warning> warnings) implements Decision {
        public Allowed {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The text may not run.
     *
     * @param message one sentence for the agent; the same for a hidden and a nonexistent name
     * @param rejectedToken the name, keyword or literal that was refused, null when it is the whole
     * @param position where it starts in the agent's text, counted in UTF-16 units from 0
     * @param hint what to do instead, null when saying so would give something away
     */
    record Refused(
            ReasonCode code,
            String message,
            @Nullable String rejectedToken,
            int position,
            @Nullable String hint)
            implements Decision {}

    /** What an agent should know about a query that was allowed. */
    enum Warning {
        /** The query asked for more rows than the policy allows. */
        LIMIT_CLAMPED
    }
}
