package dev.sluice.server.identity;

import dev.sluice.core.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The RSA keys that sign access tokens (RS256). The newest that is not retired signs; retired ones
 * stay published until the tokens they signed have expired. Private parts are kept sealed.
 *
 * <p>What is published is read from the store at least every 30 seconds, and when a token names a
 * key that is not known yet.
 */
public final class SigningKeys {
    /** Longer than any access token lives. */
    static final Duration RETIRED_KEPT = Duration.ofHours(2);

    static final Duration SNAPSHOT_AGE_MAX = Duration.ofSeconds(30);

    /** Tokens that name unknown keys cannot make us read more often than this. */
    static final Duration SNAPSHOT_AGE_MIN = Duration.ofSeconds(1);

    private static final int KEY_BITS = 2048;
    private static final int ID_BYTES = 9;
    private static final long LOCK = 0x736c75696365_6b79L;

    private final Database database;
    private final Sealer sealer;
    private final Tokens tokens;
    private final Ledger ledger;
    private final InstantSource clock;
    private volatile @Nullable Snapshot snapshot;

    /** The data source's search path is the deployment's schema. */
    public SigningKeys(
            DataSource source, Sealer sealer, Tokens tokens, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.sealer = sealer;
        this.tokens = tokens;
        this.ledger = ledger;
        this.clock = clock;
    }

    private record Snapshot(
            Instant readAt, SigningKey current, SequencedMap<String, RSAPublicKey> published) {
        boolean youngerThan(Duration age, Instant now) {
            return readAt.plus(age).isAfter(now);
        }
    }

    private record Stored(String id, RSAPublicKey publicKey, boolean retired) {}

    /** The key to sign with; the first call of a deployment makes it. */
    public SigningKey current() {
        return snapshot(SNAPSHOT_AGE_MAX).current();
    }

    /** The keys to verify with by {@code kid}, the one that signs first. */
    public SequencedMap<String, RSAPublicKey> published() {
        return snapshot(SNAPSHOT_AGE_MAX).published();
    }

    /** The published key of this id, also when another node has just made it. */
    public Optional<RSAPublicKey> publicKey(String id) {
        RSAPublicKey known = snapshot(SNAPSHOT_AGE_MAX).published().get(id);
        return Optional.ofNullable(
                known != null ? known : snapshot(SNAPSHOT_AGE_MIN).published().get(id));
    }

    /** Makes a new key that signs from now on; the old one stays published. Returns its id. */
    public String rotate(Actor by) {
        String id =
                database.inTransaction(c -> {
                    Database.list(c, "select pg_advisory_xact_lock(?)", row -> true, LOCK);
                    Database.update(
                            c,
                            "update signing_keys set retired_at = ?" + " where retired_at is null",
                            clock.instant());
                    return insert(c, by);
                });
        snapshot = null;
        return id;
    }

    /**
     * Makes a new key when the one that signs is older; of several nodes that ask, one does.
     *
     * @return whether it did
     */
    public boolean rotateWhenOlderThan(Duration age, Actor by) {
        boolean rotated =
                database.inTransaction(c -> {
                    Database.list(c, "select pg_advisory_xact_lock(?)", row -> true, LOCK);
                    int retired =
                            Database.update(
                                    c,
                                    "update signing_keys set retired_at = ?"
                                            + " where retired_at is null and created_at <= ?",
                                    clock.instant(),
                                    clock.instant().minus(age));
                    if (retired > 0) {
                        insert(c, by);
                    }
                    return retired > 0;
                });
        snapshot = null;
        return rotated;
    }

    /** Unpublishes all keys but the one that signs, as {@link #drop} does; returns their ids. */
    public List<String> dropRetired(Actor by) {
        List<String> dropped =
                database.list(
                        "select id from signing_keys where retired_at is not null order by id",
                        row -> row.getString("id"));
        dropped.forEach(id -> drop(id, by));
        return dropped;
    }

