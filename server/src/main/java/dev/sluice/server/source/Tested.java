package dev.sluice.server.source;

import dev.sluice.connector.Probe;
import dev.sluice.core.Schema;

/**
 * What one test of a connection found.
 *
 * @param catalogue everything that the role may read
 */
public record Tested(Probe probe, Schema catalogue) {}
