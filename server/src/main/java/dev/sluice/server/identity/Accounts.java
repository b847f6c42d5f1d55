package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The accounts of a deployment and their passwords, which are kept as hashes only. */
public final class Accounts {
    private static final String COLUMNS =
            "select id, tenant, email, role, password_hash, coalesce(disabled_at,"
                    + " (select suspended_at from tenants n where n.id = tenant)) as disabled_at"
                    + " from accounts ";

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Passwords passwords;

    /** Those whose passwords are hashed with bcrypt. */
    public Accounts(DataSource source, Ledger ledger, InstantSource clock) {
        this(source, ledger, PasswordHash.BCRYPT, clock);
    }

    /**
     * @param source its search path is the deployment's schema
     * @param kind how new passwords are hashed, and others at the next sign-in
     */
    public Accounts(DataSource source, Ledger ledger, PasswordHash kind, InstantSource clock) {
        this.database = new Database(source);
        this.ledger = ledger;
        this.passwords = new Passwords(kind);
        this.clock = clock;
    }

    /**
     * Creates an owner of the tenant.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} for an unusable address or password, with
     *     the rule it breaks; {@code ACCOUNT_EXISTS} when the address is taken, in any case
     */
    public Account createOwner(TenantId tenant, String email, Secret password) {
        EmailAddress address = EmailAddress.require(email);
        String hash = passwords.hash(password);
        return database.inTransaction(c -> insertOwner(c, Actor.OPERATOR, tenant, address, hash));
    }

    /** The hash to hand to {@link #insertOwner}, made before a transaction holds a lock. */
    String hash(Secret password) {
        return passwords.hash(password);
    }

    /** An owner made by somebody, or by whoever becomes it. */
    Account insertOwner(
            Connection connection,
            @Nullable Actor by,
            TenantId tenant,
            EmailAddress email,
            String hash)
            throws SQLException {
        return insert(connection, by, new NewAccount(tenant, email, Account.Role.OWNER), hash);
    }

    /** Somebody who is to have an account. */
    public record NewAccount(TenantId tenant, EmailAddress email, Account.Role role) {}

    /**
     * Makes an account.
     *
     * @param by who makes it, null for whoever becomes it
     * @param hash of the password, null when somebody else vouches for the person
     * @throws SluiceException {@code ACCOUNT_EXISTS} when the tenant has one of this address
     */
    public Account insert(
            Connection connection, @Nullable Actor by, NewAccount wanted, @Nullable String hash)
            throws SQLException {
        Account account =
                new Account(
                        UUID.randomUUID(), wanted.tenant(), wanted.email(), wanted.role(), false);
        int inserted =
                Database.update(
                        connection,
                        "insert into accounts (id, tenant, email, password_hash, role, created_at)"
                                + " values (?, ?, ?, ?, ?, ?)"
                                + " on conflict (tenant, lower(email)) do nothing",
                        account.id(),
                        account.tenant().value(),
                        account.email().value(),
                        hash,
                        account.role().label(),
                        clock.instant());
        if (inserted == 0) {
            throw new SluiceException(
                    ReasonCode.ACCOUNT_EXISTS,
                    "An account with this e-mail address exists already.");
        }
        ledger.log(
                connection,
                account.tenant(),
                by == null ? Actor.account(account.id()) : by,
                "account.created",
                account.id().toString(),
                Map.of("role", account.role().label()));
        return account;
    }

    static boolean exists(Connection connection, TenantId tenant, EmailAddress email)
            throws SQLException {
        return !Database.list(
                        connection,
                        "select 1 from accounts where tenant = ? and lower(email) = ?",
                        row -> true,
                        tenant.value(),
                        email.value())
                .isEmpty();
    }

    /** The groups that somebody's identity provider last named, sorted; none of nobody. */
    public List<String> groups(TenantId tenant, String email) {
        return database.first(
                        "select groups from accounts where tenant = ? and lower(email) = ?",
                        row -> Database.texts(row, "groups"),
                        tenant.value(),
                        email)
                .orElse(List.of());
    }

