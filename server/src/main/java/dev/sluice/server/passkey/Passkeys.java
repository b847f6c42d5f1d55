package dev.sluice.server.passkey;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.FactorChanges;
import dev.sluice.server.identity.Hashes;
import dev.sluice.server.identity.Ledger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The passkeys of all accounts. */
public final class Passkeys {
    public static final int PER_ACCOUNT_MAX = 20;

    /** Longer ids are none (WebAuthn section 4, Credential ID: 1,023 bytes), here in base64url. */
    static final int ID_CHARACTERS_MAX = 1364;

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public Passkeys(DataSource source, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What came of adding one. */
    public enum Added {
        DONE,
        /** This very one belongs to an account already. */
        KNOWN,
        /** The account has {@link #PER_ACCOUNT_MAX}. */
        TOO_MANY
    }

    /** Whether the account has one that may still be used. */
    public boolean present(UUID account) {
        return database.first(
                        "select 1 from passkeys where account = ? and suspected_at is null limit 1",
                        row -> row.getInt(1),
                        account)
                .isPresent();
    }

    /** The account's, the oldest first. */
    public List<Passkey> list(UUID account) {
        return database.list(
                "select * from passkeys where account = ? order by created_at, id",
                Passkeys::passkey,
                account);
    }

    public Optional<Passkey> find(String id) {
        return id.length() > ID_CHARACTERS_MAX
                ? Optional.empty()
                : database.first("select * from passkeys where id = ?", Passkeys::passkey, id);
    }

    /**
     * What authenticators know the account by: random, so that it says nothing about anybody, and
     * always the same (WebAuthn section 14.6.1). 43 characters of base64url.
     */
    public String handle(UUID account) {
        try (Secret fresh = Hashes.randomText()) {
            database.update(
                    "insert into passkey_handles (account, handle) values (?, ?)"
                            + " on conflict (account) do nothing",
                    account,
                    new String(fresh.reveal(), StandardCharsets.US_ASCII));
        }
        return database.first(
                        "select handle from passkey_handles where account = ?",
                        row -> row.getString("handle"),
                        account)
                .orElseThrow();
    }

    /** Adds one to the account, and records it. */
    public Added add(Account account, String id, String label, Passkey.Key key) {
        return database.inTransaction(c -> {
            if (!FactorChanges.lock(c, account.id()) || count(c, account.id()) >= PER_ACCOUNT_MAX) {
                return Added.TOO_MANY;
            }
            int added =
                    Database.update(
                            c,
                            "insert into passkeys (id, account, label, public_key, model,"
                                    + " sign_count, backup_eligible, backed_up, transports,"
                                    + " created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                    + " on conflict (id) do nothing",
                            id,
                            account.id(),
                            label,
                            key.publicKey(),
                            key.model(),
                            key.signCount(),
                            key.backupEligible(),
                            key.backedUp(),
                            key.transports(),
                            clock.instant());
            if (added == 0) {
                return Added.KNOWN;
            }
            log(c, account.tenant(), Actor.account(account.id()), "passkey.added", account, id);
            return Added.DONE;
        });
    }

    private static int count(Connection connection, UUID account) throws SQLException {
        return Database.list(
                        connection,
                        "select count(*) as n from passkeys where account = ?",
                        row -> row.getInt("n"),
                        account)
                .getFirst();
    }

    /**
     * Notes a use. Of two uses with the same count, one is told false: so are all uses of one that
     * is suspected, or that was removed meanwhile.
     */
    public boolean used(String id, long signCount, boolean backedUp) {
        return database.update(
                        "update passkeys set sign_count = ?, backed_up = ?, used_at = ?"
                                + " where id = ? and suspected_at is null"
                                + " and (sign_count < ? or (sign_count = 0 and ? = 0))",
                        signCount,
                        backedUp,
                        clock.instant(),
                        id,
                        signCount,
                        signCount)
                > 0;
    }

    /** Takes it out of use, until its owner removes it: its count went back. */
    public void suspect(Account account, String id) {
        database.inTransaction(c -> {
            int first =
                    Database.update(
                            c,
                            "update passkeys set suspected_at = ?"
                                    + " where id = ? and suspected_at is null",
                            clock.instant(),
                            id);
            if (first > 0) {
                log(c, account.tenant(), Actor.SERVER, "passkey.suspected", account, id);
            }
            return first;
        });
    }

    /**
     * Removes one; the recovery codes go with the last factor.
     *
     * @return false when the account has none of this id
     */
    public boolean remove(Account account, String id, Actor by) {
        return database.inTransaction(c -> {
            FactorChanges.lock(c, account.id());
            int removed =
                    Database.update(
                            c,
                            "delete from passkeys where id = ? and account = ?",
                            id,
                            account.id());
            if (removed > 0) {
                FactorChanges.dropCodesWithoutFactor(c, account.id());
                log(c, account.tenant(), by, "passkey.removed", account, id);
            }
            return removed > 0;
        });
    }

    private void log(
            Connection connection,
            TenantId tenant,
            Actor by,
            String action,
            Account account,
            String id)
            throws SQLException {
        ledger.log(connection, tenant, by, action, account.id().toString(), Map.of("passkey", id));
    }

    private static Passkey passkey(ResultSet row) throws SQLException {
        return new Passkey(
                row.getString("id"),
                row.getObject("account", UUID.class),
                row.getString("label"),
                new Passkey.Key(
                        row.getString("public_key"),
                        row.getObject("model", UUID.class),
                        row.getLong("sign_count"),
                        row.getBoolean("backup_eligible"),
                        row.getBoolean("backed_up"),
                        Database.texts(row, "transports")),
                new Passkey.Life(
                        Database.instant(row, "created_at"),
                        optional(row, "used_at"),
                        optional(row, "suspected_at")));
    }

    private static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
        Timestamp moment = row.getTimestamp(column);
        return moment == null ? null : moment.toInstant();
    }
}
