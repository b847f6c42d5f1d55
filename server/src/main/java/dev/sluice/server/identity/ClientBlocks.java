package dev.sluice.server.identity;

import dev.sluice.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The clients of nobody's that a tenant does not want: a blocked one gets nothing from the tenant's
 * people any more, and serves those of other tenants as before.
 */
public final class ClientBlocks {
    /** Clients of one answer, blocked ones first, then those used last. */
    static final int VISITORS_MAX = 1_000;

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public ClientBlocks(DataSource source, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A client that is not the tenant's, and that its people use or its administrators blocked. */
    public record Visitor(Client client, boolean blocked) {}

    /** Those that the tenant has to do with, at most 1,000. */
    public List<Visitor> visitors(TenantId tenant) {
        return database.list(
                "select c.*, b.client is not null as blocked from oauth_clients c"
                        + " left join oauth_client_blocks b on b.client = c.id and b.tenant = ?"
                        + " where c.tenant is null and (b.client is not null or exists"
                        + " (select 1 from oauth_grants g where g.client = c.id and g.tenant = ?"
                        + " and g.revoked_at is null and g.expires_at > ?))"
                        + " order by blocked desc, c.created_at desc limit ?",
                row -> new Visitor(Clients.client(row), row.getBoolean("blocked")),
                tenant.value(),
                tenant.value(),
                clock.instant(),
                VISITORS_MAX);
    }

    /** Whether the tenant does not want this client. */
    public boolean blocked(TenantId tenant, String client) {
        return database.first(
                        "select 1 from oauth_client_blocks where tenant = ? and client = ?",
                        row -> true,
                        tenant.value(),
                        client)
                .isPresent();
    }

    /**
     * Blocks a client: what the tenant's people let it do ends with the commit.
     *
     * @return false when there is no such client, or it is a tenant's own
     */
    public boolean block(TenantId tenant, String client, Actor by) {
        return database.inTransaction(c -> {
            Instant now = clock.instant();
            Database.update(
                    c,
                    "insert into oauth_client_blocks (tenant, client, created_at)"
                            + " select ?, id, ? from oauth_clients where id = ?"
                            + " and tenant is null on conflict do nothing",
                    tenant.value(),
                    now,
                    client);
            if (!present(c, tenant, client)) {
                return false;
            }
            Database.update(
                    c,
                    "update oauth_grants set revoked_at = coalesce(revoked_at, ?)"
                            + " where client = ? and tenant = ?",
                    now,
                    client,
                    tenant.value());
            Database.update(
                    c,
                    "delete from oauth_consents k using accounts a where k.client = ?"
                            + " and a.id = k.account and a.tenant = ?",
                    client,
                    tenant.value());
            Tokens.revokeAllOfClient(c, ledger, client, tenant, now);
            ledger.log(c, tenant, by, "client.blocked", client, Map.of());
            return true;
        });
    }

    /**
     * Lets the client come again; each person has to allow it anew.
     *
     * @return false when it was not blocked
     */
    public boolean allow(TenantId tenant, String client, Actor by) {
        return database.inTransaction(c -> {
            int rows =
                    Database.update(
                            c,
                            "delete from oauth_client_blocks where tenant = ? and client = ?",
                            tenant.value(),
                            client);
            if (rows > 0) {
                ledger.log(c, tenant, by, "client.allowed", client, Map.of());
            }
            return rows > 0;
        });
    }

    private static boolean present(Connection connection, TenantId tenant, String client)
            throws SQLException {
        return !Database.list(
                        connection,
                        "select 1 from oauth_client_blocks where tenant = ? and client = ?",
                        row -> true,
                        tenant.value(),
                        client)
                .isEmpty();
    }
}
