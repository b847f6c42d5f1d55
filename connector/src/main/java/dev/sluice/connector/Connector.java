package dev.sluice.connector;

import dev.sluice.core.Schema;

/**
 * One engine. Failures are {@code SluiceException} with {@code SOURCE_UNAVAILABLE} or {@code
 * INVALID_ARGUMENT}; {@code details.reason} says which, and no driver text is passed on.
 */
public interface Connector {
    /** The name in {@link ConnectionSettings#type}. */
    String type();

    int defaultPort();

    /** Connects once and reports what the role is and may do. */
    Probe probe(ConnectionSettings settings, Credential credential);

    /** Every table and column that the role may select, and nothing of any other. */
    Schema readSchema(ConnectionSettings settings, Credential credential);

    /** A handle for one connection and one version of its credential. Opens nothing yet. */
    Database open(ConnectionSettings settings, Credential credential, Capacity capacity);
}
