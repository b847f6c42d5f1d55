package dev.sluice.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.oauth.Sessions;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.connector.transport.TestCertificates;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A server that encrypts, and what it has to show before it is sent a token. */
class EncryptionTest {
    @TempDir static Path directory;
    private static TestCertificates certificates;
    private static StubServer server;

    @BeforeAll
    static void start() throws Exception {
        certificates = TestCertificates.make(directory, "dns:localhost");
        server = new StubServer(_ -> StubServer.json("{}"), context(certificates));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static SSLContext context(TestCertificates shown) throws Exception {
        Certificate certificate =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(
                                        shown.serverPem().getBytes(StandardCharsets.US_ASCII)));
        byte[] key =
                Base64.getMimeDecoder().decode(shown.keyPem().replaceAll("-----[A-Z ]+-----", ""));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server",
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                new char[0],
                new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static HttpReply call(String host, TlsMode mode, @Nullable String ca)
            throws SourceFailure {
        Target target =
                new Target(
                        new ConnectionSettings(
                                "trino",
                                host,
                                server.port(),
                                "tpch",
                                "reader",
                                new TlsSettings(mode, ca, null, false),
                                ConnectionMode.FRESH,
                                AuthMethod.TOKEN,
                                null,
                                Map.of()),
                        Credential.of(Map.of()),
                        new DirectNetwork());
        try (Session session = Sessions.open(target, Map::of, Sessions.Defaults.NONE);
                Stop stop = Stop.after(Duration.ofMinutes(1))) {
            return session.send(HttpCall.get(Sessions.origin(target.settings()), "/"), stop);
        }
    }

    private static void refused(String host, TlsMode mode, @Nullable String ca, String reason) {
        int before = server.asked().size();
        SourceFailure failure =
                catchThrowableOfType(SourceFailure.class, () -> call(host, mode, ca));
        assertThat(failure.forAdministrator().details()).containsEntry("reason", reason);
        assertThat(server.asked()).hasSize(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"DISABLE", "PREFER"},
            mode = Mode.EXCLUDE)
    void aServerThatTheCaKnowsIsCalled(TlsMode mode) throws SourceFailure {
        assertThat(call("localhost", mode, certificates.caPem()).status()).isEqualTo(200);
    }

    @Test
    void aServerThatNobodyKnowsIsSentNothing() throws Exception {
        refused("localhost", TlsMode.VERIFY_FULL, null, "tls_untrusted");
        String other = TestCertificates.ca(directory.resolve("other"));
        refused("localhost", TlsMode.VERIFY_CA, other, "tls_untrusted");
        refused("localhost", TlsMode.REQUIRE, other, "tls_untrusted");
    }

    @Test
    void aServerOfAnotherNameIsSentNothing() {
        refused("127.0.0.1", TlsMode.VERIFY_FULL, certificates.caPem(), "tls_wrong_host");
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"PREFER", "REQUIRE"})
    void aModeThatTakesAnyServerIsRefused(TlsMode mode) {
        SluiceException refused =
                catchThrowableOfType(SluiceException.class, () -> call("localhost", mode, null));
        assertThat(refused.code()).isEqualTo(ReasonCode.INVALID_ARGUMENT);
        assertThat(refused.details()).containsEntry("argument", "tls");
    }
}
