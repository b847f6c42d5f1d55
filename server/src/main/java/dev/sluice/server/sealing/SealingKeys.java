package dev.sluice.server.sealing;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.Ledger;
import dev.sluice.server.identity.Sealer;
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
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The deployment's one RSA key that clients seal credentials to. Clients remember its fingerprint,
 * so it changes only when an operator changes it. The private part is kept sealed and is read for
 * each use.
 */
public final class SealingKeys {
    private static final int KEY_BITS = 3072;
    private static final long LOCK = 0x736c75696365_736bL;

    private final Database database;
    private final Sealer sealer;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public SealingKeys(DataSource source, Sealer sealer, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.sealer = sealer;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The key; the first call of a deployment makes it. */
    public SealingKey current() {
        return stored().orElseGet(() ->
                database.inTransaction(connection -> {
                    lock(connection);
                    Optional<SealingKey> made =
                            stored(connection); // another node may have been first
                    return made.isPresent() ? made.get() : insert(connection, Actor.SERVER);
                }));
    }

    /** Makes a new key in place of the one before, which opens nothing from now on. */
    public SealingKey rotate(Actor by) {
        return database.inTransaction(connection -> {
            lock(connection);
            Database.update(connection, "delete from sealing_keys");
            return insert(connection, by);
        });
    }

    /** The private key of this fingerprint; empty when it is not the current one. */
    Optional<RSAPrivateKey> privateKey(String fingerprint) {
        return database.first(
                        "select sealed_private from sealing_keys where id = ?",
                        row -> row.getBytes(1),
                        fingerprint)
                .map(sealed -> privateKey(fingerprint, sealed));
    }

    private RSAPrivateKey privateKey(String fingerprint, byte[] sealed) {
        try (Secret encoded = sealer.open(row(fingerprint), sealed)) {
            return (RSAPrivateKey)
                    KeyFactory.getInstance("RSA")
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded.reveal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the sealing key cannot be read", e);
        }
    }

    private Optional<SealingKey> stored() {
        return database.inTransaction(SealingKeys::stored);
    }

    private static Optional<SealingKey> stored(Connection connection) throws SQLException {
        return Database.list(
                        connection,
                        "select public_key from sealing_keys",
                        row -> publicKey(row.getBytes(1)))
                .stream()
                .map(key -> new SealingKey(SealingKey.fingerprint(key), key))
                .findFirst();
    }

    private static RSAPublicKey publicKey(byte[] encoded) {
        try {
            return (RSAPublicKey)
                    KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored public key cannot be read", e);
        }
    }

    private SealingKey insert(Connection connection, Actor by) throws SQLException {
        KeyPair pair = newPair();
        RSAPublicKey publicKey = (RSAPublicKey) pair.getPublic();
        String id = SealingKey.fingerprint(publicKey);
        byte[] sealed;
        try (Secret encoded = Secret.takingOver(pair.getPrivate().getEncoded())) {
            sealed = sealer.seal(row(id), encoded);
        }
        Database.update(
                connection,
                "insert into sealing_keys (id, public_key, sealed_private, created_at)"
                        + " values (?, ?, ?, ?)",
                id,
                publicKey.getEncoded(),
                sealed,
                clock.instant());
        ledger.log(connection, by, "sealing_key.created", id, Map.of());
        return new SealingKey(id, publicKey);
    }

    private static void lock(Connection connection) throws SQLException {
        Database.list(connection, "select pg_advisory_xact_lock(?)", row -> true, LOCK);
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
        return "sealing_keys/" + id;
    }
}