    /**
     * Unpublishes a key at once and revokes every token that it signed. When it was the one that
     * signs, a new one is made.
     *
     * @return false when there is no such key
     */
    public boolean drop(String id, Actor by) {
        boolean dropped =
                database.inTransaction(c -> {
                    int deleted = Database.update(c, "delete from signing_keys where id = ?", id);
                    if (deleted > 0) {
                        tokens.revokeAllSignedBy(c, id);
                        ledger.log(c, by, "signing_key.dropped", id, Map.of());
                    }
                    return deleted > 0;
                });
        snapshot = null;
        return dropped;
    }

    private Snapshot snapshot(Duration age) {
        Snapshot known = snapshot;
        return known != null && known.youngerThan(age, clock.instant()) ? known : reread(age);
    }

    private synchronized Snapshot reread(Duration age) {
        Snapshot known = snapshot;
        if (known != null && known.youngerThan(age, clock.instant())) {
            return known; // another thread has just read
        }
        Snapshot read = database.inTransaction(connection -> read(connection, known));
        snapshot = read;
        return read;
    }

    private Snapshot read(Connection connection, @Nullable Snapshot before) throws SQLException {
        Instant now = clock.instant();
        List<Stored> stored = stored(connection);
        if (stored.stream().allMatch(Stored::retired)) {
            Database.list(connection, "select pg_advisory_xact_lock(?)", row -> true, LOCK);
            stored = stored(connection); // another node may have made it meanwhile
            if (stored.stream().allMatch(Stored::retired)) {
                insert(connection, Actor.SERVER);
                stored = stored(connection);
            }
        }
        Stored first = stored.getFirst();
        SigningKey current =
                before != null && before.current().id().equals(first.id())
                        ? before.current()
                        : new SigningKey(
                                first.id(), first.publicKey(), privateKey(connection, first.id()));
        SequencedMap<String, RSAPublicKey> published = new LinkedHashMap<>();
        stored.forEach(key -> published.put(key.id(), key.publicKey()));
        return new Snapshot(now, current, Collections.unmodifiableSequencedMap(published));
    }

    /** Those to publish, the one that signs first. */
    private List<Stored> stored(Connection connection) throws SQLException {
        return Database.list(
                connection,
                "select id, public_key, retired_at from signing_keys"
                        + " where retired_at is null or retired_at > ?"
                        + " order by retired_at desc nulls first, created_at desc, id",
                row ->
                        new Stored(
                                row.getString("id"),
                                publicKey(row.getBytes("public_key")),
                                row.getObject("retired_at") != null),
                clock.instant().minus(RETIRED_KEPT));
    }

    private static RSAPublicKey publicKey(byte[] encoded) {
        try {
            return (RSAPublicKey)
                    KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored public key cannot be read", e);
        }
    }

    private RSAPrivateKey privateKey(Connection connection, String id) throws SQLException {
        byte[] sealed =
                Database.list(
                                connection,
                                "select sealed_private from signing_keys where id = ?",
                                row -> row.getBytes("sealed_private"),
                                id)
                        .getFirst();
        try (Secret encoded = sealer.open(row(id), sealed)) {
            return (RSAPrivateKey)
                    KeyFactory.getInstance("RSA")
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded.reveal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the signing key " + id + " cannot be read", e);
        }
    }

    private String insert(Connection connection, Actor by) throws SQLException {
        String id = Hashes.randomId(ID_BYTES);
        KeyPair pair = newPair();
        byte[] sealed;
        try (Secret encoded = Secret.takingOver(pair.getPrivate().getEncoded())) {
            sealed = sealer.seal(row(id), encoded);
        }
        Database.update(
                connection,
                "insert into signing_keys (id, public_key, sealed_private, created_at)"
                        + " values (?, ?, ?, ?)",
                id,
                pair.getPublic().getEncoded(),
                sealed,
                clock.instant());
        ledger.log(connection, by, "signing_key.created", id, Map.of());
        Database.update(
                connection,
                "delete from signing_keys where retired_at <= ?",
                clock.instant().minus(RETIRED_KEPT));
        return id;
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    private static String row(String id) {
        return "signing_keys/" + id;
    }
}
