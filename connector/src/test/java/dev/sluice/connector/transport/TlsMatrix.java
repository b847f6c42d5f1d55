package dev.sluice.connector.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every mode against every kind of server, on a real one: what comes about, or why not. The table
 * is printed into {@code target/tls-<engine>.txt}.
 */
public final class TlsMatrix {
    /** What every engine has to do; {@code require} without a CA takes any certificate. */
    private static final List<String> EXPECTED =
            List.of(
                    "mode            | good | unknown CA | other host | expired | plaintext server",
                    "disable         | plain | plain | plain | plain | plain",
                    "prefer          | encrypted | tls_untrusted | encrypted | tls_expired | plain",
                    "require         | encrypted | tls_untrusted | encrypted | tls_expired |"
                            + " tls_not_offered",
                    "require, no CA  | encrypted | encrypted | encrypted | encrypted |"
                            + " tls_not_offered",
                    "verify-ca       | encrypted | tls_untrusted | encrypted | tls_expired |"
                            + " tls_not_offered",
                    "verify-full     | encrypted | tls_untrusted | tls_wrong_host | tls_expired |"
                            + " tls_not_offered");

    private TlsMatrix() {}

    /** A real server of which this test may change the certificate. */
    public interface Subject {
        /** Makes new connections see this certificate. */
        void install(TestCertificates certificates) throws Exception;

        /** Makes the server offer no encryption any more. */
        void offerNothing() throws Exception;

        /**
         * Connects to {@code localhost} and asks.
         *
         * @return {@code encrypted}, {@code plain}, or the reason of the failure
         */
        String ask(TlsSettings tls);
    }

    /** Tries everything, and compares. */
    public static void check(String engine, Path directory, Subject subject) throws Exception {
        TestCertificates good = TestCertificates.make(directory.resolve("good"), "dns:localhost");
        TestCertificates other =
                TestCertificates.make(directory.resolve("host"), "dns:elsewhere.example");
        TestCertificates expired =
                TestCertificates.make(
                        directory.resolve("expired"),
                        "dns:localhost",
                        "-startdate",
                        "-10d",
                        "-validity",
                        "2");
        String strange = TestCertificates.ca(directory.resolve("strange"));
        List<List<String>> columns = new ArrayList<>();
        subject.install(good);
        columns.add(column(subject, good.caPem()));
        columns.add(column(subject, strange));
        subject.install(other);
        columns.add(column(subject, other.caPem()));
        subject.install(expired);
        columns.add(column(subject, expired.caPem()));
        subject.offerNothing();
        columns.add(column(subject, good.caPem()));
        print(engine, columns);
    }

    private static List<String> column(Subject subject, String caPem) {
        List<String> cells = new ArrayList<>();
        for (TlsMode mode : TlsMode.values()) {
            cells.add(subject.ask(new TlsSettings(mode, caPem, null, true)));
            if (mode == TlsMode.REQUIRE) {
                cells.add(subject.ask(new TlsSettings(mode, null, null, true)));
            }
        }
        return cells;
    }

    private static void print(String engine, List<List<String>> columns) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(EXPECTED.getFirst());
        for (int row = 1; row < EXPECTED.size(); row++) {
            StringBuilder line = new StringBuilder(EXPECTED.get(row).split(" \\| ", 2)[0]);
            for (List<String> column : columns) {
                line.append(" | ").append(column.get(row - 1));
            }
            lines.add(line.toString());
        }
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target", "tls-" + engine + ".txt"), lines);
        assertThat(lines).isEqualTo(EXPECTED);
    }
}
