package dev.sluice.server.limit;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How often one caller may be refused. Somebody who tries out what a policy lets through is refused
 * again and again; somebody who works is, now and then. What succeeds costs nothing. Each server
 * counts for itself.
 */
public final class RefusalLimit {
    /** How often it is recorded that a caller who is held back tried again. */
    private static final Duration RECORD_PAUSE = Duration.ofMinutes(1);

    private final RateLimiter refusals;
    private final RateLimiter records;

    /**
     * @param perMinute refusals at once, and how many come back in a minute; 1 to 60,000
     */
    public RefusalLimit(int perMinute, InstantSource clock) {
        this.refusals =
                new RateLimiter(
                        new RateLimits.Limit(perMinute, Duration.ofMinutes(1).dividedBy(perMinute)),
                        clock);
        this.records = new RateLimiter(new RateLimits.Limit(1, RECORD_PAUSE), clock);
    }

    /** Empty when the caller may ask, else how long to wait. */
    public Optional<Duration> pause(Principal caller) {
        return refusals.pause(key(caller));
    }

    /** Whether to record that a caller who has to wait tried again: the log must not be flooded. */
    public boolean isWorthARecord(Principal caller) {
        return records.take(key(caller)).isEmpty();
    }

    /** Counts what did not become an answer, unless it was no fault of the caller's. */
    public void declined(Principal caller, ReasonCode code) {
        boolean counts =
                switch (code.kind()) {
                    case REFUSED, DENIED -> code != ReasonCode.RATE_LIMITED;
                    case FAILED ->
                            code == ReasonCode.QUERY_FAILED || code == ReasonCode.RESULT_TOO_LARGE;
                    case USAGE -> false;
                };
        if (counts) {
            refusals.take(key(caller));
        }
    }

    private static String key(Principal caller) {
        return String.join(
                "\n",
                caller.tenant().value(),
                caller.user(),
                caller.client(),
                caller.agent() == null ? "" : caller.agent());
    }
}
