package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate that nobody has signed, made by OpenSSL; where that is missing, tests stop here.
 */
record SelfSigned(Path certificate, Path key) {
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");

    /** In this directory. */
    static SelfSigned in(Path directory) {
        assumeTrue(Files.isExecutable(OPENSSL), "there is no openssl: not run");
        return new SelfSigned(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
    }

    /** Writes a new one over the one before. */
    SelfSigned issue(String name) throws Exception {
        openssl(
                "",
                List.of(
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=" + name,
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString()));
        return this;
    }

    ListenerTls listener(boolean olderAllowed) {
        return new ListenerTls(certificate, key, olderAllowed);
    }

    /** What the program says, with this on its standard input. */
    static String openssl(String input, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(OPENSSL.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
