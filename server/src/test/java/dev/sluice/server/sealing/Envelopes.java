package dev.sluice.server.sealing;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSAEncrypter;
import dev.sluice.core.NamedSecrets;
import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** What a client sends, made with another library than the command line's own code. */
final class Envelopes {
    private Envelopes() {}

    static JWEHeader.Builder header(String fingerprint, Sender sender, Instant time) {
        return new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                .type(new JOSEObjectType("sluice-credentials"))
                .keyID(fingerprint)
                .customParam("tenant", sender.tenant())
                .customParam("user", sender.user())
                .customParam("connection", sender.connection())
                .customParam("iat", time.getEpochSecond())
                .customParam("jti", UUID.randomUUID().toString());
    }

    static String sealed(JWEHeader header, RSAPublicKey key, byte[] plain) {
        try {
            JWEObject envelope = new JWEObject(header, new Payload(plain));
            envelope.encrypt(new RSAEncrypter(key));
            return envelope.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] password(String password) {
        Secret secret = Secret.takingOver(password.getBytes(StandardCharsets.UTF_8));
        try (NamedSecrets secrets = new NamedSecrets(Map.of("password", secret));
                Secret encoded = secrets.encode()) {
            return encoded.reveal().clone();
        }
    }
}
