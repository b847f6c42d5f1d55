package dev.sluice.connector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import javax.net.ssl.X509ExtendedKeyManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {
    @TempDir private static Path directory;
    private static TestCertificates ours;

    @BeforeAll
    static void make() throws Exception {
        ours = TestCertificates.make(directory.resolve("ours"), "dns:localhost");
    }

    private static void assertRefused(ThrowingCallable call, String argument, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ReasonCode.INVALID_ARGUMENT);
                            assertThat(e.details()).containsEntry("argument", argument);
                            assertThat(e).hasMessageContaining(words);
                        });
    }

    /** The bundle of all regions of a large provider: about 110 certificates, 170 KiB. */
    @Test
    void readsABundleWithExplanationsInBetween() {
        StringBuilder bundle = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            bundle.append("\n# region ").append(i).append("\nSubject: CN=x\n").append(ours.caPem());
        }

        assertThat(Certificates.authorities(bundle.toString())).hasSize(120);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n\u00e4\u0000\n-----END CERTIFICATE-----\n",
                "-----BEGIN X-----\n-----END Y-----"
            })
    void refusesWhatIsNoCertificate(String garbage) {
        assertRefused(() -> Certificates.authorities(garbage), "ca", "ca ");
    }

    @Test
    void refusesMoreThanItWouldRead() {
        String bundle = ours.caPem().repeat(Certificates.CERTIFICATES_MAX + 1);

        assertRefused(() -> Certificates.authorities(bundle), "ca", "1 to 1000");
    }

    @Test
    void saysThatAPrivateKeyWasPasted() {
        assertRefused(
                () -> Certificates.authorities(ours.caPem() + ours.keyPem()),
                "ca",
                "holds a private key");
    }

    @Test
    void saysWhichCertificateIsOutOfItsTime() throws Exception {
        String expired =
                TestCertificates.ca(
                        directory.resolve("expired"), "-startdate", "-10d", "-validity", "1");

        assertRefused(() -> Certificates.authorities(expired), "ca", "CN=Test CA");
        assertThat(Certificates.authorities(expired + ours.caPem())).hasSize(2);
    }

    private static Secret secret(String text) {
        return Secret.takingOver(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static X509ExtendedKeyManager identity(String key) {
        return TlsIdentity.of(
                new TlsIdentity.Names("client_certificate", "client_key"),
                ours.serverPem(),
                secret(key));
    }

    private static void assertKeyRefused(String key, String words) {
        assertRefused(() -> identity(key), "client_key", words);
    }

    @Test
    void takesACertificateWithItsKey() {
        assertThat(identity(ours.keyPem())).isNotNull();
    }

    @Test
    void saysThatAKeyIsAnothers() throws Exception {
        TestCertificates other = TestCertificates.make(directory.resolve("other"), "dns:other");
        String rsa =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        KeyPairGenerator.getInstance("RSA")
                                                .generateKeyPair()
                                                .getPrivate()
                                                .getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";

        assertKeyRefused(other.keyPem(), "not the key of");
        assertKeyRefused(rsa, "cannot be read as a key of the kind");
    }

    @Test
    void saysHowAKeyIsToBeGiven() {
        assertKeyRefused("", "no private key");
        assertKeyRefused("garbage", "no private key");
        assertKeyRefused(ours.serverPem(), "no private key");
        assertKeyRefused("-----BEGIN PRIVATE KEY-----\nAAAA", "cut off");
        assertKeyRefused(
                ours.keyPem().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "has a passphrase");
        assertKeyRefused(ours.keyPem().replace("PRIVATE KEY", "EC PRIVATE KEY"), "openssl pkcs8");
    }
}
