package dev.sluice.policy;

import dev.sluice.core.Budget;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * A named agent: the part of a role that may be used through it.
 *
 * @param budget the smaller of its own and its role's
 */
record Agent(Role role, SequencedSet<String> sources, Budget budget) {
    Agent {
        sources = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(sources));
    }
}
