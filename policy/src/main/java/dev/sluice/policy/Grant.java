package dev.sluice.policy;

import dev.sluice.core.Policy;
import dev.sluice.core.ReasonCode;

/** What a policy file says to a caller who asks for a source. */
public sealed interface Grant {

    /** The caller may use the source within this policy, which shows at least one table. */
    record Granted(Policy policy) implements Grant {}

    /**
     * The caller may not use the source, or there is none of this name: the same answer for both.
     *
     * @param code {@code SOURCE_UNKNOWN}
     * @param message one sentence for the caller
     */
    record Refused(ReasonCode code, String message) implements Grant {}
}
