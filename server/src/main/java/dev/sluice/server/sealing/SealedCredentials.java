package dev.sluice.server.sealing;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.RSADecrypter;
import dev.sluice.connector.SecretBundle;
import dev.sluice.core.NamedSecrets;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Database;
import java.security.interfaces.RSAPrivateKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens what a client sealed: a JWE in its compact form (RFC 7516), a fresh AES-256-GCM key wrapped
 * with RSA-OAEP with SHA-256. The protected header, which GCM authenticates, is
 *
 * <pre>{"alg":"RSA-OAEP-256", "enc":"A256GCM", "typ":"sluice-credentials",
 * "kid": fingerprint, "tenant": …, "user": …, "connection": …, "iat": seconds, "jti": random}
 * </pre>
 *
 * and what is encrypted are {@link NamedSecrets}. It opens once, within five minutes.
 */
public final class SealedCredentials {
    /** How far {@code iat} may be from now, either way. */
    static final Duration AGE_MAX = Duration.ofMinutes(5);

    /** Base64url of the most secrets, the wrapped key and the header. */
    static final int TEXT_CHARACTERS_MAX = 180 * 1024;

    static final String TYPE = "sluice-credentials";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{16,64}");

    private final SealingKeys keys;
    private final Database database;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public SealedCredentials(SealingKeys keys, DataSource source, InstantSource clock) {
        this.keys = keys;
        this.database = new Database(source);
        this.clock = clock;
    }

    /**
     * The secrets; the caller closes them.
     *
     * @param sealed null when the request held none
     * @throws SluiceException {@code CREDENTIALS_NOT_SEALED} when there are none; {@code
     *     CREDENTIALS_UNREADABLE} when they do not open, with {@code details.reason}: {@code
     *     malformed}, {@code other_key}, {@code other_sender}, {@code expired}, {@code replayed}
     */
    public SecretBundle open(Sender sender, @Nullable String sealed) {
        if (sealed == null) {
            throw notSealed();
        }
        JWEObject envelope = parse(sealed);
        JWEHeader header = envelope.getHeader();
        checkHeader(header, sender);
        RSAPrivateKey key =
                keys.privateKey(header.getKeyID())
                        .orElseThrow(() ->
                                unreadable(
                                        "other_key",
                                        "The credentials are sealed to another key than the"
                                                + " server's; ask for its key again."));
        SecretBundle secrets = decrypt(envelope, key);
        try {
            // Only now: nobody else can use up what they cannot seal.
            useUp(String.valueOf(header.getCustomParam("jti")));
            return secrets;
        } catch (SluiceException e) {
            secrets.close();
            throw e;
        }
    }

    /** What to answer to a request with secrets in clear. */
    public static SluiceException notSealed() {
        return new SluiceException(
                ReasonCode.CREDENTIALS_NOT_SEALED,
                "Secrets are taken in 'credentials' alone, sealed to the server's key. Update"
                        + " 'sluice', which does that, and change a password that was sent in"
                        + " clear.");
    }

    private static JWEObject parse(String sealed) {
        if (sealed.length() > TEXT_CHARACTERS_MAX) {
            throw malformed();
        }
        try {
            return JWEObject.parse(sealed);
        } catch (ParseException | RuntimeException _) {
            throw malformed(); // a header without a member that it looks for is no ParseException
        }
    }

    private void checkHeader(JWEHeader header, Sender sender) {
        if (!JWEAlgorithm.RSA_OAEP_256.equals(header.getAlgorithm())
                || !EncryptionMethod.A256GCM.equals(header.getEncryptionMethod())
                || header.getCompressionAlgorithm() != null
                || header.getType() == null
                || !header.getType().getType().equals(TYPE)
                || header.getKeyID() == null
                || !(header.getCustomParam("iat") instanceof Number sealedAt)
                || !(header.getCustomParam("jti") instanceof String id)
                || !ID.matcher(id).matches()) {
            throw malformed();
        }
        if (!sender.tenant().equals(header.getCustomParam("tenant"))
                || !sender.user().equals(header.getCustomParam("user"))
                || !sender.connection().equals(header.getCustomParam("connection"))) {
            throw unreadable(
                    "other_sender",
                    "The credentials were sealed by somebody else, or for another connection.");
        }
        long age = Math.abs(clock.instant().getEpochSecond() - sealedAt.longValue());
        if (age < 0 || age > AGE_MAX.toSeconds()) {
            throw unreadable(
                    "expired",
                    "The credentials were sealed more than "
                            + AGE_MAX.toMinutes()
                            + " minutes ago; seal them again.");
        }
    }

    /** Everything that may be wrong from here on gives the same answer. */
    private static SecretBundle decrypt(JWEObject envelope, RSAPrivateKey key) {
        try {
            envelope.decrypt(new RSADecrypter(key));
        } catch (JOSEException | RuntimeException _) {
            throw malformed();
        }
        try (Secret plain = Secret.takingOver(envelope.getPayload().toBytes())) {
            return new SecretBundle(NamedSecrets.decode(plain));
        } catch (SluiceException _) {
            throw malformed();
        }
    }

    private void useUp(String id) {
        Instant now = clock.instant();
        boolean first =
                database.inTransaction(connection -> {
                    Database.update(
                            connection,
                            "delete from opened_credentials where opened_at < ?",
                            now.minus(AGE_MAX.multipliedBy(3)));
                    return Database.update(
                                    connection,
                                    "insert into opened_credentials (id, opened_at)"
                                            + " values (?, ?) on conflict do nothing",
                                    id,
                                    now)
                            == 1;
                });
        if (!first) {
            throw unreadable("replayed", "These credentials were used already; seal them again.");
        }
    }

    private static SluiceException malformed() {
        return unreadable("malformed", "The sealed credentials cannot be opened.");
    }

    private static SluiceException unreadable(String reason, String message) {
        return new SluiceException(
                ReasonCode.CREDENTIALS_UNREADABLE, message, Map.of("reason", reason));
    }
}
