package dev.sluice.server.tenant;

import dev.sluice.core.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The tenants that this node has had to do with since it started. */
public final class Tenants implements AutoCloseable {
    private final Function<TenantId, Tenant> opener;
    private final Map<TenantId, Tenant> open = new ConcurrentHashMap<>();

    /**
     * @param opener opens a tenant's store; throws {@code NOT_FOUND} for an unknown tenant
     */
    public Tenants(Function<TenantId, Tenant> opener) {
        this.opener = opener;
    }

    public Tenant of(TenantId id) {
        Tenant tenant = open.get(id);
        return tenant != null ? tenant : open.computeIfAbsent(id, opener);
    }

    /** The tenant, when this node has had to do with it. */
    public Optional<Tenant> known(TenantId id) {
        return Optional.ofNullable(open.get(id));
    }

    /** Closes what this node has open of a tenant that is gone. */
    public void forget(TenantId id) {
        Tenant gone = open.remove(id);
        if (gone != null) {
            gone.close();
        }
    }

    /** Those that this node has open. */
    public Set<TenantId> open() {
        return Set.copyOf(open.keySet());
    }

    /** Whether every open tenant's log is being written. */
    public boolean areRecorded() {
        return open.values().stream().allMatch(tenant -> tenant.log().isWriting());
    }

    @Override
    public void close() {
        open.values().forEach(Tenant::close);
        open.clear();
    }
}
