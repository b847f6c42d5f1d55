package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Locale;

/** How long a physical connection lives. */
public enum ConnectionMode {
    /** Opened ahead, used for exactly one query, then closed. */
    SINGLE_USE,
    /** Kept and used again; no state of one query reaches the next. */
    POOLED,
    /** Opened when a query needs it, then closed. */
    FRESH;

    /** The spelling of settings, for example {@code single-use}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads the spelling of {@link #wireName}.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public static ConnectionMode of(String wireName) {
        for (ConnectionMode mode : values()) {
            if (mode.wireName().equals(wireName)) {
                return mode;
            }
        }
        throw new SluiceException(
                ReasonCode.INVALID_ARGUMENT, "mode is one of single-use, pooled, fresh.");
    }
}
