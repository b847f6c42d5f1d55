package dev.sluice.server.federation;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.federation.IdTokens.Claims;
import dev.sluice.server.federation.IdentityProvider.Rules;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Accounts.NewAccount;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.EmailAddress;
import dev.sluice.server.identity.Invitations;
import dev.sluice.server.identity.Members;
import dev.sluice.server.identity.Sealer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Which account somebody is whom an issuer vouches for. An account belongs to an issuer's subject,
 * which never changes hands; an address does.
 */
final class ExternalIdentities {
    /** An issuer is asked about one person at most this often. */
    static final Duration CHECK_PAUSE = Duration.ofSeconds(60);

    private final Database database;
    private final Sealer sealer;
    private final Accounts accounts;
    private final Members members;
    private final Invitations invitations;
    private final InstantSource clock;

    ExternalIdentities(
            DataSource source,
            Sealer sealer,
            Accounts accounts,
            Members members,
            Invitations invitations,
            InstantSource clock) {
        this.database = new Database(source);
        this.sealer = sealer;
        this.accounts = accounts;
        this.members = members;
        this.invitations = invitations;
        this.clock = clock;
    }

    /** What an issuer's word comes to. */
    sealed interface Outcome {
        record Admitted(Account account) implements Outcome {}

        /**
         * Nobody who may come.
         *
         * @param reason constant text for the log
         */
        record Turned(String reason) implements Outcome {}
    }

    /** An account's tie to an issuer. */
    record Link(UUID id, UUID account, String provider, String subject) {}

    /**
     * The account of whom the issuer vouches for, made or tied to the issuer where the provider's
     * rules say so.
     *
     * @param refresh what the issuer can be asked about the person with later on
     * @param invitation the token of an invitation that the person came with
     */
    Outcome admit(
            IdentityProvider provider,
            Claims claims,
            Optional<Secret> refresh,
            @Nullable String invitation) {
        return database.inTransaction(c -> {
            members.lock(c, provider.tenant());
            Optional<Link> known = find(c, provider, claims.subject());
            Outcome outcome =
                    known.isPresent()
                            ? again(c, provider, claims, known.get())
                            : first(c, provider, claims, invitation);
            switch (outcome) {
                case Outcome.Admitted(Account account) -> {
                    keep(c, provider, claims.subject(), account, refresh);
                    standsAgain(c, account);
                    members.vouched(c, account, provider.name());
                }
                case Outcome.Turned _ -> members.turnedAway(c, provider.tenant(), provider.name());
            }
            return outcome;
        });
    }

    /** What the issuer says now about somebody whom it vouched for before. */
    Outcome confirm(IdentityProvider provider, Claims claims, Link link, Optional<Secret> refresh) {
        return database.inTransaction(c -> {
            members.lock(c, provider.tenant());
            Outcome outcome = again(c, provider, claims, link);
            if (outcome instanceof Outcome.Admitted(Account account)) {
                keep(c, provider, claims.subject(), account, refresh);
            }
            return outcome;
        });
    }

    private Outcome again(Connection c, IdentityProvider provider, Claims claims, Link link)
            throws SQLException {
        Rules rules = provider.rules();
        Actor by = actor(provider);
        Optional<Account> account = members.find(c, provider.tenant(), link.account());
        if (account.isEmpty() || account.get().disabled()) {
            return new Outcome.Turned("the account is disabled");
        }
        Optional<Account.Role> role = rules.role(claims.groups());
        boolean admitted = rules.domains().isEmpty() || address(provider, claims).isPresent();
        if (!admitted || (rules.governsRoles() && role.isEmpty())) {
            mark(c, link);
            members.endAccess(c, provider.tenant(), link.account(), by, "no longer admitted");
            return new Outcome.Turned("the person is in no group or domain that may come");
        }
        Account then =
                rules.governsRoles()
                        ? members.follow(c, account.get(), role.orElseThrow(), by)
                        : account.get();
        members.groups(c, then, claims.groups(), by);
        return new Outcome.Admitted(then);
    }

    private Outcome first(
            Connection c, IdentityProvider provider, Claims claims, @Nullable String invitation)
            throws SQLException {
        Optional<EmailAddress> address = address(provider, claims);
        if (address.isEmpty()) {
            return new Outcome.Turned("no verified address of a domain that may come");
        }
        Optional<Account.Role> role = rules(provider).role(claims.groups());
        Optional<Account> there = members.find(c, provider.tenant(), address.get());
        if (there.isPresent()) {
            return tie(c, provider, claims, there.get());
        }
        if (rules(provider).governsRoles() && role.isEmpty()) {
            return new Outcome.Turned("the person is in no group that may come");
        }
        Optional<Account.Role> invited =
                invitation == null
                        ? Optional.empty()
                        : invitations.take(c, invitation, provider.tenant(), address.get());
        Optional<Account.Role> given =
                invited.isPresent() && !rules(provider).governsRoles()
                        ? invited
                        : role.filter(_ -> invited.isPresent() || rules(provider).makesAccounts());
        if (given.isEmpty()) {
            return new Outcome.Turned("nobody with this address may come");
        }
        Account made =
                accounts.insert(
                        c,
                        actor(provider),
                        new NewAccount(provider.tenant(), address.get(), given.get()),
                        null);
        members.groups(c, made, claims.groups(), actor(provider));
        return new Outcome.Admitted(made);
    }

