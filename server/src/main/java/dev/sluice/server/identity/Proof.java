package dev.sluice.server.identity;

import java.time.Instant;

/** How and when a person last proved to be themselves. */
public record Proof(Methods methods, Instant at) {}
