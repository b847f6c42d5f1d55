package dev.sluice.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir private Path directory;

    @Test
    void withoutAnythingTheServerIsOnThisMachine() {
        Settings settings = Settings.from(Map.of());

        assertThat(settings.server()).isEqualTo(URI.create("http://127.0.0.1:7433"));
        assertThat(settings.credentials()).isInstanceOf(Settings.Credentials.None.class);
        assertThat(Settings.from(Map.of("SLUICE_URL", "https://a.example//")).resolve("/x"))
                .isEqualTo(URI.create("https://a.example/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:7433",
                "http://localhost",
                "http://[::1]:1",
                "http://127.9.9.9",
                "https://sluice.example.org",
                "HTTPS://sluice.example.org",
                "http://LOCALHOST"
            })
    void secretsMayTravelEncryptedOrWithinTheMachine(String url) {
        assertThat(
                        Settings.from(Map.of("SLUICE_URL", url.replace("HTTPS", "https")))
                                .mayCarrySecrets())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sluice.example.org", "http://10.0.0.1", "http://localhost.example.org",
                "http://127.0.0.1.example.org", "http://[::2]", "http://0.0.0.0"
            })
    void secretsStayHomeOtherwise(String url) {
        assertThat(Settings.from(Map.of("SLUICE_URL", url)).mayCarrySecrets()).isFalse();
        Connection connection =
                new Connection(Settings.from(Map.of("SLUICE_URL", url, "SLUICE_TOKEN", "t")));
        assertThatThrownBy(() ->
                        new AdminApi(connection, Nobody.tokens(connection)).get("/api/v1/whoami"))
                .hasMessageContaining("only sent over https");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a",
                "a",
                "http://",
                "http:///x",
                "http://u:p@a",
                "http://a?x=1",
                "http://a#x",
                "http://a b",
                "file:///etc/passwd",
                "://",
                "http://a:99999999999"
            })
    void anythingElseIsNoAddress(String url) {
        assertThatThrownBy(() -> Settings.from(Map.of("SLUICE_URL", url)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("SLUICE_URL");
    }

    @Test
    void clientSecretsComeFromOnePlace() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "s3cret\n");

        Settings settings =
                Settings.from(
                        Map.of(
                                "SLUICE_CLIENT_ID",
                                "c",
                                "SLUICE_CLIENT_SECRET_FILE",
                                file.toString()));

        assertThat(settings.credentials())
                .isInstanceOfSatisfying(
                        Settings.Credentials.Client.class,
                        client ->
                                assertThat(client.secret().reveal())
                                        .asString()
                                        .isEqualTo("s3cret"));
        assertThat(settings.toString()).doesNotContain("s3cret");
        assertRefused(Map.of("SLUICE_CLIENT_ID", "c"), "set one of");
        assertRefused(Map.of("SLUICE_CLIENT_SECRET", "s"), "SLUICE_CLIENT_ID is missing");
        assertRefused(
                Map.of(
                        "SLUICE_CLIENT_ID",
                        "c",
                        "SLUICE_CLIENT_SECRET",
                        "s",
                        "SLUICE_CLIENT_SECRET_FILE",
                        file.toString()),
                "set one of");
        assertRefused(
                Map.of("SLUICE_CLIENT_ID", "c", "SLUICE_CLIENT_SECRET_FILE", "/no/such"),
                "cannot be read");
    }

    @Test
    void tokensThatNoHeaderCanHoldAreRefusedWithoutBeingShown() {
        for (String token : new String[] {"a\r\nX: y", "a b", "é", "x".repeat(20_000)}) {
            assertThatThrownBy(() -> Settings.from(Map.of("SLUICE_TOKEN", token)))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageNotContaining(token);
        }
    }

    private static void assertRefused(Map<String, String> environment, String reason) {
        assertThatThrownBy(() -> Settings.from(environment)).hasMessageContaining(reason);
    }
}
