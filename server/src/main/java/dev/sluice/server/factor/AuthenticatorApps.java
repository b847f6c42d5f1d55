package dev.sluice.server.factor;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.FactorChanges;
import dev.sluice.server.identity.Ledger;
import dev.sluice.server.identity.Members;
import dev.sluice.server.identity.Sealer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;

/** The apps that show one-time codes, one for each account at most. Their secrets are sealed. */
public final class AuthenticatorApps {
    private static final Map<String, String> KIND = Map.of("kind", "totp");

    private final Database database;
    private final Sealer sealer;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public AuthenticatorApps(DataSource source, Sealer sealer, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.sealer = sealer;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Adds an app, or puts it in the place of the one before, once it has shown a right code.
     *
     * @param secret 20 random bytes that the app was given
     * @return false for a wrong code
     */
    public boolean add(Account account, Secret secret, String code) {
        return add(
                account,
                secret,
                code,
                "on conflict (account) do update set sealed = excluded.sealed,"
                        + " used_step = excluded.used_step, created_at = excluded.created_at");
    }

    /**
     * Adds the account's first app, once it has shown a right code. An app that was there before,
     * or is added at the same time, stays.
     *
     * @param secret 20 random bytes that the app was given
     * @return false for a wrong code, and when there is an app
     */
    public boolean addFirst(Account account, Secret secret, String code) {
        return add(account, secret, code, "on conflict (account) do nothing");
    }

    private boolean add(Account account, Secret secret, String code, String onConflict) {
        OptionalLong step = Totp.match(secret.reveal(), code, clock.instant());
        if (step.isEmpty()) {
            return false;
        }
        byte[] sealed = sealer.seal(row(account.id()), secret);
        return database.inTransaction(c -> {
            int added =
                    Database.update(
                            c,
                            "insert into totp_factors (account, sealed, used_step, created_at)"
                                    + " values (?, ?, ?, ?) "
                                    + onConflict,
                            account.id(),
                            sealed,
                            step.getAsLong(),
                            clock.instant());
            if (added == 0) {
                return false;
            }
            ledger.log(
                    c,
                    account.tenant(),
                    Actor.account(account.id()),
                    "factor.added",
                    account.id().toString(),
                    KIND);
            return true;
        });
    }

    public boolean present(UUID account) {
        return sealed(account).isPresent();
    }

    /** Whether the app shows this code now; each is taken once, on whatever node. */
    boolean accept(UUID account, String code) {
        Optional<byte[]> sealed = sealed(account);
        if (sealed.isEmpty()) {
            return false;
        }
        OptionalLong step;
        try (Secret secret = sealer.open(row(account), sealed.get())) {
            step = Totp.match(secret.reveal(), code, clock.instant());
        }
        return step.isPresent()
                && database.update(
                                "update totp_factors set used_step = ?"
                                        + " where account = ? and used_step < ?",
                                step.getAsLong(),
                                account,
                                step.getAsLong())
                        > 0;
    }

    /**
     * Takes the app away; the recovery codes go with the last factor.
     *
     * @return false when there is none
     */
    boolean remove(Account account, Actor by) {
        return database.inTransaction(c -> {
            FactorChanges.lock(c, account.id());
            boolean removed = remove(c, account, by);
            FactorChanges.dropCodesWithoutFactor(c, account.id());
            return removed;
        });
    }

    private boolean remove(Connection connection, Account account, Actor by) throws SQLException {
        String id = account.id().toString();
        int rows =
                Database.update(
                        connection, "delete from totp_factors where account = ?", account.id());
        if (rows > 0) {
            ledger.log(connection, account.tenant(), by, "factor.removed", id, KIND);
        }
        return rows > 0;
    }

    /**
     * Takes everything away that the account has besides its password, and ends its sessions, all
     * in one transaction: app, passkeys, recovery codes, and the count of wrong codes.
     */
    void reset(Account account, Actor by) {
        database.inTransaction(c -> {
            FactorChanges.lock(c, account.id());
            remove(c, account, by);
            List<String> passkeys =
                    Database.list(
                            c,
                            "delete from passkeys where account = ? returning id",
                            row -> row.getString("id"),
                            account.id());
            String id = account.id().toString();
            for (String passkey : passkeys) {
                ledger.log(
                        c, account.tenant(), by, "passkey.removed", id, Map.of("passkey", passkey));
            }
            FactorChanges.dropCodesWithoutFactor(c, account.id());
            Database.update(c, "delete from factor_tries where account = ?", account.id());
            Members.endSessions(c, account.id());
            return passkeys.size();
        });
    }

    private Optional<byte[]> sealed(UUID account) {
        return database.first(
                "select sealed from totp_factors where account = ?",
                row -> row.getBytes("sealed"),
                account);
    }

    private static String row(UUID account) {
        return "totp_factors/" + account;
    }
}
