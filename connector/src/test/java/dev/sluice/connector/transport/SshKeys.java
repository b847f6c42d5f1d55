package dev.sluice.connector.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A pair of keys that OpenSSH's own program has made.
 *
 * @param privatePem the private key's file
 * @param publicLine a line for {@code authorized_keys}
 */
public record SshKeys(String privatePem, String publicLine) {
    public static SshKeys make(Path file, String... options)
            throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        generate(file, options);
        return new SshKeys(
                Files.readString(file), Files.readString(Path.of(file + ".pub")).strip());
    }

    static void generate(Path file, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-C", "test"));
        command.addAll(List.of(options));
        command.addAll(List.of("-f", file.toString()));
        run(command);
    }

    static String fingerprint(Path publicKey) throws IOException, InterruptedException {
        return run(List.of("ssh-keygen", "-l", "-f", publicKey.toString())).split(" ", -1)[1];
    }

    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
