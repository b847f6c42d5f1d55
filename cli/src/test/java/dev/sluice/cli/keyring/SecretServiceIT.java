package dev.sluice.cli.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.cli.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a process, with a real keyring; the server is a fake one. */
class SecretServiceIT {
    @TempDir private Path home;

    private FakeServer server;
    private Optional<SecretService> keyring = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        server.on("GET /api/v1/whoami", 200, "{\"user\":\"ana@example.org\"}");
        server.on(
                "POST /oauth2/device_authorization",
                200,
                "{\"device_code\":\"d\",\"user_code\":\"BCDF-GHJK\",\"verification_uri\":\""
                        + server.url()
                        + "/device\",\"interval\":1}");
        server.on(
                "POST /oauth2/token",
                200,
                "{\"access_token\":\"access-marker\",\"refresh_token\":\"refresh-marker\","
                        + "\"expires_in\":3600,\"scope\":\"query admin\"}");
        server.on("POST /oauth2/revoke", 200, "");
    }

    @AfterEach
    void stop() {
        server.close();
        keyring.ifPresent(SecretService::close);
    }

    private record Ended(int exit, String out, String err) {}

    private Ended sluice(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sluice.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("HOME", home.toString());
        builder.environment().put("SLUICE_URL", server.url());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, err);
    }

    @Test
    void aPersonSignsInIsKnownAndSignsOut() throws Exception {
        keyring = SecretService.start(home);
        assumeTrue(keyring.isPresent(), "dbus-daemon and gnome-keyring-daemon are not installed");
        Map<String, String> session = new HashMap<>(keyring.get().environment());

        Ended login = sluice(session, "login");
        assertThat(login.exit()).as(login.err()).isZero();
        assertThat(login.err()).contains("BCDF-GHJK").doesNotContain("SLF4J", "WARNING");

        assertThat(sluice(session, "token").out().strip()).isEqualTo("access-marker");
        assertThat(SecretService.everyFile(home)).doesNotContain("access-marker", "refresh-marker");

        Ended logout = sluice(session, "logout");
        assertThat(logout.exit()).as(logout.err()).isZero();
        assertThat(sluice(session, "token").err()).contains("Not signed in");
    }

    @Test
    void withoutAKeyringNothingIsKept() throws Exception {
        Ended login = sluice(Map.of("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"), "login");

        assertThat(login.exit()).isEqualTo(1);
        assertThat(login.err()).contains("keyring cannot be reached");
        assertThat(server.asked()).isEmpty();
        assertThat(SecretService.everyFile(home)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plaintext", "null", "file", "keyring.backends.null.Keyring"})
    void placesThatProtectNothingAreRefused(String place) throws Exception {
        Ended login = sluice(Map.of("SLUICE_KEYRING", place), "login");

        assertThat(login.exit()).isEqualTo(1);
        assertThat(login.err()).contains("SLUICE_KEYRING");
        assertThat(server.asked()).isEmpty();
        assertThat(SecretService.everyFile(home)).isEmpty();
    }
}
