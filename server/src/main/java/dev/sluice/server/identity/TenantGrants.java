package dev.sluice.server.identity;

import dev.sluice.core.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** What the people of a tenant let clients do, for its administrators. */
public final class TenantGrants {
    /** Grants of one answer, newest first. */
    public static final int LISTED_MAX = 1_000;

    private final Database database;
    private final Grants grants;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public TenantGrants(DataSource source, Grants grants, InstantSource clock) {
        this.database = new Database(source);
        this.grants = grants;
        this.clock = clock;
    }

    /** A grant as it is shown. */
    public record Shown(
            String id,
            String client,
            String clientName,
            UUID account,
            String email,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt) {
        public Shown {
            scopes = List.copyOf(scopes);
        }
    }

    /** Those that stand, newest first, at most 1,000. */
    public List<Shown> list(TenantId tenant) {
        return database.list(
                "select g.*, c.name, a.email from oauth_grants g"
                        + " join oauth_clients c on c.id = g.client"
                        + " join accounts a on a.id = g.account"
                        + " where g.tenant = ? and g.revoked_at is null and g.expires_at > ?"
                        + " order by g.created_at desc, g.id limit ?",
                row ->
                        new Shown(
                                row.getString("id"),
                                row.getString("client"),
                                row.getString("name"),
                                row.getObject("account", UUID.class),
                                row.getString("email"),
                                Database.texts(row, "scopes"),
                                Database.instant(row, "created_at"),
                                Database.instant(row, "expires_at")),
                tenant.value(),
                clock.instant(),
                LISTED_MAX);
    }

    /**
     * Ends a grant of the tenant, as {@link Grants#revoke} does.
     *
     * @return false when the tenant has none of this id
     */
    public boolean revoke(TenantId tenant, String id, Actor by) {
        return database.first(
                                "select 1 from oauth_grants where id = ? and tenant = ?",
                                row -> true,
                                id,
                                tenant.value())
                        .isPresent()
                && grants.revoke(id, by);
    }
}
