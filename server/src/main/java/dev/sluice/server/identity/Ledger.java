package dev.sluice.server.identity;

import dev.sluice.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What belongs to every change of who exists and what they may do: the record of it, and the
 * versions that make earlier decisions stale on all nodes. Both are written on the connection of
 * the change, so that they are there exactly when the change is.
 */
public final class Ledger {
    /** Has the version 1 while the tenant is suspended, else 0. */
    private static final String SUSPENDED = "suspended";

    private final TenantSchemas schemas;

    public Ledger(TenantSchemas schemas) {
        this.schemas = schemas;
    }

    /** The name under which a token's version is kept. */
    public static String token(String id) {
        return "token:" + id;
    }

    /** The name under which an account's or a client's version is kept. */
    public static String account(String id) {
        return "account:" + id;
    }

    /**
     * Adds one to the version of a name; what was decided under the one before is stale from the
     * commit on.
     *
     * @param connection the deployment's, in the transaction of the change
     */
    public void raise(Connection connection, TenantId tenant, String name) throws SQLException {
        raise(connection, tenant, List.of(name));
    }

    /**
     * Marks the tenant as suspended or not where its own connections can see it. Raise the version
     * of the policy with it, which is what makes calls on data look.
     */
    public void suspend(Connection connection, TenantId tenant, boolean suspended)
            throws SQLException {
        Database.update(
                connection,
                "insert into "
                        + schemas.of(tenant)
                        + ".warehouse_epochs (name, version) values (?, ?)"
                        + " on conflict (name) do update set version = excluded.version",
                SUSPENDED,
                suspended ? 1L : 0L);
        schemas.forget(tenant, SUSPENDED);
    }

    /** The same for several names, always in one order so that two changes cannot deadlock. */
    public void raise(Connection connection, TenantId tenant, Collection<String> names)
            throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        Database.update(
                connection,
                "insert into "
                        + schemas.of(tenant)
                        + ".warehouse_epochs as e (name, version)"
                        + " select n, 1 from unnest(?::text[]) n order by n"
                        + " on conflict (name) do update set version = e.version + 1",
                List.copyOf(new TreeSet<>(names)));
        names.forEach(name -> schemas.forget(tenant, name));
    }

    /**
     * Records a change in the log of the tenant that it is about.
     *
     * @param connection the deployment's, in the transaction of the change
     * @param action for example {@code account.disabled}
     * @param subject the id of what was changed; never an address or a secret
     * @param details never a secret, and nothing that names a person
     */
    public void log(
            Connection connection,
            TenantId tenant,
            Actor actor,
            String action,
            String subject,
            Map<String, String> details)
            throws SQLException {
        insert(connection, schemas.of(tenant) + ".audit_log", actor, action, subject, details);
    }

    /** Records what belongs to no tenant in the deployment's own log. */
    public void log(
            Connection connection,
            Actor actor,
            String action,
            String subject,
            Map<String, String> details)
            throws SQLException {
        insert(connection, "audit_log", actor, action, subject, details);
    }

    private static void insert(
            Connection connection,
            String table,
            Actor actor,
            String action,
            String subject,
            Map<String, String> details)
            throws SQLException {
        List<String> names = List.copyOf(details.keySet());
        List<String> values = new ArrayList<>();
        names.forEach(name -> values.add(details.get(name)));
        Database.update(
                connection,
                "insert into "
                        + table
                        + " (id, principal, action, subject, details, request_id)"
                        + " values (?, ?, ?, ?, jsonb_object(?::text[], ?::text[]), ?)",
                UUID.randomUUID(),
                actor.id(),
                action,
                subject,
                names,
                values,
                CurrentRequest.id());
    }
}
