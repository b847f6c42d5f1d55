package dev.sluice.policy;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** A named agent: the part of a role that may be used through it. */
record Agent(Role role, SequencedSet<String> sources) {
    Agent {
        sources = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(sources));
    }
}
