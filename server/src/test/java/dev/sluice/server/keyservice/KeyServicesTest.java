package dev.sluice.server.keyservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.vault.KeyWrapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyServicesTest {
    private record Given(boolean token) implements KeyServices.Credentials {
        @Override
        public Optional<Secret> vaultToken() {
            return token
                    ? Optional.of(Secret.takingOver("t".getBytes(StandardCharsets.US_ASCII)))
                    : Optional.empty();
        }

        @Override
        public String vaultNamespace() {
            return "";
        }

        @Override
        public Optional<Secret> googleCredentials() {
            return Optional.empty();
        }

        @Override
        public Optional<KeyServices.AzureApplication> azureApplication() {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vault:https://vault.example.org:8200/transit/sluice",
                "vault:http://127.0.0.1:8200/team/transit/sluice",
                "aws-kms:arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                "aws-kms:arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1234",
                "google-kms:projects/p/locations/global/keyRings/r/cryptoKeys/k",
                "azure-key-vault:https://v.vault.azure.net/keys/k/0123456789abcdef"
            })
    void theTextIsTheId(String setting) {
        try (KeyWrapper wrapper = KeyServices.open(setting, new Given(true))) {
            assertThat(wrapper.id()).isEqualTo(setting);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "local:",
                "Local",
                "vault",
                "vault:",
                "vault:transit/sluice",
                "vault:http://vault.example.org/transit/sluice",
                "vault:https://user:pw@vault.example.org/transit/sluice",
                "vault:https://vault.example.org/transit/../sys/seal",
                "vault:https://vault.example.org/transit/sluice?x=1",
                "aws-kms:alias/sluice",
                "aws-kms:arn:aws:s3:eu-central-1:123456789012:key/1",
                "aws-kms:arn:aws:kms:eu-central-1:12:key/1",
                "google-kms:projects/p/locations/global/keyRings/r",
                "google-kms:projects/p/locations/global/keyRings/r/cryptoKeys/k:destroy",
                "azure-key-vault:https://v.vault.azure.net/keys/k",
                "azure-key-vault:http://v.vault.azure.net/keys/k/1",
                "gcp-kms:projects/p/locations/global/keyRings/r/cryptoKeys/k"
            })
    void garbageIsRefused(String setting) {
        refused(setting, new Given(true));
    }

    @ParameterizedTest
    @ValueSource(strings = "vault:https://vault.example.org/transit/sluice")
    void vaultWantsAToken(String setting) {
        refused(setting, new Given(false));
        refused(setting + "x".repeat(200), new Given(true));
    }

    private static void refused(String setting, KeyServices.Credentials credentials) {
        assertThatThrownBy(() -> KeyServices.open(setting, credentials).close())
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.CONFIG_INVALID));
    }
}
