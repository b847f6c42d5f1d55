package dev.sluice.server.factor;

import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.Ledger;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Whether a tenant's people need a second factor. Where they do, a session, a grant or a token
 * behind which none stood is worth nothing, whenever it was made.
 */
public final class SecondFactorPolicy {
    private final Database database;
    private final Grants grants;
    private final Ledger ledger;

    /** The data source's search path is the deployment's schema. */
    public SecondFactorPolicy(DataSource source, Grants grants, Ledger ledger) {
        this.database = new Database(source);
        this.grants = grants;
        this.ledger = ledger;
    }

    public boolean required(TenantId tenant) {
        return database.first(
                        "select second_factor from tenants where id = ?",
                        row -> row.getString("second_factor").equals("required"),
                        tenant.value())
                .orElse(true); // nobody's tenant: nobody signs in
    }

    /**
     * Sets the policy. Asking for a second factor ends at once what people who lacked one had let
     * programs do, and their sessions: refused from the commit on, on every node.
     */
    public void set(TenantId tenant, boolean required, Actor by) {
        database.inTransaction(c -> {
            Database.update(
                    c,
                    "update tenants set second_factor = ? where id = ?",
                    required ? "required" : "optional",
                    tenant.value());
            if (required) {
                grants.revokeWithoutSecondFactor(c, tenant, by);
                Database.update(
                        c,
                        "delete from sessions s using accounts a where a.id = s.account"
                                + " and a.tenant = ? and not 'mfa' = any(s.methods)",
                        tenant.value());
            }
            ledger.log(
                    c,
                    tenant,
                    by,
                    "security.changed",
                    tenant.value(),
                    Map.of("second_factor", required ? "required" : "optional"));
            return true;
        });
    }
}
