package dev.sluice.cli;

import dev.sluice.cli.client.Json;
import dev.sluice.core.NamedSecrets;
import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** The part of a fake server that credentials are sealed to. */
final class SealingServer {
    static final long TIME = 1_800_000_000;

    private final KeyPair pair;

    private SealingServer(KeyPair pair) {
        this.pair = pair;
    }

    /** Lets the server show a new key from now on. */
    static SealingServer of(FakeServer server) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            SealingServer sealing = new SealingServer(generator.generateKeyPair());
            server.on(
                    "GET /api/v1/sealing-key",
                    200,
                    Json.MAPPER
                            .createObjectNode()
                            .put(
                                    "key",
                                    Base64.getEncoder()
                                            .encodeToString(sealing.pair.getPublic().getEncoded()))
                            .put("fingerprint", "SHA256:not-to-be-believed")
                            .put("tenant", "main")
                            .put("user", "ann")
                            .put("time", TIME)
                            .toString());
            return sealing;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode header(JsonNode body) {
        return Json.MAPPER.readTree(part(body, 0));
    }

    /** The secret of this name in the request's credentials. */
    String open(JsonNode body, String name) {
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(
                    Cipher.DECRYPT_MODE,
                    pair.getPrivate(),
                    new OAEPParameterSpec(
                            "SHA-256",
                            "MGF1",
                            MGF1ParameterSpec.SHA256,
                            PSource.PSpecified.DEFAULT));
            Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
            aes.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(rsa.doFinal(part(body, 1)), "AES"),
                    new GCMParameterSpec(128, part(body, 2)));
            aes.updateAAD(text(body).split("\\.", -1)[0].getBytes(StandardCharsets.US_ASCII));
            aes.update(part(body, 3));
            try (Secret plain = Secret.takingOver(aes.doFinal(part(body, 4)));
                    NamedSecrets secrets = NamedSecrets.decode(plain);
                    Secret secret = secrets.open(name)) {
                return new String(secret.reveal(), StandardCharsets.UTF_8);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] part(JsonNode body, int index) {
        return Base64.getUrlDecoder().decode(text(body).split("\\.", -1)[index]);
    }

    private static String text(JsonNode body) {
        return body.path("credentials").stringValue();
    }
}
