package dev.sluice.connector.postgresql;

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
record Certificates(String caPem, String serverPem, String keyPem) {
    private static final String PASSWORD = "changeit";

    static Certificates make(Path directory, String name) throws Exception {
        Path store = directory.resolve("store.p12");
        String ca = ca(directory);
        keytool(store, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=server");
        Path request = directory.resolve("server.csr");
        Path signed = directory.resolve("server.pem");
        keytool(store, "-certreq", "-alias", "server", "-file", request.toString());
        keytool(
                store,
                "-gencert",
                "-alias",
                "ca",
                "-rfc",
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString(),
                "-ext",
                "san=" + name);
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
        return new Certificates(ca, Files.readString(signed), pem(key));
    }

    /** A CA that has signed nothing. */
    static String ca(Path directory) throws Exception {
        Files.createDirectories(directory);
        Path store = directory.resolve("store.p12");
        Path file = directory.resolve("ca.pem");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=Test CA",
                "-ext",
                "bc:c");
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
