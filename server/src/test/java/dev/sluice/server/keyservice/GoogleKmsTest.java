package dev.sluice.server.keyservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.vault.KeyWrapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class GoogleKmsTest extends KeyServiceContract {
    private static final String NAME =
            "projects/p-1/locations/europe-west3/keyRings/ring/cryptoKeys/sluice";
    private static final KeyPair PAIR = pair();

    private final AtomicInteger tokensGiven = new AtomicInteger();
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String keyFile() {
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(PAIR.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", "service_account")
                .put("private_key_id", "kid-1")
                .put("private_key", pem)
                .put("client_email", "sluice@p-1.iam.gserviceaccount.com")
                .put("token_uri", stub.uri() + "/token")
                .toString();
    }

    private AccessTokens tokens(Duration answerMax) {
        InstantSource clock = () -> now;
        return GoogleTokens.ofServiceAccount(
                Secret.takingOver(keyFile().getBytes(StandardCharsets.UTF_8)), clock, answerMax);
    }

    @Override
    KeyWrapper wrapper(Duration answerMax) {
        return new GoogleKms("google-kms:" + NAME, stub.uri(), NAME, tokens(answerMax), answerMax);
    }

    @Override
    KeyWrapper wrapperOfAnotherKey() {
        String other = NAME.replace("europe-west3", "europe-west1");
        return new GoogleKms("google-kms:" + other, stub.uri(), other, tokens(PATIENT), PATIENT);
    }

    @Override
    ServiceStub.Reply answer(ServiceStub.Asked asked) {
        return switch (asked.path()) {
            case "/token" -> token(asked);
            case "/machine" -> machineToken(asked);
            case "/v1/" + NAME + ":encrypt" -> {
                authorized(asked);
                byte[] wrapped = stub.encrypt(bytes(asked, "plaintext"), aad(asked));
                yield reply("ciphertext", Optional.of(wrapped));
            }
            case "/v1/" + NAME + ":decrypt" -> {
                authorized(asked);
                yield reply("plaintext", stub.decrypt(bytes(asked, "ciphertext"), aad(asked)));
            }
            default -> new ServiceStub.Reply(404, "{\"error\":{\"code\":404}}");
        };
    }

    private ServiceStub.Reply token(ServiceStub.Asked asked) {
        String[] form = asked.body().split("&assertion=", -1);
        assertThat(URLDecoder.decode(form[0], StandardCharsets.UTF_8))
                .isEqualTo("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer");
        try {
            SignedJWT assertion = SignedJWT.parse(form[1]);
            assertThat(assertion.verify(new RSASSAVerifier((RSAPublicKey) PAIR.getPublic())))
                    .isTrue();
            assertThat(assertion.getHeader().getKeyID()).isEqualTo("kid-1");
            var claims = assertion.getJWTClaimsSet();
            assertThat(claims.getIssuer()).isEqualTo("sluice@p-1.iam.gserviceaccount.com");
            assertThat(claims.getAudience()).containsExactly(stub.uri() + "/token");
            assertThat(claims.getStringClaim("scope"))
                    .isEqualTo("https://www.googleapis.com/auth/cloudkms");
            assertThat(claims.getIssueTime().toInstant()).isEqualTo(now);
            assertThat(claims.getExpirationTime().toInstant())
                    .isEqualTo(now.plus(Duration.ofMinutes(5)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return given();
    }

    private ServiceStub.Reply machineToken(ServiceStub.Asked asked) {
        assertThat(asked.header("Metadata-Flavor")).isEqualTo("Google");
        return given();
    }

    private ServiceStub.Reply given() {
        tokensGiven.incrementAndGet();
        return new ServiceStub.Reply(
                200, "{\"access_token\":\"" + MARKER + "\",\"expires_in\":3600}");
    }

    private static void authorized(ServiceStub.Asked asked) {
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.header("Authorization")).isEqualTo("Bearer " + MARKER);
    }

    private static byte[] aad(ServiceStub.Asked asked) {
        return bytes(asked, "additionalAuthenticatedData");
    }

    private static byte[] bytes(ServiceStub.Asked asked, String name) {
        return Base64.getDecoder().decode(asked.json().path(name).asString());
    }

    private static ServiceStub.Reply reply(String name, Optional<byte[]> bytes) {
        return bytes.map(it ->
                        new ServiceStub.Reply(
                                200,
                                "{\""
                                        + name
                                        + "\":\""
                                        + Base64.getEncoder().encodeToString(it)
                                        + "\"}"))
                .orElseGet(() ->
                        new ServiceStub.Reply(
                                400, "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\"}}"));
    }

    @Test
    void oneTokenServesUntilAMinuteBeforeItsEnd() {
        try (KeyWrapper wrapper = wrapper()) {
            byte[] wrapped = wrapper.wrap(key(), CONTEXT);
            wrapper.unwrap(wrapped, CONTEXT);
            now = now.plusSeconds(3_539);
            wrapper.unwrap(wrapped, CONTEXT);
            assertThat(tokensGiven).hasValue(1);
            now = now.plusSeconds(1);
            wrapper.unwrap(wrapped, CONTEXT);
            assertThat(tokensGiven).hasValue(2);
        }
    }

    @Test
    void theMachinesOwnAccountWillDo() {
        AccessTokens tokens =
                GoogleTokens.ofMachine(stub.uri().resolve("/machine"), () -> now, PATIENT);
        try (KeyWrapper wrapper =
                new GoogleKms("google-kms:" + NAME, stub.uri(), NAME, tokens, PATIENT)) {
            assertThat(wrapper.unwrap(wrapper.wrap(key(), CONTEXT), CONTEXT)).isEqualTo(key());
        }
    }

    @Test
    void whatIsNoKeyFileIsRefusedWithoutQuotingIt() {
        for (String text :
                new String[] {
                    "",
                    "{",
                    "{}",
                    MARKER,
                    keyFile().replace("BEGIN", MARKER),
                    keyFile().replace(stub.uri().toString(), "http://tokens.example.org")
                }) {
            Assertions.assertThatThrownBy(() ->
                            GoogleTokens.ofServiceAccount(
                                    Secret.takingOver(text.getBytes(StandardCharsets.UTF_8)),
                                    () -> now,
                                    PATIENT))
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(ReasonCode.CONFIG_INVALID);
                                assertThat(e.getMessage()).doesNotContain(MARKER);
                                assertThat(e.getCause()).isNull();
                            });
        }
    }
}
