package dev.sluice.connector.oauth;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.core.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a service account signs to get a token: a JWT under RS256 (RFC 7523 section 3).
 *
 * @see <a href="https://developers.google.com/identity/protocols/oauth2/service-account">Google's
 *     description</a>
 */
final class Assertion {
    static final int KEY_FILE_BYTES_MAX = 16 << 10;

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private Assertion() {}

    static Secret signed(Secret keyFile, String scope, String audience, Instant now)
            throws SourceFailure {
        JsonNode file = read(keyFile);
        ObjectNode header = HttpReply.JSON.createObjectNode();
        header.put("alg", "RS256").put("typ", "JWT");
        String keyId = file.path("private_key_id").asString("");
        if (!keyId.isEmpty()) {
            header.put("kid", keyId);
        }
        ObjectNode claims = HttpReply.JSON.createObjectNode();
        claims.put("iss", file.path("client_email").asString(""))
                .put("scope", scope)
                .put("aud", audience)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFETIME).getEpochSecond());
        ByteArrayOutputStream token = new ByteArrayOutputStream();
        token.writeBytes(URL.encode(header.toString().getBytes(StandardCharsets.UTF_8)));
        token.write('.');
        token.writeBytes(URL.encode(claims.toString().getBytes(StandardCharsets.UTF_8)));
        byte[] signature = sign(file.path("private_key").asString(""), token.toByteArray());
        token.write('.');
        token.writeBytes(URL.encode(signature));
        return Secret.takingOver(token.toByteArray());
    }

    private static JsonNode read(Secret keyFile) throws SourceFailure {
        if (keyFile.reveal().length <= KEY_FILE_BYTES_MAX) {
            try {
                JsonNode file = HttpReply.JSON.readTree(keyFile.reveal());
                if (file.path("type").asString("").equals("service_account")
                        && !file.path("client_email").asString("").isEmpty()) {
                    return file;
                }
            } catch (JacksonException e) {
                // Its text might quote the key.
            }
        }
        throw invalid();
    }

    private static byte[] sign(String pem, byte[] text) throws SourceFailure {
        byte[] key = {};
        try {
            key =
                    Base64.getMimeDecoder()
                            .decode(
                                    pem.replace("-----BEGIN PRIVATE KEY-----", "")
                                            .replace("-----END PRIVATE KEY-----", ""));
            PrivateKey rsa =
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(rsa);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw invalid();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static SourceFailure invalid() {
        return SourceFailure.of(Diagnosis.CREDENTIAL_UNREADABLE);
    }
}
