package dev.sluice.server.passkey;

import dev.sluice.server.identity.Hashes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A browser and an authenticator with one passkey (WebAuthn section 6), which say what a test wants
 * them to say: also what honest ones never would.
 */
final class SoftwareAuthenticator {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final int PRESENT_AND_VERIFIED = 0x05;
    private static final int HAS_KEY = 0x40;

    final KeyPair key = newKey();
    final byte[] id = Hashes.of(Hashes.randomId(16));
    String origin;
    String party;
    int count;
    int flags = PRESENT_AND_VERIFIED;
    @Nullable String handle;

    SoftwareAuthenticator(String origin, String party) {
        this.origin = origin;
        this.party = party;
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"));
            return keys.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String id() {
        return TEXT.encodeToString(id);
    }

    /** The answer to creation options. */
    String create(String options) {
        JsonNode asked = JSON.readTree(options);
        handle = asked.at("/user/id").asString();
        ByteArrayOutputStream attestation = new ByteArrayOutputStream();
        byte[] data = data(flags | HAS_KEY, credential());
        attestation.write(0xA3); // {"fmt": "none", "attStmt": {}, "authData": data}
        word(attestation, "fmt");
        word(attestation, "none");
        word(attestation, "attStmt");
        attestation.write(0xA0);
        word(attestation, "authData");
        attestation.write(0x58);
        attestation.write(data.length);
        attestation.writeBytes(data);
        return """
        {"id": "%1$s", "rawId": "%1$s", "type": "public-key", "clientExtensionResults": {},
         "response": {"clientDataJSON": "%2$s", "attestationObject": "%3$s",
         "transports": ["internal", "<script>"]}}
        """
                .formatted(
                        id(),
                        TEXT.encodeToString(client("webauthn.create", asked)),
                        TEXT.encodeToString(attestation.toByteArray()));
    }

    /** The answer to request options; each counts one more. */
    String use(String options) {
        count++;
        byte[] data = data(flags, new byte[0]);
        byte[] client = client("webauthn.get", JSON.readTree(options));
        return """
        {"id": "%1$s", "rawId": "%1$s", "type": "public-key", "clientExtensionResults": {},
         "response": {"clientDataJSON": "%2$s", "authenticatorData": "%3$s",
         "signature": "%4$s", "userHandle": %5$s}}
        """
                .formatted(
                        id(),
                        TEXT.encodeToString(client),
                        TEXT.encodeToString(data),
                        TEXT.encodeToString(signature(data, Hashes.of(client))),
                        handle == null ? "null" : "\"" + handle + "\"");
    }

    private byte[] client(String type, JsonNode options) {
        return """
        {"type":"%s","challenge":"%s","origin":"%s","crossOrigin":false}\
        """
                .formatted(type, options.path("challenge").asString(), origin)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] data(int bits, byte[] credential) {
        return ByteBuffer.allocate(37 + credential.length)
                .put(Hashes.of(party))
                .put((byte) bits)
                .putInt(count)
                .put(credential)
                .array();
    }

    /** Model, length of the id, id, and the key as a COSE_Key of the curve P-256. */
    private byte[] credential() {
        ECPublicKey point = (ECPublicKey) key.getPublic();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[16]);
        out.write(0);
        out.write(id.length);
        out.writeBytes(id);
        out.writeBytes(new byte[] {(byte) 0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20});
        out.writeBytes(coordinate(point.getW().getAffineX()));
        out.writeBytes(new byte[] {0x22, 0x58, 0x20});
        out.writeBytes(coordinate(point.getW().getAffineY()));
        return out.toByteArray();
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] padded = new byte[32];
        byte[] bytes = value.toByteArray();
        int length = Math.min(bytes.length, padded.length);
        System.arraycopy(bytes, bytes.length - length, padded, padded.length - length, length);
        return padded;
    }

    private byte[] signature(byte[] data, byte[] clientHash) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.getPrivate());
            signature.update(data);
            signature.update(clientHash);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void word(ByteArrayOutputStream out, String text) {
        out.write(0x60 + text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
