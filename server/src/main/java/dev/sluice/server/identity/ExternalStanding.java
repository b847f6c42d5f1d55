package dev.sluice.server.identity;

import java.util.UUID;

/** What the identity provider of somebody says of them now, where they came through one. */
@FunctionalInterface
public interface ExternalStanding {
    /** The answer. */
    enum Verdict {
        /** The provider vouches for them still, or has no say. */
        STANDS,

        /** It no longer does; what they let programs do has been ended. */
        ENDED,

        /** It could not be asked. */
        UNKNOWN
    }

    /** Asks about the account; takes seconds when the provider does. */
    Verdict of(UUID account);
}
