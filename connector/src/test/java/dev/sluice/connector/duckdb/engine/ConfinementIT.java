package dev.sluice.connector.duckdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel keeps a process from, with plain Java in DuckDB's place. */
class ConfinementIT {
    private @TempDir Path directory;

    @Test
    void aProcessReachesWhatItIsGivenAndNothingElse() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        Path readable = Files.createDirectory(directory.toRealPath().resolve("r"));
        Path writable = Files.createDirectory(directory.toRealPath().resolve("w"));
        Files.writeString(readable.resolve("in.txt"), "x");
        Files.createSymbolicLink(readable.resolve("link.txt"), Path.of("/etc/passwd"));
        List<String> said;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            said = run(readable, writable, server.getLocalPort());
        }
        assumeTrue(said.contains("confined true"), "this kernel has no Landlock");

        assertThat(said)
                .contains(
                        "read inside: yes",
                        "read outside: no",
                        "read a link: no",
                        "write inside: no",
                        "create inside: no",
                        "delete inside: no",
                        "write where allowed: yes",
                        "start a program: no",
                        "confined more true",
                        "write no more: no");
        assertThat(readable.resolve("in.txt")).hasContent("x");
    }

    private static List<String> run(Path readable, Path writable, int port) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                locationOf(Confinement.class)
                                        + ":"
                                        + locationOf(ConfinedProgram.class),
                                ConfinedProgram.class.getName(),
                                readable.toString(),
                                writable.toString(),
                                Integer.toString(port))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static Path locationOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toRealPath();
    }

    @Test
    void aPathWithASymbolicLinkInItIsNotAllowed() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        SystemCalls calls = new SystemCalls();
        assumeTrue(calls.landlockVersion() > 0, "this kernel has no Landlock");
        Path real = Files.createDirectory(directory.toRealPath().resolve("real"));
        Path link = Files.createSymbolicLink(directory.toRealPath().resolve("link"), real);
        int rules = calls.createRuleset(1 << 2, 0, 0);

        assertThat(calls.allowBeneath(rules, real, 1 << 2)).isTrue();
        assertThat(calls.allowBeneath(rules, link, 1 << 2)).isFalse();
        calls.close(rules);
    }
}
