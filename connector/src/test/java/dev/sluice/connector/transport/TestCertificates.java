package dev.sluice.connector.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A CA of our own and a server's certificate signed by it, made with the JDK's keytool. */
public record TestCertificates(String caPem, String serverPem, String keyPem) {
    private static final String PASSWORD = "changeit";

    /**
     * @param name for example {@code dns:localhost}
     * @param options of keytool for the server's certificate, for example its time
     */
    public static TestCertificates make(Path directory, String name, String... options)
            throws Exception {
        Path store = directory.resolve("store.p12");
        String ca = ca(directory);
        keytool(store, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=server");
        Path request = directory.resolve("server.csr");
        Path signed = directory.resolve("server.pem");
        keytool(store, "-certreq", "-alias", "server", "-file", request.toString());
        List<String> signing = new ArrayList<>(List.of("-gencert"));
        signing.addAll(List.of(options));
        signing.addAll(
                List.of(
                        "-alias",
                        "ca",
                        "-rfc",
                        "-infile",
                        request.toString(),
                        "-outfile",
                        signed.toString(),
                        "-ext",
                        "san=" + name));
        keytool(store, signing.toArray(String[]::new));
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
        return new TestCertificates(ca, Files.readString(signed), pem(key));
    }

    /** A CA that has signed nothing. */
    public static String ca(Path directory, String... options) throws Exception {
        Files.createDirectories(directory);
        Path store = directory.resolve("store.p12");
        Path file = directory.resolve("ca.pem");
        List<String> making = new ArrayList<>(List.of("-genkeypair"));
        making.addAll(List.of(options));
        making.addAll(
                List.of("-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test CA", "-ext", "bc:c"));
        keytool(store, making.toArray(String[]::new));
        keytool(store, "-exportcert", "-alias", "ca", "-rfc", "-file", file.toString());
        return Files.readString(file);
    }

    private static String pem(byte[] key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(
                List.of(
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(store.resolveSibling("keytool.txt").toFile())
                        .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
