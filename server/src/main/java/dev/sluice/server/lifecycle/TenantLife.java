package dev.sluice.server.lifecycle;

import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.Ledger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Suspends, resumes and deletes tenants. A suspended tenant's people and clients are refused at
 * their next request on every node; nothing of the tenant is lost.
 */
public final class TenantLife {
    private static final String POLICY = "policy";
    private static final String RESUMED = "tenant.resumed";

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    /**
     * @param deployment the deployment's schema
     */
    public TenantLife(DataSource deployment, Ledger ledger, InstantSource clock) {
        this.database = new Database(deployment);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Where a tenant's life has come to. */
    public enum State {
        ACTIVE,
        SUSPENDED,
        /** Suspended, and purged when the time to think better of it has passed. */
        DELETED
    }

    /**
     * A tenant and since when it is so.
     *
     * @param since when it was suspended, or its deletion asked for; null while it is active
     */
    public record View(TenantId id, State state, Instant createdAt, @Nullable Instant since) {}

    /** All tenants by name. */
    public List<View> list() {
        return database.list("select * from tenants order by id", TenantLife::view);
    }

    /** Empty when there is no such tenant. */
    public Optional<View> find(TenantId tenant) {
        return database.first(
                "select * from tenants where id = ?", TenantLife::view, tenant.value());
    }

    /** Those whose deletion was asked for at least so long ago. */
    public List<TenantId> deletedUntil(Instant moment) {
        return list().stream()
                .filter(view -> view.state() == State.DELETED)
                .filter(view -> view.since() != null && !view.since().isAfter(moment))
                .map(View::id)
                .toList();
    }

    /**
     * Refuses everybody of the tenant from the commit on.
     *
     * @return false when there is no such tenant
     */
    public boolean suspend(TenantId tenant, Actor by) {
        return change(
                tenant,
                by,
                "tenant.suspended",
                "update tenants set suspended_at = coalesce(suspended_at, ?) where id = ?");
    }

    /**
     * Suspends the tenant, and lets it be purged later.
     *
     * @return false when there is no such tenant
     */
    public boolean delete(TenantId tenant, Actor by) {
        return change(
                tenant,
                by,
                "tenant.deleted",
                "update tenants set suspended_at = coalesce(suspended_at, now.at),"
                        + " deleted_at = coalesce(deleted_at, now.at)"
                        + " from (select ?::timestamptz as at) now where id = ?");
    }

    /**
     * Undoes a suspension, and a deletion that was asked for. Sessions and tokens of before count
     * again unless they have expired.
     *
     * @return false when there is no such tenant
     */
    public boolean resume(TenantId tenant, Actor by) {
        return change(
                tenant,
                by,
                RESUMED,
                "update tenants set suspended_at = null, deleted_at = null"
                        + " where ?::timestamptz is not null and id = ?");
    }

    /**
     * The policy's version is the one that every call on data carries: once it is raised, each call
     * looks again who it is that asks, and finds the tenant suspended or not.
     */
    private boolean change(TenantId tenant, Actor by, String action, String update) {
        return database.inTransaction(c -> {
            if (Database.update(c, update, clock.instant(), tenant.value()) == 0) {
                return false;
            }
            ledger.raise(c, tenant, POLICY);
            ledger.suspend(c, tenant, !action.equals(RESUMED));
            ledger.log(c, tenant, by, action, tenant.value(), Map.of());
            ledger.log(c, by, action, tenant.value(), Map.of());
            return true;
        });
    }

    private static View view(ResultSet row) throws SQLException {
        @Nullable Instant suspended = instant(row, "suspended_at");
        @Nullable Instant deleted = instant(row, "deleted_at");
        State state =
                deleted != null
                        ? State.DELETED
                        : suspended != null ? State.SUSPENDED : State.ACTIVE;
        return new View(
                new TenantId(row.getString("id")),
                state,
                Database.instant(row, "created_at"),
                deleted != null ? deleted : suspended);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? null : Database.instant(row, column);
    }
}
