package dev.sluice.server.factor;

import java.time.Duration;

/** What a typed code amounts to. */
public sealed interface Checked {
    record Right() implements Checked {}

    record Wrong() implements Checked {}

    /** Not looked at: too many were wrong. */
    record TooMany(Duration pause) implements Checked {}
}
