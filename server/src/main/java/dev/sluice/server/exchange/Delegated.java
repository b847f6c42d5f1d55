package dev.sluice.server.exchange;

import dev.sluice.server.identity.Grant;
import java.time.Instant;

/**
 * Whom a token that was exchanged speaks for.
 *
 * @param grant the one behind the subject's token
 * @param until when the subject's token expires, which the new one does not outlive
 */
public record Delegated(Grant grant, Instant until) {}
