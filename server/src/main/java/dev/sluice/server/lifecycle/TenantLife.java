package dev.sluice.server.lifecycle;

import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Ledger;
import dev.sluice.server.store.StoreFailure;
import dev.sluice.server.store.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

    private final DataSource deployment;
    private final Ledger ledger;
    private final InstantSource clock;

    /**
     * @param deployment the deployment's schema
     */
    public TenantLife(DataSource deployment, Ledger ledger, InstantSource clock) {
        this.deployment = deployment;
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
        return query("select * from tenants order by id", null);
    }

    /** Empty when there is no such tenant. */
    public Optional<View> find(TenantId tenant) {
        return query("select * from tenants where id = ?", tenant.value()).stream().findFirst();
    }

    /** Those whose deletion was asked for before a moment. */
    List<TenantId> deletedBefore(Instant moment) {
        return list().stream()
                .filter(view -> view.state() == State.DELETED)
                .filter(view -> view.since() != null && view.since().isBefore(moment))
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
                "tenant.resumed",
                "update tenants set suspended_at = null, deleted_at = null"
                        + " where ?::timestamptz is not null and id = ?");
    }

    /**
     * The policy's version is the one that every call on data carries: once it is raised, each call
     * looks again who it is that asks, and finds the tenant suspended or not.
     */
    private boolean change(TenantId tenant, Actor by, String action, String update) {
        return Transactions.inTransaction(
                deployment,
                connection -> {
                    if (!updated(connection, update, tenant)) {
                        return false;
                    }
                    ledger.raise(connection, tenant, POLICY);
                    ledger.suspend(connection, tenant, !action.equals("tenant.resumed"));
                    ledger.log(connection, tenant, by, action, tenant.value(), Map.of());
                    ledger.log(connection, by, action, tenant.value(), Map.of());
                    return true;
                });
    }

    private boolean updated(Connection connection, String update, TenantId tenant)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
            statement.setString(2, tenant.value());
            return statement.executeUpdate() > 0;
        }
    }

    private List<View> query(String sql, @Nullable String id) {
        try (Connection connection = deployment.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            if (id != null) {
                statement.setString(1, id);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<View> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(view(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    private static View view(ResultSet row) throws SQLException {
        @Nullable Instant suspended = instant(row, "suspended_at");
        @Nullable Instant deleted = instant(row, "deleted_at");
        State state =
                deleted != null
                        ? State.DELETED
                        : suspended != null ? State.SUSPENDED : State.ACTIVE;
        Instant created = row.getObject("created_at", OffsetDateTime.class).toInstant();
        return new View(
                new TenantId(row.getString("id")),
                state,
                created,
                deleted != null ? deleted : suspended);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