    /**
     * The tenant's account that this address and password belong to. Empty for an unknown address,
     * a wrong password and a disabled account alike, after the same time and the same work: each
     * try is recorded, one at an unknown address in the deployment's log.
     */
    public Optional<Account> verify(TenantId tenant, String email, Secret password) {
        Stored stored =
                EmailAddress.parse(email)
                        .flatMap(address ->
                                database.first(
                                        COLUMNS + "where tenant = ? and lower(email) = ?",
                                        Accounts::stored,
                                        tenant.value(),
                                        address.value()))
                        .orElse(null);
        boolean matches = passwords.matches(password, stored == null ? null : stored.hash());
        @Nullable Account account = stored == null ? null : stored.account();
        boolean accepted = matches && account != null && !account.disabled();
        String anew = accepted && stored != null ? anew(password, stored.hash()) : null;
        database.inTransaction(c -> {
            recordTry(c, account, accepted);
            if (anew != null && stored != null) {
                Database.update(
                        c,
                        "update accounts set password_hash = ?"
                                + " where id = ? and password_hash = ?",
                        anew,
                        stored.account().id(),
                        stored.hash());
            }
            return true;
        });
        return accepted ? Optional.ofNullable(account) : Optional.empty();
    }

    /** The hash to keep from now on, null when the one that is kept will do. */
    private @Nullable String anew(Secret password, @Nullable String hash) {
        return hash != null && passwords.outdated(hash) ? passwords.hash(password) : null;
    }

    private void recordTry(Connection connection, @Nullable Account account, boolean accepted)
            throws SQLException {
        if (account == null) { // what was typed may be a password: it is not kept
            ledger.log(connection, Actor.STRANGER, "password.refused", "unknown", Map.of());
        } else {
            ledger.log(
                    connection,
                    account.tenant(),
                    accepted ? Actor.account(account.id()) : Actor.STRANGER,
                    accepted ? "password.accepted" : "password.refused",
                    account.id().toString(),
                    Map.of());
        }
    }

    /**
     * Changes the password of who knows the one before, and ends all their sessions but this one:
     * all of it or nothing.
     *
     * @param session the one that stays
     * @return false when the current password is not right
     * @throws SluiceException {@code INVALID_ARGUMENT} for a new one that breaks a rule
     */
    public boolean changePassword(Account account, Secret current, Secret next, String session) {
        Optional<Stored> stored =
                database.first(COLUMNS + "where id = ?", Accounts::stored, account.id());
        @Nullable String before = stored.map(Stored::hash).orElse(null);
        if (!passwords.matches(current, before)) {
            return false;
        }
        String after = passwords.hash(next);
        return database.inTransaction(c -> {
            boolean changed =
                    Database.update(
                                    c,
                                    "update accounts set password_hash = ?"
                                            + " where id = ? and password_hash = ?",
                                    after,
                                    account.id(),
                                    before)
                            > 0;
            if (changed) {
                Database.update(
                        c,
                        "delete from sessions where account = ? and id <> ?",
                        account.id(),
                        session);
                ledger.log(
                        c,
                        account.tenant(),
                        Actor.account(account.id()),
                        "password.changed",
                        account.id().toString(),
                        Map.of());
            }
            return changed;
        });
    }

    /** Whether the account has a password; people whom an identity provider vouches for may not. */
    public boolean hasPassword(UUID id) {
        return database.first(COLUMNS + "where id = ?", Accounts::stored, id)
                .map(Stored::hash)
                .isPresent();
    }

    public Optional<Account> find(UUID id) {
        return database.first(COLUMNS + "where id = ?", Accounts::stored, id).map(Stored::account);
    }

    /** The tenant's accounts by address. */
    public List<Account> list(TenantId tenant) {
        return database
                .list(COLUMNS + "where tenant = ? order by email", Accounts::stored, tenant.value())
                .stream()
                .map(Stored::account)
                .toList();
    }

    /**
     * Ends the account: no sign-in, and none of its tokens is accepted from the commit on.
     *
     * @return false when the tenant has no such account
     */
    public boolean disable(TenantId tenant, UUID id, Actor by) {
        return database.inTransaction(c -> {
            int rows =
                    Database.update(
                            c,
                            "update accounts set disabled_at ="
                                    + " coalesce(disabled_at, ?)"
                                    + " where id = ? and tenant = ?",
                            clock.instant(),
                            id,
                            tenant.value());
            if (rows > 0) {
                Grants.revokeAllOfAccount(c, id, clock.instant());
                Members.endSessions(c, id);
                Invitations.withdrawAllOf(c, id.toString(), clock.instant());
                Tokens.revokeAllOfSubject(c, id.toString(), clock.instant());
                ledger.raise(c, tenant, Ledger.account(id.toString()));
                ledger.log(c, tenant, by, "account.disabled", id.toString(), Map.of());
            }
            return rows > 0;
        });
    }

    private record Stored(Account account, @Nullable String hash) {}

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(account(row), row.getString("password_hash"));
    }

    static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getObject("id", UUID.class),
                new TenantId(row.getString("tenant")),
                new EmailAddress(row.getString("email")),
                Account.Role.of(row.getString("role")),
                row.getObject("disabled_at") != null);
    }
}
