package dev.sluice.connector.transport;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** A certificate with its key: what one side of a TLS connection shows to the other. */
public final class TlsIdentity {
    private static final int CHALLENGE_BYTES = 32;

    private final Names names;

    private TlsIdentity(Names names) {
        this.names = names;
    }

    /** What messages call the two. */
    public record Names(String certificate, String key) {}

    /**
     * A key manager that holds this certificate and no other.
     *
     * @param chainPem the certificate, and those that lead to its CA
     * @param keyPem the key as PKCS#8 in PEM form (RFC 5958), without a passphrase
     * @throws SluiceException {@code INVALID_ARGUMENT} when one of them cannot be read, or the key
     *     is not the certificate's
     */
    public static X509ExtendedKeyManager of(Names names, String chainPem, Secret keyPem) {
        return new TlsIdentity(names).read(chainPem, keyPem);
    }

    private X509ExtendedKeyManager read(String chainPem, Secret keyPem) {
        List<X509Certificate> chain = Certificates.chain(names.certificate(), chainPem);
        PublicKey publicKey = chain.getFirst().getPublicKey();
        PrivateKey key = key(keyPem, publicKey.getAlgorithm());
        if (!belong(key, publicKey)) {
            throw refused("is not the key of " + names.certificate() + ".");
        }
        try {
            // The store never leaves memory; its interface wants a password all the same.
            byte[] random = new byte[CHALLENGE_BYTES];
            new SecureRandom().nextBytes(random);
            char[] password = HexFormat.of().formatHex(random).toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, password, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            for (KeyManager manager : factory.getKeyManagers()) {
                if (manager instanceof X509ExtendedKeyManager keys) {
                    return keys;
                }
            }
            throw new GeneralSecurityException("no key manager of X.509 certificates");
        } catch (GeneralSecurityException | IOException e) {
            throw new SluiceException(ReasonCode.INTERNAL, "TLS could not be set up.", e);
        }
    }

    private PrivateKey key(Secret pem, String algorithm) {
        List<Pem.Block> blocks;
        try {
            blocks = Pem.read(pem.reveal());
        } catch (IllegalArgumentException e) {
            throw refused("is cut off or is no PEM text.");
        }
        try {
            Pem.Block block =
                    blocks.stream()
                            .filter(Pem.Block::isPrivateKey)
                            .findFirst()
                            .orElseThrow(() ->
                                    refused(
                                            "is no private key in PEM form: it has no"
                                                    + " -----BEGIN PRIVATE KEY-----."));
            return switch (block.label()) {
                case "PRIVATE KEY" -> key(block, algorithm);
                case "ENCRYPTED PRIVATE KEY" ->
                        throw refused(
                                "has a passphrase. It is sealed here anyway: give it"
                                        + " without one (openssl pkcs8 -topk8 -nocrypt -in"
                                        + " client.key).");
                default ->
                        throw refused(
                                "has the old form "
                                        + block.label()
                                        + ": give it as PKCS#8 (openssl pkcs8 -topk8 -nocrypt -in"
                                        + " client.key).");
            };
        } finally {
            blocks.forEach(Pem.Block::close);
        }
    }

    private PrivateKey key(Pem.Block block, String algorithm) {
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(block.content().reveal()));
        } catch (GeneralSecurityException e) {
            throw refused(
                    "cannot be read as a key of the kind that "
                            + names.certificate()
                            + " has: "
                            + algorithm
                            + ".");
        }
    }

    /** Whether what the one signs, the other accepts. */
    private static boolean belong(PrivateKey key, PublicKey publicKey) {
        String algorithm =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case String other -> other;
                };
        try {
            byte[] challenge = new byte[CHALLENGE_BYTES];
            new SecureRandom().nextBytes(challenge);
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(challenge);
            byte[] signature = signing.sign();
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(publicKey);
            checking.update(challenge);
            return checking.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private SluiceException refused(String problem) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                names.key() + " " + problem,
                Map.of("argument", names.key()));
    }
}
