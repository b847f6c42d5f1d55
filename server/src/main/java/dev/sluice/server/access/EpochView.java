package dev.sluice.server.access;

import dev.sluice.core.TenantId;

/** The versions that this node knows of; too low a version is found out by the audit intent. */
@FunctionalInterface
public interface EpochView {
    /**
     * The version of a name, 0 when nothing was ever raised.
     *
     * @param name {@code token:<jti>} or {@code account:<account or client id>}
     */
    long version(TenantId tenant, String name);
}
