package dev.sluice.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEHeader;
import dev.sluice.connector.SecretBundle;
import dev.sluice.connector.SecretName;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.TestDeployment;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SealedCredentialsIT {
    private static final TestDeployment deployment = new TestDeployment();
    private static final Sender ANN = new Sender("main", "ann", "shop");

    private final SealingKeys keys = deployment.sealingKeys();
    private final SealedCredentials credentials =
            new SealedCredentials(keys, deployment.source, deployment.clock);

    @AfterAll
    static void stop() {
        deployment.close();
    }

    private JWEHeader.Builder header(Sender sender) {
        return Envelopes.header(keys.current().fingerprint(), sender, deployment.clock.instant());
    }

    private String sealed(JWEHeader header) {
        return Envelopes.sealed(header, keys.current().publicKey(), Envelopes.password("pa55word"));
    }

    /** The password, or the code and the reason. */
    private String opened(Sender sender, @Nullable String sealed) {
        try (SecretBundle secrets = credentials.open(sender, sealed);
                Secret password = secrets.open(SecretName.PASSWORD)) {
            return new String(password.reveal(), StandardCharsets.UTF_8);
        } catch (SluiceException e) {
            assertThat(e.getMessage()).doesNotContain("pa55word");
            return e.code() == ReasonCode.CREDENTIALS_UNREADABLE
                    ? String.valueOf(e.details().get("reason"))
                    : e.code().name();
        }
    }

    @Test
    void whatIsSealedByTheStandardOpensOnce() {
        String sealed = sealed(header(ANN).build());

        assertThat(opened(ANN, sealed)).isEqualTo("pa55word");
        assertThat(opened(ANN, sealed)).isEqualTo("replayed");
        assertThat(opened(ANN, sealed(header(ANN).build()))).isEqualTo("pa55word");
    }

    @Test
    void itIsBoundToUserTenantAndConnection() {
        String sealed = sealed(header(ANN).build());

        assertThat(opened(new Sender("main", "bob", "shop"), sealed)).isEqualTo("other_sender");
        assertThat(opened(new Sender("other", "ann", "shop"), sealed)).isEqualTo("other_sender");
        assertThat(opened(new Sender("main", "ann", "bank"), sealed)).isEqualTo("other_sender");
        assertThat(opened(ANN, sealed)).as("not used up by others").isEqualTo("pa55word");
    }

    @Test
    void anotherHeaderOnTheSameCiphertextDoesNotOpen() {
        String sealed = sealed(header(ANN).build());
        Sender bob = new Sender("main", "bob", "shop");
        String header = header(bob).build().toBase64URL().toString();

        assertThat(opened(bob, header + sealed.substring(sealed.indexOf('.'))))
                .isEqualTo("malformed");
    }

    @Test
    void itIsGoodForFiveMinutesEitherWay() {
        String before = sealed(header(ANN).build());
        deployment.clock.turn(Duration.ofMinutes(5));
        assertThat(opened(ANN, before)).isEqualTo("pa55word");
        String late = sealed(header(ANN).build());
        deployment.clock.turn(Duration.ofSeconds(301));
        assertThat(opened(ANN, late)).isEqualTo("expired");
        String early =
                sealed(
                        header(ANN)
                                .customParam(
                                        "iat", deployment.clock.instant().getEpochSecond() + 301)
                                .build());
        assertThat(opened(ANN, early)).isEqualTo("expired");
        String never = sealed(header(ANN).customParam("iat", Long.MIN_VALUE).build());
        assertThat(opened(ANN, never)).isEqualTo("expired");
    }

    @Test
    void aReplayIsKnownForAsLongAsItWouldOpen() {
        JWEHeader header =
                header(ANN)
                        .customParam("iat", deployment.clock.instant().getEpochSecond() + 299)
                        .build();
        String sealed = sealed(header);
        assertThat(opened(ANN, sealed)).isEqualTo("pa55word");
        deployment.clock.turn(Duration.ofSeconds(590));
        assertThat(opened(ANN, sealed(header(ANN).build()))).isEqualTo("pa55word");
        assertThat(opened(ANN, sealed)).isEqualTo("replayed");
    }

    @Test
    void anotherKeyOpensNothing() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        RSAPublicKey other = (RSAPublicKey) generator.generateKeyPair().getPublic();
        byte[] plain = Envelopes.password("pa55word");

        assertThat(opened(ANN, Envelopes.sealed(header(ANN).build(), other, plain)))
                .isEqualTo("malformed");
        JWEHeader named = header(ANN).keyID(SealingKey.fingerprint(other)).build();
        assertThat(opened(ANN, Envelopes.sealed(named, other, plain))).isEqualTo("other_key");
    }

    @Test
    void aChangedKeyOpensNothingOfBefore() {
        String before = sealed(header(ANN).build());
        String old = keys.current().fingerprint();

        SealingKey fresh = keys.rotate(Actor.OPERATOR);

        assertThat(fresh.fingerprint()).isNotEqualTo(old).startsWith("SHA256:").hasSize(50);
        assertThat(keys.current()).isEqualTo(fresh);
        assertThat(opened(ANN, before)).isEqualTo("other_key");
        assertThat(opened(ANN, sealed(header(ANN).build()))).isEqualTo("pa55word");
        assertThat(deployment.dump("sluice.audit_log")).contains("sealing_key.created");
        assertThat(deployment.dump("sluice.sealing_keys")).doesNotContain("PRIVATE");
    }

    @Test
    void otherAlgorithmsAndCompressionAreRefused() {
        RSAPublicKey key = keys.current().publicKey();
        byte[] plain = Envelopes.password("pa55word");
        JWEHeader zipped = header(ANN).compressionAlgorithm(CompressionAlgorithm.DEF).build();
        JWEHeader untyped = header(ANN).type(new JOSEObjectType("JWT")).build();
        JWEHeader withoutId = header(ANN).customParam("jti", "short").build();

        assertThat(opened(ANN, Envelopes.sealed(zipped, key, plain))).isEqualTo("malformed");
        assertThat(opened(ANN, Envelopes.sealed(untyped, key, plain))).isEqualTo("malformed");
        assertThat(opened(ANN, Envelopes.sealed(withoutId, key, plain))).isEqualTo("malformed");
        byte[] noSecrets = "{\"password\":\"pa55word\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(opened(ANN, Envelopes.sealed(header(ANN).build(), key, noSecrets)))
                .isEqualTo("malformed");
    }

    @Test
    void nothingAndGarbageAreRefused() {
        assertThat(opened(ANN, null)).isEqualTo("CREDENTIALS_NOT_SEALED");
        assertThat(opened(ANN, "")).isEqualTo("malformed");
        assertThat(opened(ANN, "pa55word")).isEqualTo("malformed");
        assertThat(opened(ANN, "x".repeat(SealedCredentials.TEXT_CHARACTERS_MAX + 1)))
                .isEqualTo("malformed");
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String good = sealed(header(ANN).build());
        for (int i = 0; i < 300; i++) {
            char[] bad = good.toCharArray();
            int at = random.nextInt(bad.length);
            // The very last character's low bits mean nothing in base64: not that one.
            bad[at == bad.length - 1 ? 0 : at] ^= (char) (1 + random.nextInt(127));
            assertThat(opened(ANN, new String(bad))).as("seed %d", seed).isNotEqualTo("pa55word");
        }
        assertThat(opened(ANN, good)).isEqualTo("pa55word");
    }

    @Test
    void nodesThatStartTogetherMakeOneKey() throws Exception {
        try (TestDeployment fresh = new TestDeployment()) {
            SealingKeys one = fresh.sealingKeys();
            SealingKeys two = fresh.sealingKeys();
            Thread thread = Thread.ofVirtual().start(one::current);
            two.current();
            thread.join();
            assertThat(one.current()).isEqualTo(two.current());
        }
    }
}
