package dev.sluice.connector.snowflake;

import dev.sluice.connector.Credential;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.transport.Pem;
import dev.sluice.core.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What a user with a key pair shows: a JWT under RS256 that names the account, the user and the
 * fingerprint of the public key. The key is PKCS#8 as PEM text, with or without a passphrase.
 *
 * @see <a
 *     href="https://docs.snowflake.com/en/developer-guide/sql-api/authenticating#using-key-pair-authentication">
 *     Using key-pair authentication</a>
 */
final class KeyPair {
    /** Snowflake takes none that is valid for more than an hour; ours is used at once. */
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final int KEY_BITS_MIN = 2_048;
    private static final int KEY_BYTES_MAX = 32 << 10;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private KeyPair() {}

    /**
     * A token, which the caller closes.
     *
     * @param account the account's identifier, without a region
     * @throws dev.sluice.core.SluiceException {@code SOURCE_UNAVAILABLE} with reason {@code
     *     credential_unreadable}
     */
    static Secret token(String account, String user, Credential credential, Instant now) {
        try {
            RSAPrivateCrtKey key = key(credential);
            String subject = account + "." + user;
            String claims =
                    "{\"iss\":\"%s.%s\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
                            .formatted(
                                    escaped(subject),
                                    fingerprint(key),
                                    escaped(subject),
                                    now.getEpochSecond(),
                                    now.plus(LIFETIME).getEpochSecond());
            String text = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encoded(claims);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return Secret.takingOver(
                    (text + "." + URL.encodeToString(signature.sign()))
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw Diagnosis.CREDENTIAL_UNREADABLE.exception();
        }
    }

    private static RSAPrivateCrtKey key(Credential credential)
            throws GeneralSecurityException, IOException {
        try (Secret pem = credential.open(SecretName.PRIVATE_KEY)) {
            if (pem.reveal().length > KEY_BYTES_MAX) {
                throw new IllegalArgumentException("no key");
            }
            List<Pem.Block> blocks = Pem.read(pem.reveal());
            try {
                for (Pem.Block block : blocks) {
                    if (block.isPrivateKey()) {
                        return key(block, credential);
                    }
                }
            } finally {
                blocks.forEach(Pem.Block::close);
            }
        }
        throw new IllegalArgumentException("no key");
    }

    private static RSAPrivateCrtKey key(Pem.Block block, Credential credential)
            throws GeneralSecurityException, IOException {
        PKCS8EncodedKeySpec spec =
                switch (block.label()) {
                    case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(block.content().reveal());
                    case "ENCRYPTED PRIVATE KEY" -> decrypted(block, credential);
                    default -> throw new IllegalArgumentException("no PKCS#8");
                };
        PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(spec);
        if (key instanceof RSAPrivateCrtKey rsa && rsa.getModulus().bitLength() >= KEY_BITS_MIN) {
            return rsa;
        }
        throw new IllegalArgumentException("no key of " + KEY_BITS_MIN + " bits");
    }

    private static PKCS8EncodedKeySpec decrypted(Pem.Block block, Credential credential)
            throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo sealed =
                new EncryptedPrivateKeyInfo(block.content().reveal().clone());
        try (Secret passphrase = credential.open(SecretName.PRIVATE_KEY_PASSPHRASE)) {
            CharBuffer decoded =
                    StandardCharsets.UTF_8.decode(ByteBuffer.wrap(passphrase.reveal()));
            char[] characters = Arrays.copyOf(decoded.array(), decoded.limit());
            Arrays.fill(decoded.array(), '\0');
            PBEKeySpec spec = new PBEKeySpec(characters);
            Arrays.fill(characters, '\0');
            try {
                // Under PBES2 the parameters alone know the name of the whole algorithm.
                String algorithm =
                        sealed.getAlgName().equals("PBES2")
                                ? sealed.getAlgParameters().toString()
                                : sealed.getAlgName();
                SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
                Cipher cipher = Cipher.getInstance(algorithm);
                cipher.init(Cipher.DECRYPT_MODE, key, sealed.getAlgParameters());
                return sealed.getKeySpec(cipher);
            } finally {
                spec.clearPassword();
            }
        }
    }

    /** {@code SHA256:} and the digest of the public key's DER form in Base64. */
    static String fingerprint(RSAPrivateCrtKey key) throws GeneralSecurityException {
        BigInteger exponent = key.getPublicExponent();
        byte[] der =
                KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(key.getModulus(), exponent))
                        .getEncoded();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(der);
        return "SHA256:" + Base64.getEncoder().encodeToString(digest);
    }

    private static String encoded(String json) {
        return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
