package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Devices that wait for somebody to let them in (RFC 8628). */
public final class DeviceRequests {
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    /** The pause between two polls; each one that comes too early makes it longer by as much. */
    public static final Duration PAUSE = Duration.ofSeconds(5);

    /** Devices that wait; beyond it none can begin until some have expired. */
    static final int WAITING_MAX = 10_000;

    /** Without vowels, so that no words arise, and without letters that look alike. */
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";

    private static final int USER_CODE_CHARACTERS = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Grants grants;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public DeviceRequests(DataSource source, Grants grants, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.grants = grants;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What the device is told.
     *
     * @param deviceCode 43 characters of base64url; the receiver closes it
     * @param userCode as it is shown, {@code XXXX-XXXX}
     */
    public record Started(Secret deviceCode, String userCode) {}

    /**
     * A device that nobody has let in or turned away yet.
     *
     * @param place the address that it asked from
     */
    public record Waiting(String client, List<String> scopes, String place, Instant askedAt) {
        public Waiting {
            scopes = List.copyOf(scopes);
        }
    }

    /** What a poll is answered with (RFC 8628 section 3.5). */
    public sealed interface Poll {
        record Granted(Grant grant) implements Poll {}

        record Pending() implements Poll {}

        record SlowDown() implements Poll {}

        record Denied() implements Poll {}

        record Expired() implements Poll {}

        /** Not this client's, used up, or never given out. */
        record Unknown() implements Poll {}
    }

    /** Begins; requests that have long expired are deleted. */
    public Started start(String client, List<String> scopes, String place) {
        Instant now = clock.instant();
        database.update("delete from oauth_devices where expires_at < ?", now.minus(LIFETIME));
        requireRoom(now);
        Secret device = Hashes.randomText();
        String user = newUserCode();
        database.update(
                "insert into oauth_devices (device_hash, user_code_hash, client, scopes, place,"
                        + " created_at, expires_at, pause_seconds) values (?, ?, ?, ?, ?, ?, ?, ?)",
                Hashes.of(device.reveal()),
                Hashes.of(user),
                client,
                scopes,
                place,
                now,
                now.plus(LIFETIME),
                (int) PAUSE.toSeconds());
        return new Started(device, user.substring(0, 4) + "-" + user.substring(4));
    }

    private void requireRoom(Instant now) {
        boolean full =
                database.first(
                                "select count(*) >= ? as full from oauth_devices"
                                        + " where grant_id is null and expires_at > ?",
                                row -> row.getBoolean("full"),
                                WAITING_MAX,
                                now)
                        .orElse(false);
        if (full) {
            throw new SluiceException(
                    ReasonCode.RATE_LIMITED, "Too many devices wait; try again later.");
        }
    }

    /** The device that waits under this code, as a person types it. */
    public Optional<Waiting> waiting(String typed) {
        return userCode(typed)
                .flatMap(code ->
                        database.first(
                                "select * from oauth_devices where user_code_hash = ?"
                                        + " and expires_at > ? and denied_at is null"
                                        + " and grant_id is null",
                                row ->
                                        new Waiting(
                                                row.getString("client"),
                                                Database.texts(row, "scopes"),
                                                row.getString("place"),
                                                Database.instant(row, "created_at")),
                                Hashes.of(code),
                                clock.instant()));
    }

    /** Lets the device in. False when it no longer waits. */
    public boolean approve(String typed, Grants.Consent consent) {
        Optional<String> code = userCode(typed);
        return code.isPresent()
                && database.inTransaction(c -> {
                    Instant now = clock.instant();
                    boolean waits =
                            !Database.list(
                                            c,
                                            "select 1 from oauth_devices where user_code_hash = ?"
                                                    + " and client = ? and expires_at > ?"
                                                    + " and denied_at is null and grant_id is null"
                                                    + " for update",
                                            row -> true,
                                            Hashes.of(code.get()),
                                            consent.client(),
                                            now)
                                    .isEmpty();
                    if (waits) {
                        String grant =
                                grants.insert(c, consent, now.plus(LIFETIME.multipliedBy(2)));
                        Database.update(
                                c,
                                "update oauth_devices set grant_id = ? where user_code_hash = ?",
                                grant,
                                Hashes.of(code.get()));
                        ledger.log(
                                c,
                                consent.tenant(),
                                Actor.account(consent.account()),
                                "device.approved",
                                grant,
                                Map.of("client", consent.client()));
                    }
                    return waits;
                });
    }

    /** Turns the device away, for an account of the tenant. False when it no longer waits. */
    public boolean deny(String typed, TenantId tenant, UUID account) {
        Optional<String> code = userCode(typed);
        return code.isPresent()
                && database.inTransaction(c -> {
                    List<String> denied =
                            Database.list(
                                    c,
                                    "update oauth_devices set denied_at = ?"
                                            + " where user_code_hash = ? and expires_at > ?"
                                            + " and denied_at is null and grant_id is null"
                                            + " returning client",
                                    row -> row.getString("client"),
                                    clock.instant(),
                                    Hashes.of(code.get()),
                                    clock.instant());
                    for (String client : denied) {
                        Actor by = Actor.account(account);
                        ledger.log(c, tenant, by, "device.denied", client, Map.of());
                    }
                    return !denied.isEmpty();
                });
    }

    /** Answers a device that asks whether it may come in. */
    public Poll poll(String deviceCode, String client) {
        if (deviceCode.length() > Grants.TOKEN_CHARACTERS_MAX) {
            return new Poll.Unknown();
        }
        byte[] hash = Hashes.of(deviceCode);
        return database.inTransaction(c -> {
            List<Row> rows =
                    Database.list(
                            c,
                            "select * from oauth_devices where device_hash = ? and client = ?"
                                    + " for update",
                            DeviceRequests::row,
                            hash,
                            client);
            return rows.isEmpty() ? new Poll.Unknown() : answer(c, hash, client, rows.getFirst());
        });
    }

    private record Row(
            Instant expiresAt,
            int pauseSeconds,
            @Nullable Instant polledAt,
            boolean denied,
            @Nullable String grant,
            boolean redeemed) {
        boolean tooEarly(Instant now) {
            return polledAt != null && now.isBefore(polledAt.plusSeconds(pauseSeconds));
        }
    }

    private Poll answer(Connection c, byte[] hash, String client, Row row) throws SQLException {
        Instant now = clock.instant();
        if (row.redeemed()) {
            if (row.grant() != null) {
                grants.revokeStolen(c, row.grant(), client, "A device code was used twice");
            }
            return new Poll.Unknown();
        }
        if (!row.expiresAt().isAfter(now)) {
            return new Poll.Expired();
        }
        if (row.denied()) {
            return new Poll.Denied();
        }
        boolean early = row.tooEarly(now);
        int pause = row.pauseSeconds() + (early ? (int) PAUSE.toSeconds() : 0);
        Database.update(
                c,
                "update oauth_devices set polled_at = ?, pause_seconds = ? where device_hash = ?",
                now,
                pause,
                hash);
        if (early) {
            return new Poll.SlowDown();
        }
        return row.grant() == null ? new Poll.Pending() : redeem(c, hash, row.grant(), now);
    }

    private static Poll redeem(Connection c, byte[] hash, String grant, Instant now)
            throws SQLException {
        Database.update(
                c, "update oauth_devices set redeemed_at = ? where device_hash = ?", now, hash);
        return Grants.live(c, grant).<Poll>map(Poll.Granted::new).orElseGet(Poll.Unknown::new);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                Database.instant(row, "expires_at"),
                row.getInt("pause_seconds"),
                row.getObject("polled_at") == null ? null : Database.instant(row, "polled_at"),
                row.getObject("denied_at") != null,
                row.getString("grant_id"),
                row.getObject("redeemed_at") != null);
    }

    private static String newUserCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < USER_CODE_CHARACTERS; i++) {
            code.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    /** What remains of typed text that could be a code: case, spaces and dashes do not matter. */
    private static Optional<String> userCode(String typed) {
        if (typed.length() > 4 * USER_CODE_CHARACTERS) {
            return Optional.empty();
        }
        String code = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        boolean possible =
                code.length() == USER_CODE_CHARACTERS
                        && code.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0);
        return possible ? Optional.of(code) : Optional.empty();
    }
}
