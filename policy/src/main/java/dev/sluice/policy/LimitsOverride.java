package dev.sluice.policy;

import dev.sluice.core.Limits;
import java.time.Duration;
import java.util.Optional;

/** The limits that a section of the file sets; what it does not set stays as it is. */
record LimitsOverride(
        Optional<Integer> maxRows, Optional<Long> maxBytes, Optional<Duration> timeout) {
    static final LimitsOverride NONE =
            new LimitsOverride(Optional.empty(), Optional.empty(), Optional.empty());

    /** These limits where they are set, else the base's. */
    Limits over(Limits base) {
        return new Limits(
                maxRows.orElse(base.maxRows()),
                maxBytes.orElse(base.maxBytes()),
                timeout.orElse(base.timeout()));
    }

    /** The smaller of these and the base's, limit by limit. */
    Limits narrow(Limits base) {
        return over(base).and(base);
    }
}
