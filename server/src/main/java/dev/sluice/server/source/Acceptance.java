package dev.sluice.server.source;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Locale;
import java.util.Map;

/** A risk of a connection that only an owner can accept. */
public enum Acceptance {
    /** An engine that only stand-ins have judged. */
    EXPERIMENTAL,
    /** A role that nothing in the database limits. */
    SUPERUSER,
    /** A role that may change data. */
    WRITABLE;

    /** The spelling of requests, and of the commands' {@code --accept-…}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the spelling of {@link #wireName}.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public static Acceptance of(String wireName) {
        for (Acceptance acceptance : values()) {
            if (acceptance.wireName().equals(wireName)) {
                return acceptance;
            }
        }
        throw new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "accept holds experimental, superuser and writable, or some of them.",
                Map.of("argument", "accept"));
    }
}
