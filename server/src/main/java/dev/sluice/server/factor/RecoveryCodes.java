package dev.sluice.server.factor;

import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.Hashes;
import dev.sluice.server.identity.Ledger;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Codes on paper for the day the app is lost: ten of 80 random bits, each good for one sign-in.
 * Only hashes are kept, of the account and the code.
 */
public final class RecoveryCodes {
    public static final int COUNT = 10;

    private static final int RANDOM_BYTES = 10;
    private static final int CHARACTERS = RANDOM_BYTES * Byte.SIZE / 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public RecoveryCodes(DataSource source, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * New codes in the place of all before, in groups of four letters; they are not shown again.
     */
    public List<String> renew(Account account) {
        List<String> codes = Stream.generate(RecoveryCodes::random).limit(COUNT).toList();
        return database.inTransaction(c -> {
            Database.update(c, "delete from recovery_codes where account = ?", account.id());
            for (String code : codes) {
                Database.update(
                        c,
                        "insert into recovery_codes (code_hash, account, created_at)"
                                + " values (?, ?, ?)",
                        hash(account.id(), code),
                        account.id(),
                        clock.instant());
            }
            ledger.log(
                    c,
                    account.tenant(),
                    Actor.account(account.id()),
                    "recovery_codes.renewed",
                    account.id().toString(),
                    Map.of());
            List<String> shown = new ArrayList<>();
            codes.forEach(code -> shown.add(Base32.grouped(code)));
            return List.copyOf(shown);
        });
    }

    /** How many are unused. */
    public int left(UUID account) {
        return database.first(
                        "select count(*) as left from recovery_codes"
                                + " where account = ? and used_at is null",
                        row -> row.getInt("left"),
                        account)
                .orElse(0);
    }

    /** Whether this text is a code, spaces and case aside. */
    static boolean looksLikeOne(String typed) {
        return plain(typed).length() == CHARACTERS;
    }

    /** Uses a code up: of any number that try at once, one succeeds. */
    boolean use(Account account, String typed) {
        return database.inTransaction(c -> {
            boolean used =
                    Database.update(
                                    c,
                                    "update recovery_codes set used_at = ?"
                                            + " where code_hash = ? and used_at is null",
                                    clock.instant(),
                                    hash(account.id(), plain(typed)))
                            > 0;
            if (used) {
                ledger.log(
                        c,
                        account.tenant(),
                        Actor.account(account.id()),
                        "recovery_code.used",
                        account.id().toString(),
                        Map.of());
            }
            return used;
        });
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return Base32.encode(bytes);
    }

    private static String plain(String typed) {
        return typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    private static byte[] hash(UUID account, String code) {
        return Hashes.of(account + "/" + code);
    }
}
