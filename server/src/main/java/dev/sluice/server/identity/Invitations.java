package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Accounts.NewAccount;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** One-time links that let somebody have an account. Only their hashes are kept. */
public final class Invitations {
    public static final Duration LIFETIME = Duration.ofDays(7);

    /** Of one tenant, open at once. */
    static final int OPEN_MAX = 500;

    /** Longer text than any link we made is not looked up. */
    private static final int TOKEN_CHARACTERS_MAX = 64;

    private static final String OPEN =
            " used_at is null and withdrawn_at is null and expires_at > ? ";

    private final Database database;
    private final Accounts accounts;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public Invitations(DataSource source, Accounts accounts, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.accounts = accounts;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** An invitation that was not taken up yet. */
    public record Invitation(
            UUID id, TenantId tenant, EmailAddress email, Account.Role role, Instant expiresAt) {}

    /**
     * A new invitation.
     *
     * @param token 43 characters of base64url, to be appended to {@code /invitation/}; the receiver
     *     closes it
     */
    public record Created(Invitation invitation, Secret token) {}

    /**
     * Invites somebody. An earlier invitation of the same address ends. Whether the address has an
     * account in another tenant makes no difference, and is not looked up.
     *
     * @throws SluiceException {@code ACCOUNT_EXISTS} when this tenant has an account of it
     */
    public Created create(TenantId tenant, EmailAddress email, Account.Role role, Actor by) {
        return create(tenant, email, role, by, _ -> true);
    }

    /**
     * The same, by somebody who administers the holders of some roles only.
     *
     * @throws SluiceException also {@code ROLE_FORBIDDEN}, when an invitation is there already that
     *     the caller may not replace
     */
    public Created create(
            TenantId tenant,
            EmailAddress email,
            Account.Role role,
            Actor by,
            Predicate<Account.Role> reach) {
        Instant now = clock.instant();
        Secret token = Hashes.randomText();
        Invitation invitation =
                new Invitation(UUID.randomUUID(), tenant, email, role, now.plus(LIFETIME));
        database.inTransaction(c -> {
            Database.update(c, "delete from invitations where expires_at <= ?", now);
            require(
                    reach,
                    Database.list(
                            c,
                            "delete from invitations where tenant = ? and email = ?"
                                    + " and used_at is null returning role",
                            Invitations::role,
                            tenant.value(),
                            email.value()));
            requireRoom(c, tenant, email, now);
            Database.update(
                    c,
                    "insert into invitations (id, token_hash, tenant, email, role, invited_by,"
                            + " created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
                    invitation.id(),
                    Hashes.of(token.reveal()),
                    tenant.value(),
                    email.value(),
                    role.label(),
                    by.id(),
                    now,
                    invitation.expiresAt());
            ledger.log(
                    c,
                    tenant,
                    by,
                    "invitation.created",
                    invitation.id().toString(),
                    Map.of("role", role.label()));
            return true;
        });
        return new Created(invitation, token);
    }

    private static void requireRoom(Connection c, TenantId tenant, EmailAddress email, Instant now)
            throws SQLException {
        if (Accounts.exists(c, tenant, email)) {
            throw new SluiceException(
                    ReasonCode.ACCOUNT_EXISTS,
                    "An account with this e-mail address exists already.");
        }
        int open =
                Database.list(
                                c,
                                "select 1 from invitations where tenant = ? and" + OPEN,
                                row -> true,
                                tenant.value(),
                                now)
                        .size();
        if (open >= OPEN_MAX) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "There are " + OPEN_MAX + " open invitations: withdraw some first.");
        }
    }

    /** The tenant's open invitations, by address. */
    public List<Invitation> list(TenantId tenant) {
        return database.list(
                "select * from invitations where tenant = ? and" + OPEN + "order by email",
                Invitations::invitation,
                tenant.value(),
                clock.instant());
    }

    /**
     * Ends an open invitation.
     *
     * @param reach which roles' invitations the caller may end
     * @return false when the tenant has none of this id
     * @throws SluiceException {@code ROLE_FORBIDDEN}
     */
    public boolean withdraw(TenantId tenant, UUID id, Actor by, Predicate<Account.Role> reach) {
        return database.inTransaction(c -> {
            Instant now = clock.instant();
            List<Account.Role> withdrawn =
                    Database.list(
                            c,
                            "update invitations set withdrawn_at = ? where tenant = ? and id = ?"
                                    + " and"
                                    + OPEN
                                    + "returning role",
                            Invitations::role,
                            now,
                            tenant.value(),
                            id,
                            now);
            require(reach, withdrawn);
            if (withdrawn.isEmpty()) {
                return false;
            }
            ledger.log(c, tenant, by, "invitation.withdrawn", id.toString(), Map.of());
            return true;
        });
    }

    /** Nothing is changed when one of them is out of reach. */
    private static void require(Predicate<Account.Role> reach, List<Account.Role> changed) {
        if (!changed.stream().allMatch(reach)) {
            throw new SluiceException(
                    ReasonCode.ROLE_FORBIDDEN, "Only an owner decides who is an owner.");
        }
    }

    private static Account.Role role(ResultSet row) throws SQLException {
        return Account.Role.of(row.getString("role"));
    }

    /** The invitation behind a link, while it is open. */
    public Optional<Invitation> find(String token) {
        return token.length() > TOKEN_CHARACTERS_MAX
                ? Optional.empty()
                : database.first(
                        "select * from invitations where token_hash = ? and" + OPEN,
                        Invitations::invitation,
                        Hashes.of(token),
                        clock.instant());
    }

    /**
     * Uses the link up and makes the account: both or neither, and once however many try.
     *
     * @return empty when the link is unknown, used, withdrawn or expired
     * @throws SluiceException {@code INVALID_ARGUMENT} for an unusable password, {@code
     *     ACCOUNT_EXISTS}, {@code NOT_FOUND} where the tenant has no passwords; the link stays
     *     usable then
     */
    public Optional<Account> accept(String token, Secret password) {
        Optional<Invitation> invitation = find(token);
        if (invitation.isEmpty()) {
            return Optional.empty();
        }
        TenantId tenant = invitation.get().tenant();
        EmailAddress email = invitation.get().email();
        String hash = accounts.hash(password);
        return database.inTransaction(c -> {
            requirePasswords(c, tenant);
            Optional<Account.Role> role = take(c, token, tenant, email);
            return role.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            accounts.insert(
                                    c, null, new NewAccount(tenant, email, role.get()), hash));
        });
    }

    /** Holds the tenant, so that its passwords are not taken away at the same time. */
    private static void requirePasswords(Connection c, TenantId tenant) throws SQLException {
        Database.list(
                c,
                "select 1 from tenants where id = ? for no key update",
                row -> true,
                tenant.value());
        boolean none =
                !Database.list(
                                c,
                                "select 1 from identity_providers where tenant = ? and only_way",
                                row -> true,
                                tenant.value())
                        .isEmpty();
        if (none) {
            throw new SluiceException(
                    ReasonCode.NOT_FOUND, "This invitation cannot be taken up with a password.");
        }
    }

    /** Uses the link up in a transaction that makes the account; empty when it is not for them. */
    public Optional<Account.Role> take(
            Connection c, String token, TenantId tenant, EmailAddress email) throws SQLException {
        Instant now = clock.instant();
        if (token.length() > TOKEN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        return Database.list(
                        c,
                        "update invitations set used_at = ? where token_hash = ? and tenant = ?"
                                + " and email = ? and"
                                + OPEN
                                + "returning role",
                        Invitations::role,
                        now,
                        Hashes.of(token),
                        tenant.value(),
                        email.value(),
                        now)
                .stream()
                .findFirst();
    }

    /**
     * Whoever may no longer administer has invited nobody either.
     *
     * @param inviter the id of an account or a client
     */
    static void withdrawAllOf(Connection c, String inviter, Instant now) throws SQLException {
        Database.update(
                c,
                "update invitations set withdrawn_at = ? where invited_by = ?"
                        + " and used_at is null and withdrawn_at is null",
                now,
                inviter);
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        return new Invitation(
                row.getObject("id", UUID.class),
                new TenantId(row.getString("tenant")),
                new EmailAddress(row.getString("email")),
                Account.Role.of(row.getString("role")),
                Database.instant(row, "expires_at"));
    }
}
