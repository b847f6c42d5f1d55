package dev.sluice.server.federation;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.federation.IdentityProvider.Registration;
import dev.sluice.server.federation.IdentityProvider.Rules;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Account.Role;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.Ledger;
import dev.sluice.server.identity.Members;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.Sealer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The identity providers of all tenants; what proves us to them is kept sealed. */
public final class IdentityProviders {
    private static final String IN_USE =
            " not exists (select 1 from tenants n where n.id = tenant"
                    + " and n.suspended_at is not null) ";

    private final Database database;
    private final Sealer sealer;
    private final Ledger ledger;
    private final Members members;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public IdentityProviders(
            DataSource source, Sealer sealer, Ledger ledger, Members members, InstantSource clock) {
        this.database = new Database(source);
        this.sealer = sealer;
        this.ledger = ledger;
        this.members = members;
        this.clock = clock;
    }

    /** The tenant's providers by name. */
    public List<IdentityProvider> list(TenantId tenant) {
        return database.list(
                "select * from identity_providers where tenant = ? and" + IN_USE + "order by name",
                IdentityProviders::provider,
                tenant.value());
    }

    public Optional<IdentityProvider> find(TenantId tenant, String name) {
        return database.first(
                "select * from identity_providers where tenant = ? and name = ? and" + IN_USE,
                IdentityProviders::provider,
                tenant.value(),
                name);
    }

    /** What proves us to the issuer, to be closed by the receiver; empty for a public client. */
    Optional<Secret> secret(IdentityProvider provider) {
        return database.first(
                        "select sealed_secret from identity_providers where tenant = ?"
                                + " and name = ? and sealed_secret is not null",
                        row -> row.getBytes("sealed_secret"),
                        provider.tenant().value(),
                        provider.name())
                .map(sealed -> sealer.open(row(provider), sealed));
    }

    /** Whether passwords are off for the tenant. */
    public boolean areTheOnlyWay(TenantId tenant) {
        return database.first(
                        "select 1 from identity_providers where tenant = ? and only_way",
                        row -> true,
                        tenant.value())
                .isPresent();
    }

    /**
     * Whether somebody may come who has proven to be this account's owner in these ways: always
     * when a provider vouched. Whom a provider ended needs that; and where it is the only way,
     * everybody does but the holder of a password, which the operator alone can give there.
     */
    boolean admits(Account account, Methods methods) {
        return methods.values().contains("ext")
                || database.first(
                                "select 1 where exists (select 1 from external_identities"
                                        + " where account = ? and ended_at is not null)"
                                        + " or (not ? and exists (select 1 from identity_providers"
                                        + " where tenant = ? and only_way))",
                                row -> true,
                                account.id(),
                                methods.values().contains("pwd"),
                                account.tenant().value())
                        .isEmpty();
    }

    /** Whether the account has signed in through the issuer. */
    public boolean vouchedFor(TenantId tenant, String issuer, UUID account) {
        return database.first(
                        "select 1 from external_identities where tenant = ? and issuer = ?"
                                + " and account = ?",
                        row -> true,
                        tenant.value(),
                        issuer,
                        account)
                .isPresent();
    }

    /**
     * Puts a provider in place of the one of this name. One that is to be the only way in takes all
     * passwords of the tenant with it.
     *
     * @param secret what proves us to the issuer; null keeps the one that is there
     */
    public void put(IdentityProvider provider, @Nullable Secret secret, Actor by) {
        byte @Nullable [] sealed = secret == null ? null : sealer.seal(row(provider), secret);
        database.inTransaction(c -> {
            members.lock(c, provider.tenant());
            leave(c, provider, by);
            write(c, provider, sealed);
            if (provider.rules().only()) {
                close(c, provider.tenant(), by);
            }
            ledger.log(
                    c,
                    provider.tenant(),
                    by,
                    "identity_provider.set",
                    provider.name(),
                    Map.of(
                            "issuer",
                            provider.registration().issuer(),
                            "only_way",
                            String.valueOf(provider.rules().only())));
            return true;
        });
    }

    /** Where another issuer takes the place of one, that one vouches for nobody any more. */
    private void leave(Connection c, IdentityProvider provider, Actor by) throws SQLException {
        List<UUID> left =
                Database.list(
                        c,
                        "delete from external_identities where tenant = ? and provider = ?"
                                + " and issuer <> ? returning account",
                        row -> row.getObject("account", UUID.class),
                        provider.tenant().value(),
                        provider.name(),
                        provider.registration().issuer());
        for (UUID account : left) {
            members.endAccess(c, provider.tenant(), account, by, "identity provider replaced");
        }
    }

