package dev.sluice.server.identity;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** One-time links, each of which creates one owner. Only their hashes are kept. */
public final class SetupLinks {
    public static final Duration LIFETIME = Duration.ofHours(24);

    /** Longer text than any link we made is not looked up. */
    private static final int TOKEN_CHARACTERS_MAX = 64;

    private final Database database;
    private final Accounts accounts;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public SetupLinks(DataSource source, Accounts accounts, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.accounts = accounts;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * A new link's token, 43 characters of base64url, to be appended to {@code /setup/}; the
     * receiver closes it. Links that are no longer valid are deleted.
     */
    public Secret create(TenantId tenant) {
        Instant now = clock.instant();
        Secret token = Hashes.randomText();
        database.inTransaction(c -> {
            Database.update(c, "delete from setup_links where expires_at < ?", now);
            ledger.log(c, tenant, Actor.OPERATOR, "setup_link.created", tenant.value(), Map.of());
            return Database.update(
                    c,
                    "insert into setup_links (token_hash, tenant, expires_at) values (?, ?, ?)",
                    Hashes.of(token.reveal()),
                    tenant.value(),
                    now.plus(LIFETIME));
        });
        return token;
    }

    /** The tenant that the link is for, while it is neither used nor expired. */
    public Optional<TenantId> find(String token) {
        if (token.length() > TOKEN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        return database.first(
                "select tenant from setup_links"
                        + " where token_hash = ? and used_at is null and expires_at > ?",
                row -> new TenantId(row.getString("tenant")),
                Hashes.of(token),
                clock.instant());
    }

    /**
     * Uses the link up and creates the owner: both or neither, and once however many try.
     *
     * @return empty when the link is unknown, used or expired
     * @throws dev.sluice.core.SluiceException as {@link Accounts#createOwner}; the link stays
     *     usable then
     */
    public Optional<Account> createOwner(String token, String email, Secret password) {
        if (find(token).isEmpty()) {
            return Optional.empty();
        }
        EmailAddress address = EmailAddress.require(email);
        String hash = accounts.hash(password);
        return database.inTransaction(c -> {
            List<TenantId> tenants =
                    Database.list(
                            c,
                            "update setup_links set used_at = ? where token_hash = ?"
                                    + " and used_at is null and expires_at > ?"
                                    + " returning tenant",
                            row -> new TenantId(row.getString("tenant")),
                            clock.instant(),
                            Hashes.of(token),
                            clock.instant());
            return tenants.isEmpty()
                    ? Optional.empty()
                    : Optional.of(accounts.insertOwner(c, null, tenants.getFirst(), address, hash));
        });
    }
}
