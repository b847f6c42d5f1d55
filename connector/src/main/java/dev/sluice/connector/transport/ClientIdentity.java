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

/** What we show to servers that ask their clients for a certificate. */
final class ClientIdentity {
    private static final int CHALLENGE_BYTES = 32;

    private ClientIdentity() {}

    /**
     * Key managers that hold this certificate and no other.
     *
     * @param chainPem the certificate, and those that lead to its CA
     * @param keyPem the key as PKCS#8 in PEM form (RFC 5958), without a passphrase
     * @throws SluiceException {@code INVALID_ARGUMENT} when one of them cannot be read, or the key
     *     is not the certificate's
     */
    static KeyManager[] managers(String chainPem, Secret keyPem) {
        List<X509Certificate> chain = Certificates.chain(chainPem);
        PublicKey publicKey = chain.getFirst().getPublicKey();
        PrivateKey key = key(keyPem, publicKey.getAlgorithm());
        if (!belong(key, publicKey)) {
            throw refused("client_key is not the key of client_certificate.");
        }
        try {
            // The store never leaves memory; its interface wants a password all the same.
            byte[] random = new byte[CHALLENGE_BYTES];
            new SecureRandom().nextBytes(random);
            char[] password = HexFormat.of().formatHex(random).toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", key, password, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new SluiceException(ReasonCode.INTERNAL, "TLS could not be set up.", e);
        }
    }

    private static PrivateKey key(Secret pem, String algorithm) {
        List<Pem.Block> blocks;
        try {
            blocks = Pem.read(pem.reveal());
        } catch (IllegalArgumentException e) {
            throw refused("client_key is cut off or is no PEM text.");
        }
        try {
            Pem.Block block =
                    blocks.stream()
                            .filter(Pem.Block::isPrivateKey)
                            .findFirst()
                            .orElseThrow(() ->
                                    refused(
                                            "client_key is no private key in PEM form: it has no"
                                                    + " -----BEGIN PRIVATE KEY-----."));
            return switch (block.label()) {
                case "PRIVATE KEY" -> key(block, algorithm);
                case "ENCRYPTED PRIVATE KEY" ->
                        throw refused(
                                "client_key has a passphrase. It is sealed here anyway: give it"
                                        + " without one (openssl pkcs8 -topk8 -nocrypt -in"
                                        + " client.key).");
                default ->
                        throw refused(
                                "client_key has the old form "
                                        + block.label()
                                        + ": give it as PKCS#8 (openssl pkcs8 -topk8 -nocrypt -in"
                                        + " client.key).");
            };
        } finally {
            blocks.forEach(Pem.Block::close);
        }
    }

    private static PrivateKey key(Pem.Block block, String algorithm) {
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(block.content().reveal()));
        } catch (GeneralSecurityException e) {
            throw refused(
                    "client_key cannot be read as a key of the kind that client_certificate has: "
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

    private static SluiceException refused(String problem) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT, problem, Map.of("argument", "client_key"));
    }
}
