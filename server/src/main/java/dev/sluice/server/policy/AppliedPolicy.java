package dev.sluice.server.policy;

import java.time.Instant;

/**
 * A policy file as it was applied.
 *
 * @param version counted from 1
 */
public record AppliedPolicy(long version, String yaml, String appliedBy, Instant appliedAt) {}
