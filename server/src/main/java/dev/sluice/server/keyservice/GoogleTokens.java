package dev.sluice.server.keyservice;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Google's access tokens: of a service account's key file (RFC 7523), or of the machine. */
final class GoogleTokens {
    static final URI METADATA =
            URI.create(
                    "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts"
                            + "/default/token");

    private static final String SERVICE = "Google's sign-in";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloudkms";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration ASSERTION_LIFE = Duration.ofMinutes(5);

    private GoogleTokens() {}

    /** Of the machine that we run on. */
    static AccessTokens ofMachine(URI metadata, InstantSource clock, Duration answerMax) {
        return new AccessTokens(
                new ServiceHttp(SERVICE, answerMax),
                http -> http.get(metadata, Map.of("Metadata-Flavor", "Google")),
                clock);
    }

    /**
     * Of a service account.
     *
     * @param keyFile the JSON text of its key file; closed
     * @throws SluiceException {@code CONFIG_INVALID} when it is none
     */
    static AccessTokens ofServiceAccount(Secret keyFile, InstantSource clock, Duration answerMax) {
        try (keyFile) {
            JsonNode json = JsonMapper.shared().readTree(keyFile.reveal());
            URI tokens = URI.create(json.path("token_uri").asString(""));
            String email = json.path("client_email").asString("");
            String keyId = json.path("private_key_id").asString("");
            RSAPrivateKey key = privateKey(json.path("private_key").asString(""));
            if (email.isEmpty() || !Addresses.mayCarrySecrets(tokens)) {
                throw noKeyFile();
            }
            return new AccessTokens(
                    new ServiceHttp(SERVICE, answerMax),
                    http ->
                            http.postForm(
                                    tokens,
                                    "grant_type="
                                            + URLEncoder.encode(GRANT, StandardCharsets.UTF_8)
                                            + "&assertion="
                                            + assertion(
                                                    new Signer(email, keyId, key),
                                                    tokens,
                                                    clock.instant())),
                    clock);
        } catch (JacksonException | IllegalArgumentException | GeneralSecurityException _) {
            throw noKeyFile(); // not as a cause: its message may quote the key
        }
    }

    private record Signer(String email, String keyId, RSAPrivateKey key) {
        @Override
        public String toString() {
            return "Signer[" + email + "]";
        }
    }

    private static String assertion(Signer signer, URI audience, Instant now) {
        SignedJWT assertion =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(signer.keyId()).build(),
                        new JWTClaimsSet.Builder()
                                .issuer(signer.email())
                                .audience(audience.toString())
                                .claim("scope", SCOPE)
                                .issueTime(Date.from(now))
                                .expirationTime(Date.from(now.plus(ASSERTION_LIFE)))
                                .build());
        try {
            assertion.sign(new RSASSASigner(signer.key()));
            return assertion.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform signs with RS256", e);
        }
    }

    private static RSAPrivateKey privateKey(String pem) throws GeneralSecurityException {
        String base64 =
                pem.replace("-----BEGIN PRIVATE KEY-----", "")
                        .replace("-----END PRIVATE KEY-----", "")
                        .replaceAll("\\s", "");
        return (RSAPrivateKey)
                KeyFactory.getInstance("RSA")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static SluiceException noKeyFile() {
        return new SluiceException(
                ReasonCode.CONFIG_INVALID,
                "SLUICE_GOOGLE_CREDENTIALS is not the key file of a Google service account.");
    }
}
