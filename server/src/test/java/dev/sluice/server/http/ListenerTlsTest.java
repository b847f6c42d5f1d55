package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listener's own TLS, looked at with OpenSSL's client. */
class ListenerTlsTest {
    @TempDir private Path directory;
    private SelfSigned made;
    private Path certificate;
    private Path key;

    @BeforeEach
    void make() throws Exception {
        made = SelfSigned.in(directory).issue("first");
        certificate = made.certificate();
        key = made.key();
    }

    private static String talk(WebServer server, String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of("s_client", "-ign_eof", "-connect", "127.0.0.1:" + server.port()));
        arguments.addAll(List.of(options));
        return SelfSigned.openssl(
                "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", arguments);
    }

    private static WebServer start(ListenerTls tls) {
        WebServer server =
                new WebServer(
                        "127.0.0.1", 0, new AllowedHosts(List.of()), Optional::empty, Map.of());
        server.encrypted(tls);
        server.start();
        return server;
    }

    @Test
    void speaksTheNewestTlsAlone() throws Exception {
        try (WebServer server = start(new ListenerTls(certificate, key, false))) {
            assertThat(talk(server, "-tls1_3")).contains("TLSv1.3", "CN = first", "HTTP/1.1 200");
            assertThat(talk(server, "-tls1_2")).doesNotContain("HTTP/1.1 200");
            assertThat(talk(server, "-tls1_2")).contains("alert protocol version");
        }
    }

    @Test
    void speaksAnOlderOneWhereThatIsConfigured() throws Exception {
        try (WebServer server = start(new ListenerTls(certificate, key, true))) {
            assertThat(talk(server, "-tls1_2")).contains("TLSv1.2", "HTTP/1.1 200");
            assertThat(talk(server, "-tls1_3")).contains("TLSv1.3", "HTTP/1.1 200");
            assertThat(talk(server, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"))
                    .doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void showsTheNewCertificateWhenTheFilesChange() throws Exception {
        ListenerTls tls = new ListenerTls(certificate, key, false);
        try (WebServer server = start(tls)) {
            made.issue("second");
            age(1);
            tls.reloadIfChanged();
            assertThat(talk(server)).contains("CN = second", "HTTP/1.1 200");

            Files.writeString(key, "garbage");
            age(2);
            tls.reloadIfChanged();
            assertThat(talk(server)).contains("CN = second", "HTTP/1.1 200");
        }
    }

    private void age(int seconds) throws IOException {
        Files.setLastModifiedTime(
                certificate, FileTime.from(Instant.now().plusSeconds(seconds * 100L)));
    }

    @Test
    void doesNotStartWithFilesThatAreNone() throws Exception {
        assertRefused(directory.resolve("missing"), key, "tls_certificate");
        assertRefused(certificate, directory.resolve("missing"), "tls_key");
        assertRefused(key, key, "tls_certificate holds a private key");
        assertRefused(certificate, certificate, "tls_key is no private key");
    }

    private static void assertRefused(Path certificate, Path key, String words) {
        assertThatThrownBy(() -> new ListenerTls(certificate, key, false))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.CONFIG_INVALID))
                .hasMessageContaining(words);
    }
}
