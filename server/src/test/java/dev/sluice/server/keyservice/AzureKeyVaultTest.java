package dev.sluice.server.keyservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.vault.KeyWrapper;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.MGF1ParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;

class AzureKeyVaultTest extends KeyServiceContract {
    private static final KeyPair PAIR = pair();
    private static final String KEY = "/keys/sluice/0a1b2c3d";

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048); // the smallest that the service has
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private AccessTokens tokens(Duration answerMax) {
        return AzureTokens.ofApplication(
                stub.uri(),
                new KeyServices.AzureApplication(
                        "dir-1",
                        "app-1",
                        () -> Secret.takingOver((MARKER + "&+=").getBytes(StandardCharsets.UTF_8))),
                InstantSource.system(),
                answerMax);
    }

    private KeyWrapper wrapper(String key, AccessTokens tokens, Duration answerMax) {
        URI uri = URI.create(stub.uri() + key);
        return new AzureKeyVault("azure-key-vault:" + uri, uri, tokens, answerMax);
    }

    @Override
    KeyWrapper wrapper(Duration answerMax) {
        return wrapper(KEY, tokens(answerMax), answerMax);
    }

    @Override
    KeyWrapper wrapperOfAnotherKey() {
        return wrapper("/keys/other/0a1b2c3d", tokens(PATIENT), PATIENT);
    }

    @Override
    ServiceStub.Reply answer(ServiceStub.Asked asked) {
        return switch (asked.path()) {
            case "/dir-1/oauth2/v2.0/token" -> {
                assertThat(URLDecoder.decode(asked.body(), StandardCharsets.UTF_8))
                        .isEqualTo(
                                "grant_type=client_credentials&client_id=app-1&scope="
                                        + "https://vault.azure.net/.default&client_secret="
                                        + MARKER
                                        + "&+=");
                assertThat(asked.body()).contains("%26%2B%3D");
                yield new ServiceStub.Reply(
                        200, "{\"access_token\":\"" + MARKER + "\",\"expires_in\":3599}");
            }
            case "/metadata/identity/oauth2/token" -> {
                assertThat(asked.header("Metadata")).isEqualTo("true");
                assertThat(asked.query())
                        .isEqualTo("api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net");
                yield new ServiceStub.Reply(
                        200, "{\"access_token\":\"" + MARKER + "\",\"expires_in\":\"86399\"}");
            }
            case KEY + "/wrapkey" -> crypt(asked, Cipher.ENCRYPT_MODE);
            case KEY + "/unwrapkey" -> crypt(asked, Cipher.DECRYPT_MODE);
            default -> new ServiceStub.Reply(404, "{\"error\":{\"code\":\"KeyNotFound\"}}");
        };
    }

    private static ServiceStub.Reply crypt(ServiceStub.Asked asked, int mode) {
        assertThat(asked.header("Authorization")).isEqualTo("Bearer " + MARKER);
        assertThat(asked.query()).isEqualTo("api-version=7.4");
        assertThat(asked.json().path("alg").asString()).isEqualTo("RSA-OAEP-256");
        byte[] value = Base64.getUrlDecoder().decode(asked.json().path("value").asString());
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(
                    mode,
                    mode == Cipher.ENCRYPT_MODE ? PAIR.getPublic() : PAIR.getPrivate(),
                    new OAEPParameterSpec(
                            "SHA-256",
                            "MGF1",
                            MGF1ParameterSpec.SHA256,
                            PSource.PSpecified.DEFAULT));
            return new ServiceStub.Reply(
                    200,
                    "{\"kid\":\"k\",\"value\":\""
                            + Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(cipher.doFinal(value))
                            + "\"}");
        } catch (GeneralSecurityException _) {
            return new ServiceStub.Reply(400, "{\"error\":{\"code\":\"BadParameter\"}}");
        }
    }

    @Test
    void theMachinesOwnIdentityWillDo() {
        AccessTokens tokens = AzureTokens.ofMachine(stub.uri(), InstantSource.system(), PATIENT);
        try (KeyWrapper wrapper = wrapper(KEY, tokens, PATIENT)) {
            assertThat(wrapper.unwrap(wrapper.wrap(key(), CONTEXT), CONTEXT)).isEqualTo(key());
        }
    }
}