    /** Ends every other way: the passwords, and the access of who began any without a provider. */
    private void close(Connection c, TenantId tenant, Actor by) throws SQLException {
        Database.update(
                c, "update accounts set password_hash = null where tenant = ?", tenant.value());
        List<UUID> others =
                Database.list(
                        c,
                        "select a.id from accounts a where a.tenant = ? and (exists"
                                + " (select 1 from sessions s where s.account = a.id"
                                + " and not 'ext' = any(s.methods)) or exists"
                                + " (select 1 from oauth_grants g where g.account = a.id"
                                + " and g.revoked_at is null and not 'ext' = any(g.methods)))",
                        row -> row.getObject("id", UUID.class),
                        tenant.value());
        for (UUID account : others) {
            members.endAccess(c, tenant, account, by, "only identity providers vouch");
        }
    }

    private void write(Connection c, IdentityProvider provider, byte @Nullable [] sealed)
            throws SQLException {
        Rules rules = provider.rules();
        Registration registration = provider.registration();
        List<String> groups = List.copyOf(rules.sortedGroupRoles().keySet());
        List<String> roles = rules.sortedGroupRoles().values().stream().map(Role::label).toList();
        Database.update(
                c,
                "insert into identity_providers (tenant, name, label, issuer, client_id,"
                        + " confidential, sealed_secret, domains, links, makes_accounts,"
                        + " groups_claim, group_names, group_roles, default_role, only_way,"
                        + " rechecks, changed_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (tenant, name) do update set label = excluded.label,"
                        + " issuer = excluded.issuer, client_id = excluded.client_id,"
                        + " confidential = excluded.confidential,"
                        + " sealed_secret = case when excluded.confidential then"
                        + " coalesce(excluded.sealed_secret, identity_providers.sealed_secret)"
                        + " end, domains = excluded.domains, links = excluded.links,"
                        + " makes_accounts = excluded.makes_accounts,"
                        + " groups_claim = excluded.groups_claim,"
                        + " group_names = excluded.group_names,"
                        + " group_roles = excluded.group_roles,"
                        + " default_role = excluded.default_role, only_way = excluded.only_way,"
                        + " rechecks = excluded.rechecks, changed_at = excluded.changed_at",
                provider.tenant().value(),
                provider.name(),
                provider.label(),
                registration.issuer(),
                registration.clientId(),
                registration.confidential(),
                sealed,
                rules.domains(),
                rules.links(),
                rules.makesAccounts(),
                rules.groupsClaim(),
                groups,
                roles,
                rules.defaultRole() == null ? null : rules.defaultRole().label(),
                rules.only(),
                rules.rechecks(),
                clock.instant());
    }

    /**
     * Ends a provider, and what the people who came through it let programs do: nobody vouches for
     * them any more.
     *
     * @return false when the tenant has none of this name
     */
    public boolean delete(TenantId tenant, String name, Actor by) {
        return database.inTransaction(c -> {
            boolean known =
                    Database.update(
                                    c,
                                    "delete from identity_providers where tenant = ? and name = ?",
                                    tenant.value(),
                                    name)
                            > 0;
            if (known) {
                for (UUID account : orphans(c, tenant, name)) {
                    members.endAccess(c, tenant, account, by, "identity provider removed");
                }
                ledger.log(c, tenant, by, "identity_provider.deleted", name, Map.of());
            }
            return known;
        });
    }

    private static List<UUID> orphans(Connection c, TenantId tenant, String name)
            throws SQLException {
        return Database.list(
                c,
                "delete from external_identities where tenant = ? and provider = ?"
                        + " returning account",
                row -> row.getObject("account", UUID.class),
                tenant.value(),
                name);
    }

    private static String row(IdentityProvider provider) {
        return "identity_providers/" + provider.tenant() + "/" + provider.name();
    }

    private static IdentityProvider provider(ResultSet row) throws SQLException {
        String defaultRole = row.getString("default_role");
        return new IdentityProvider(
                new TenantId(row.getString("tenant")),
                row.getString("name"),
                row.getString("label"),
                new Registration(
                        row.getString("issuer"),
                        row.getString("client_id"),
                        row.getBoolean("confidential")),
                new Rules(
                        Database.texts(row, "domains"),
                        row.getBoolean("links"),
                        row.getBoolean("makes_accounts"),
                        row.getString("groups_claim"),
                        groupRoles(row),
                        defaultRole == null ? null : Role.parse(defaultRole).orElseThrow(),
                        row.getBoolean("only_way"),
                        row.getBoolean("rechecks")));
    }

    private static Map<String, Role> groupRoles(ResultSet row) throws SQLException {
        List<String> groups = new ArrayList<>(Database.texts(row, "group_names"));
        List<String> roles = new ArrayList<>(Database.texts(row, "group_roles"));
        Map<String, Role> byGroup = new HashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            byGroup.put(groups.get(i), Role.parse(roles.get(i)).orElseThrow());
        }
        return byGroup;
    }
}