    /** An account that is there already is the person's where the issuer decides on addresses. */
    private Outcome tie(Connection c, IdentityProvider provider, Claims claims, Account account)
            throws SQLException {
        boolean taken =
                !Database.list(
                                c,
                                "select 1 from external_identities where tenant = ?"
                                        + " and issuer = ? and account = ?",
                                row -> true,
                                provider.tenant().value(),
                                provider.registration().issuer(),
                                account.id())
                        .isEmpty();
        if (!rules(provider).links() || taken) {
            return new Outcome.Turned("the address is that of an account which is not theirs");
        }
        return again(
                c,
                provider,
                claims,
                new Link(UUID.randomUUID(), account.id(), provider.name(), claims.subject()));
    }

    private static Optional<EmailAddress> address(IdentityProvider provider, Claims claims) {
        return Optional.ofNullable(claims.email())
                .filter(_ -> claims.emailVerified())
                .flatMap(EmailAddress::parse)
                .filter(address -> rules(provider).admits(address.value()));
    }

    private static Rules rules(IdentityProvider provider) {
        return provider.rules();
    }

    private static Actor actor(IdentityProvider provider) {
        return new Actor("identity_provider:" + provider.name());
    }

    private static Optional<Link> find(Connection c, IdentityProvider provider, String subject)
            throws SQLException {
        return Database.list(
                        c,
                        "select * from external_identities where tenant = ? and issuer = ?"
                                + " and subject = ? for update",
                        ExternalIdentities::link,
                        provider.tenant().value(),
                        provider.registration().issuer(),
                        subject)
                .stream()
                .findFirst();
    }

    private void keep(
            Connection c,
            IdentityProvider provider,
            String subject,
            Account account,
            Optional<Secret> refresh)
            throws SQLException {
        Instant now = clock.instant();
        UUID id = find(c, provider, subject).map(Link::id).orElseGet(UUID::randomUUID);
        byte @Nullable [] sealed = refresh.map(it -> sealer.seal(row(id), it)).orElse(null);
        Database.update(
                c,
                "insert into external_identities (id, tenant, provider, issuer, subject, account,"
                        + " sealed_refresh, created_at, checked_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (id) do update set provider = excluded.provider,"
                        + " checked_at = excluded.checked_at, sealed_refresh ="
                        + " coalesce(excluded.sealed_refresh, external_identities.sealed_refresh)",
                id,
                provider.tenant().value(),
                provider.name(),
                provider.registration().issuer(),
                subject,
                account.id(),
                sealed,
                now,
                now);
    }

    /**
     * A tie that it is time to ask the issuer about.
     *
     * @param refresh to be closed by the receiver
     */
    record Due(Link link, IdentityProvider provider, Secret refresh) {}

    /**
     * Takes one of the ties that are due for the account, so that nobody else asks at the same
     * time. Those that were not asked about stay due.
     */
    Optional<Due> due(UUID account, IdentityProviders providers) {
        Instant now = clock.instant();
        return database.first(
                        "update external_identities e set checked_at = ? where e.id ="
                                + " (select d.id from external_identities d"
                                + " join identity_providers p on p.tenant = d.tenant"
                                + " and p.name = d.provider and p.issuer = d.issuer"
                                + " where d.account = ? and p.rechecks"
                                + " and d.sealed_refresh is not null and d.checked_at <= ?"
                                + " order by d.checked_at, d.id limit 1"
                                + " for update of d skip locked) returning e.*",
                        row -> due(row, providers),
                        now,
                        account,
                        now.minus(CHECK_PAUSE))
                .flatMap(Function.identity());
    }

    private Optional<Due> due(ResultSet row, IdentityProviders providers) throws SQLException {
        Link link = link(row);
        byte[] sealed = row.getBytes("sealed_refresh");
        return providers
                .find(new TenantId(row.getString("tenant")), link.provider())
                .map(provider -> new Due(link, provider, sealer.open(row(link.id()), sealed)));
    }

    /** The issuer did not answer: the next to come asks again. */
    void stillDue(Link link) {
        database.update(
                "update external_identities set checked_at = ? where id = ?",
                Instant.EPOCH,
                link.id());
    }

    /** Keeps the refresh token that the issuer gave for the next time. */
    void renew(Link link, Secret refresh) {
        database.update(
                "update external_identities set sealed_refresh = ? where id = ?",
                sealer.seal(row(link.id()), refresh),
                link.id());
    }

    /** The issuer no longer vouches for the person: what they let programs do ends, everywhere. */
    void end(IdentityProvider provider, Link link) {
        database.inTransaction(c -> {
            Database.update(
                    c,
                    "update external_identities set sealed_refresh = null where id = ?",
                    link.id());
            mark(c, link);
            members.endAccess(
                    c,
                    provider.tenant(),
                    link.account(),
                    actor(provider),
                    "the issuer no longer vouches");
            return true;
        });
    }

    private void mark(Connection c, Link link) throws SQLException {
        Database.update(
                c,
                "update external_identities set ended_at = ? where id = ? and ended_at is null",
                clock.instant(),
                link.id());
    }

    /** Signing in through any provider of the tenant is what vouches anew. */
    private static void standsAgain(Connection c, Account account) throws SQLException {
        Database.update(
                c,
                "update external_identities set ended_at = null where account = ?",
                account.id());
    }

    /** Whether an issuer ended the person's access, and none has vouched for them since. */
    boolean ended(UUID account) {
        return database.first(
                        "select 1 from external_identities where account = ?"
                                + " and ended_at is not null",
                        row -> true,
                        account)
                .isPresent();
    }

    private static String row(UUID id) {
        return "external_identities/" + id;
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(
                row.getObject("id", UUID.class),
                row.getObject("account", UUID.class),
                row.getString("provider"),
                row.getString("subject"));
    }
}
