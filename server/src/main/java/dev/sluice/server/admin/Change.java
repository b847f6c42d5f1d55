package dev.sluice.server.admin;

import dev.sluice.core.SluiceException;
import dev.sluice.server.epoch.TenantEpochs;
import dev.sluice.server.store.Transactions;
import dev.sluice.server.tenant.Tenant;

/**
 * A change of what holds for a tenant: one transaction that also raises the tenant's epoch, so that
 * the next request on every node sees it.
 */
final class Change {
    private Change() {}

    /**
     * Runs and commits the work; what it throws rolls it back.
     *
     * @throws SluiceException {@code STORE_UNAVAILABLE}, or what the work threw
     */
    static <T> T of(Tenant tenant, Transactions.Work<T> work) {
        return Transactions.inTransaction(
                tenant.store(),
                connection -> {
                    // First, since the row's lock puts changes one after the other.
                    tenant.epochs().raise(connection, TenantEpochs.POLICY);
                    return work.on(connection);
                });
    }
}
