package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    @TempDir private Path dir;

    @Test
    void withoutAFileEverythingHasItsDefault() {
        ServerConfig config = read("", Map.of());
        assertThat(config.port()).isEqualTo(7433);
        assertThat(config.bind()).isEqualTo("127.0.0.1");
        assertThat(config.integrationEnabled()).isFalse();
        assertThat(config.masterKey()).isEmpty();
    }

    @Test
    void anOptionWinsOverTheEnvironmentAndThatOverTheFile() {
        Map<String, String> environment = Map.of("SLUICE_PORT", "2");
        assertThat(read("port: 1", Map.of()).port()).isEqualTo(1);
        assertThat(read("port: 1", environment).port()).isEqualTo(2);
        assertThat(ConfigFile.read(file("port: 1"), Map.of(Setting.PORT, "3"), environment).port())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "prot: 1,did you mean 'port'",
        "WAREHOUSE_INTEGRATION_ENABLE: true,did you mean 'WAREHOUSE_INTEGRATION_ENABLED'",
        "no_such_thing_at_all: 1,unknown key",
        "port: many,must be a number",
        "port: 70000,between 1 and 65535",
        "port: [1],must be a single value",
        "WAREHOUSE_INTEGRATION_ENABLED: yep,must be true or false",
        "public_url: ftp://x,must look like",
        "public_url: http://x/,without a path",
        "public_url: https://x.example/sluice,without a path",
        "port: 0,between 1 and 65535",
        "bind: 0.0.0.0,is needed when bind is not a loopback",
        "allowed_origins: nonsense,does not look like",
        "allowed_origins: https://a.example/x,does not look like",
        "tenant: Big Corp,is not a tenant's name",
        "database_password: hunter2,does not belong into",
        "ICEBERG_REST_ENABLED: true,this version does not have",
        "database_url: jdbc:postgresql://h/d,is needed together with",
        "just text,must hold",
    })
    void refusesWhatItCannotUse(String yaml, String problem) {
        refuses(yaml, Map.of(), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b: c", "\t- x", "{", "port: 1\nport: 2", "&a [*a]", "\u0000"})
    void refusesWhatIsNoYaml(String yaml) {
        refuses(yaml, Map.of(), "");
    }

    @Test
    void refusesAnUnknownVariableOfOurPrefixes() {
        refuses("", Map.of("SLUICE_PROT", "1"), "did you mean 'SLUICE_PORT'");
        refuses("", Map.of("WAREHOUSE_MASTER_KEYS", "x"), "'WAREHOUSE_MASTER_KEY'");
        read("", Map.of("SLUICE_URL", "http://127.0.0.1:1", "PATH", "/bin", "CRON", "1"));
    }

    @Test
    void refusesAVariableOfALaterVersion() {
        refuses("", Map.of("CRON_SECRET", "x"), "this version does not have");
        refuses("", Map.of("BLOB_READ_WRITE_TOKEN", "x"), "this version does not have");
        refuses("", Map.of("CRON_SECRET_FILE", "/x"), "this version does not have");
        refuses(
                "",
                Map.of("WAREHOUSE_MASTER_KEY", "x", "WAREHOUSE_MASTER_KEY_FILE", "/x"),
                "are both set");
    }

    @Test
    void aSecretComesFromItsVariableOrAFile() throws IOException {
        Path file = Files.writeString(dir.resolve("key"), "from file\n");
        assertSecret("from file", Map.of("WAREHOUSE_MASTER_KEY_FILE", file.toString()));
        assertSecret("direct", Map.of("WAREHOUSE_MASTER_KEY", "direct"));
    }

    @Test
    void aSecretFileThatCannotBeReadIsNamed() {
        ServerConfig config = read("", Map.of("WAREHOUSE_MASTER_KEY_FILE", "/no/such/file"));
        assertThatThrownBy(config::masterKey)
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("/no/such/file");
    }

    @Test
    void aHugeFileIsRefused() {
        refuses("# " + "x".repeat(100_000), Map.of(), "is larger than");
    }

    private void assertSecret(String expected, Map<String, String> environment) {
        try (Secret secret = read("", environment).masterKey().orElseThrow()) {
            assertThat(new String(secret.reveal(), StandardCharsets.UTF_8)).isEqualTo(expected);
        }
    }

    private void refuses(String yaml, Map<String, String> environment, String problem) {
        assertThatThrownBy(() -> read(yaml, environment))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.CONFIG_INVALID))
                .hasMessageContaining(problem)
                .hasMessageNotContaining("hunter2");
    }

    private ServerConfig read(String yaml, Map<String, String> environment) {
        return ConfigFile.read(file(yaml), Map.of(), environment);
    }

    private Path file(String yaml) {
        try {
            return Files.writeString(dir.resolve("sluice.yaml"), yaml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
