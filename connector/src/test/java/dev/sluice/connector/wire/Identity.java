package dev.sluice.connector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Who a stand-in claims to be: a certificate that signs itself, made with the JDK's keytool.
 *
 * @param pem the certificate, which is its own CA
 */
public record Identity(SSLContext context, String pem) {
    private static final String PASSWORD = "changeit";

    /**
     * @param name as the certificate's extension spells it, for example {@code dns:localhost}
     */
    public static Identity make(Path directory, String name) throws Exception {
        Files.createDirectories(directory);
        Path store = directory.resolve("store.p12");
        Path pem = directory.resolve("certificate.pem");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "bc:c",
                "-ext",
                "san=" + name);
        keytool(store, "-exportcert", "-alias", "server", "-rfc", "-file", pem.toString());
        return new Identity(context(store), Files.readString(pem));
    }

    private static SSLContext context(Path store) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(
                KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()),
                PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> command =
                Stream.concat(
                                Stream.concat(
                                        Stream.of(
                                                Path.of(
                                                                System.getProperty("java.home"),
                                                                "bin",
                                                                "keytool")
                                                        .toString()),
                                        Stream.of(arguments)),
                                Stream.of(
                                        "-keystore",
                                        store.toString(),
                                        "-storetype",
                                        "PKCS12",
                                        "-storepass",
                                        PASSWORD))
                        .toList();
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(store.resolveSibling("keytool.txt").toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
