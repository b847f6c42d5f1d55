package dev.sluice.server.keyservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.vault.KeyWrapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class VaultTransitTest extends KeyServiceContract {
    private volatile String token = MARKER;

    @Override
    KeyWrapper wrapper(Duration answerMax) {
        return wrapper("sluice", answerMax);
    }

    @Override
    KeyWrapper wrapperOfAnotherKey() {
        return wrapper("other", PATIENT);
    }

    private KeyWrapper wrapper(String key, Duration answerMax) {
        return new VaultTransit(
                "vault:" + stub.uri() + "/team/transit/" + key,
                stub.uri(),
                new VaultTransit.Place("team/transit", key),
                () -> Secret.takingOver((token + "\n").getBytes(StandardCharsets.UTF_8)),
                "ns1",
                answerMax);
    }

    @Override
    ServiceStub.Reply answer(ServiceStub.Asked asked) {
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.header("X-Vault-Request")).isEqualTo("true");
        assertThat(asked.header("X-Vault-Namespace")).isEqualTo("ns1");
        if (!asked.header("X-Vault-Token").equals(MARKER)) {
            return new ServiceStub.Reply(403, "{\"errors\":[\"permission denied\"]}");
        }
        if (!asked.path().endsWith("/sluice")) {
            return new ServiceStub.Reply(404, "{\"errors\":[]}");
        }
        String context = asked.json().path("associated_data").asString();
        assertThat(asked.json().path("context").asString()).isEqualTo(context);
        byte[] aad = Base64.getDecoder().decode(context);
        return switch (asked.path()) {
            case "/v1/team/transit/encrypt/sluice" -> {
                byte[] plain =
                        Base64.getDecoder().decode(asked.json().path("plaintext").asString());
                yield new ServiceStub.Reply(
                        200,
                        "{\"data\":{\"ciphertext\":\"vault:v1:"
                                + Base64.getEncoder().encodeToString(stub.encrypt(plain, aad))
                                + "\",\"key_version\":1}}");
            }
            case "/v1/team/transit/decrypt/sluice" -> decrypt(asked, aad);
            default -> new ServiceStub.Reply(404, "{}");
        };
    }

    private ServiceStub.Reply decrypt(ServiceStub.Asked asked, byte[] aad) {
        String ciphertext = asked.json().path("ciphertext").asString();
        try {
            byte[] sealed = Base64.getDecoder().decode(ciphertext.substring("vault:v1:".length()));
            return stub.decrypt(sealed, aad)
                    .map(plain ->
                            new ServiceStub.Reply(
                                    200,
                                    "{\"data\":{\"plaintext\":\""
                                            + Base64.getEncoder().encodeToString(plain)
                                            + "\"}}"))
                    .orElseGet(() -> unreadable());
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return unreadable();
        }
    }

    private static ServiceStub.Reply unreadable() {
        return new ServiceStub.Reply(
                400, "{\"errors\":[\"cipher: message authentication failed\"]}");
    }

    @Test
    void theTokenIsReadAnewEachTime() {
        try (KeyWrapper wrapper = wrapper()) {
            token = "expired";
            refused(() -> wrapper.wrap(key(), CONTEXT), "forbidden");
            token = MARKER;
            assertThat(wrapper.wrap(key(), CONTEXT)).isNotEmpty();
        }
    }

    @Test
    void aTokenThatIsNoHeadersValueIsNotQuoted() {
        try (KeyWrapper wrapper = wrapper()) {
            token = MARKER + "\r\nX-Other: 1";
            refused(() -> wrapper.wrap(key(), CONTEXT), "forbidden");
        }
    }
}
