package dev.sluice.server.admin;

import dev.sluice.core.SluiceException;
import dev.sluice.server.epoch.TenantEpochs;
import dev.sluice.server.tenant.Tenant;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A change of what holds for a tenant: one transaction that also raises the tenant's epoch, so that
 * the next request on every node sees it.
 */
final class Change {
    private Change() {}

    /** The statements of a change. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /**
     * Runs and commits the work; what it throws rolls it back.
     *
     * @throws SluiceException {@code STORE_UNAVAILABLE}
     */
    static <T> T of(Tenant tenant, Work<T> work) {
        try (Connection connection = tenant.store().getConnection()) {
            connection.setAutoCommit(false);
            try {
                // First, since the row's lock puts changes one after the other.
                tenant.epochs().raise(connection, TenantEpochs.POLICY);
                T result = work.in(connection);
                connection.commit();
                tenant.currentState();
                return result;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw TenantEpochs.unavailable(e);
        }
    }
}
