package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The people of a tenant: what role each has, and whether they may come at all. A tenant always
 * keeps an owner who is not disabled.
 */
public final class Members {
    private static final String BY_ID =
            "select id, tenant, email, role, disabled_at from accounts"
                    + " where id = ? and tenant = ? for update";

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public Members(DataSource source, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What is to become of an account.
     *
     * @param role null to leave it
     * @param disabled null to leave it
     */
    public record Wanted(Account.@Nullable Role role, @Nullable Boolean disabled) {
        private Account on(Account now) {
            return new Account(
                    now.id(),
                    now.tenant(),
                    now.email(),
                    role == null ? now.role() : role,
                    disabled == null ? now.disabled() : disabled);
        }
    }

    /**
     * Changes an account. A new role, or none any more, ends its access tokens: programs get others
     * with what the role then allows. Disabling ends what it let programs do as well.
     *
     * @param by who changes it
     * @param reach the roles that whoever asks may give and take
     * @return the account as it then is, empty when the tenant has no such account
     * @throws SluiceException {@code ROLE_FORBIDDEN} when the old or the new role is beyond the
     *     caller's reach, {@code LAST_OWNER}
     */
    public Optional<Account> change(
            TenantId tenant, UUID id, Wanted wanted, Actor by, Predicate<Account.Role> reach) {
        return database.inTransaction(c -> {
            lock(c, tenant);
            Optional<Account> now = find(c, tenant, id);
            if (now.isEmpty()) {
                return now;
            }
            Account then = wanted.on(now.get());
            check(c, now.get(), then, reach);
            if (!now.get().equals(then)) {
                store(c, now.get(), then);
                ledger.raise(c, tenant, Ledger.account(id.toString()));
                log(c, now.get(), then, by);
            }
            return Optional.of(then);
        });
    }

    private static void check(
            Connection c, Account now, Account then, Predicate<Account.Role> reach)
            throws SQLException {
        if (!reach.test(now.role()) || !reach.test(then.role())) {
            throw new SluiceException(
                    ReasonCode.ROLE_FORBIDDEN, "Only an owner decides who is an owner.");
        }
        if (isOwner(now) && !isOwner(then) && !hasAnotherOwner(c, now)) {
            throw lastOwner();
        }
    }

    private void store(Connection c, Account now, Account then) throws SQLException {
        Database.update(
                c,
                "update accounts set role = ?, disabled_at = case when ? then"
                        + " coalesce(disabled_at, ?) end where id = ?",
                then.role().label(),
                then.disabled(),
                clock.instant(),
                then.id());
        if (then.disabled()) {
            Grants.revokeAllOfAccount(c, then.id(), clock.instant());
            endSessions(c, then.id());
        }
        Invitations.withdrawAllOf(c, now.id().toString(), clock.instant());
        Tokens.revokeAllOfSubject(c, now.id().toString(), clock.instant());
    }

    private void log(Connection c, Account now, Account then, Actor by) throws SQLException {
        String subject = now.id().toString();
        if (now.role() != then.role()) {
            ledger.log(
                    c,
                    now.tenant(),
                    by,
                    "account.role_changed",
                    subject,
                    Map.of("from", now.role().label(), "to", then.role().label()));
        }
        if (now.disabled() != then.disabled()) {
            String action = then.disabled() ? "account.disabled" : "account.enabled";
            ledger.log(c, now.tenant(), by, action, subject, Map.of());
        }
    }

    /**
     * Puts changes of a tenant's people one after the other: two owners who demote each other at
     * once must not both succeed.
     */
    public void lock(Connection c, TenantId tenant) throws SQLException {
        locked(c, tenant);
    }

    private static void locked(Connection c, TenantId tenant) throws SQLException {
        Database.list(
                c,
                "select 1 from tenants where id = ? for no key update",
                row -> true,
                tenant.value());
    }

    /** The account of this id, held until the transaction ends. */
    public Optional<Account> find(Connection c, TenantId tenant, UUID id) throws SQLException {
        List<Account> found = Database.list(c, BY_ID, Accounts::account, id, tenant.value());
        return found.stream().findFirst();
    }

    /** The account of this address, held until the transaction ends. */
    public Optional<Account> find(Connection c, TenantId tenant, EmailAddress email)
            throws SQLException {
        return Database.list(
                        c,
                        "select id, tenant, email, role, disabled_at from accounts"
                                + " where tenant = ? and lower(email) = ? for update",
                        Accounts::account,
                        tenant.value(),
                        email.value())
                .stream()
                .findFirst();
    }

    /**
     * Refuses to let go of an account that the tenant cannot do without.
     *
     * @throws SluiceException {@code LAST_OWNER}
     */
    static void requireDispensable(
            Connection c, TenantId tenant, UUID id, Predicate<Account.Role> reach)
            throws SQLException {
        locked(c, tenant);
        Optional<Account> account =
                Database.list(c, BY_ID, Accounts::account, id, tenant.value()).stream().findFirst();
        if (account.isPresent() && !reach.test(account.get().role())) {
            throw new SluiceException(
                    ReasonCode.ROLE_FORBIDDEN, "Only an owner decides who is an owner.");
        }
        if (account.isPresent() && isOwner(account.get()) && !hasAnotherOwner(c, account.get())) {
            throw lastOwner();
        }
    }

    /**
     * Gives an account the role that an identity provider says it has. The last owner stays one,
     * whatever is said.
     *
     * @return the account as it then is
     */
    public Account follow(Connection c, Account now, Account.Role role, Actor by)
            throws SQLException {
        Account then = new Account(now.id(), now.tenant(), now.email(), role, now.disabled());
        if (now.role() == role || (isOwner(now) && !hasAnotherOwner(c, now))) {
            return now;
        }
        store(c, now, then);
        ledger.raise(c, now.tenant(), Ledger.account(now.id().toString()));
        log(c, now, then, by);
        return then;
    }

    /** Records that an identity provider vouched for somebody who signs in. */
    public void vouched(Connection c, Account account, String provider) throws SQLException {
        String id = account.id().toString();
        Actor by = Actor.account(account.id());
        ledger.log(c, account.tenant(), by, "external.accepted", id, Map.of("by", provider));
    }

    /** Records that somebody whom an identity provider vouched for may not come. */
    public void turnedAway(Connection c, TenantId tenant, String provider) throws SQLException {
        ledger.log(c, tenant, Actor.STRANGER, "external.refused", provider, Map.of());
    }

    /** Notes the groups that an identity provider says somebody is in. */
    public void groups(Connection c, Account account, List<String> groups, Actor by)
            throws SQLException {
        int changed =
                Database.update(
                        c,
                        "update accounts set groups = ? where id = ?"
                                + " and groups is distinct from ?",
                        groups,
                        account.id(),
                        groups);
        if (changed > 0) {
            String id = account.id().toString();
            ledger.raise(c, account.tenant(), Ledger.account(id));
            ledger.log(c, account.tenant(), by, "account.groups_changed", id, Map.of());
        }
    }

    /** Ends what somebody let programs do, and their sessions; the account stays. */
    public void endAccess(Connection c, TenantId tenant, UUID account, Actor by, String reason)
            throws SQLException {
        String id = account.toString();
        Grants.revokeAllOfAccount(c, account, clock.instant());
        Tokens.revokeAllOfSubject(c, id, clock.instant());
        Invitations.withdrawAllOf(c, id, clock.instant());
        endSessions(c, account);
        ledger.raise(c, tenant, Ledger.account(id));
        ledger.log(c, tenant, by, "account.access_ended", id, Map.of("reason", reason));
    }

    /** Those of its browsers, and sign-ins under way. */
    public static void endSessions(Connection c, UUID account) throws SQLException {
        Database.update(c, "delete from sessions where account = ?", account);
        Database.update(c, "delete from visits where account = ?", account);
    }

    private static SluiceException lastOwner() {
        return new SluiceException(
                ReasonCode.LAST_OWNER,
                "This is the tenant's last owner: make somebody else an owner first.");
    }

    private static boolean isOwner(Account account) {
        return account.role() == Account.Role.OWNER && !account.disabled();
    }

    private static boolean hasAnotherOwner(Connection c, Account account) throws SQLException {
        return !Database.list(
                        c,
                        "select 1 from accounts where tenant = ? and role = 'owner'"
                                + " and disabled_at is null and id <> ? limit 1",
                        row -> true,
                        account.tenant().value(),
                        account.id())
                .isEmpty();
    }
}
