package dev.sluice.connector.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real ssh-agent for tests, which holds no key at first. */
final class OpenSshAgent implements AutoCloseable {
    private final Path socket;
    private final Process process;

    private OpenSshAgent(Path socket, Process process) {
        this.socket = socket;
        this.process = process;
    }

    static OpenSshAgent start(Path socket) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        for (int i = 0; i < 600 && !Files.exists(socket); i++) {
            Thread.sleep(50);
        }
        return new OpenSshAgent(socket, process);
    }

    void add(Path key) throws IOException, InterruptedException {
        ProcessBuilder adding = new ProcessBuilder("ssh-add", "-q", key.toString());
        adding.environment().put("SSH_AUTH_SOCK", socket.toString());
        Process process = adding.redirectErrorStream(true).start();
        if (process.waitFor() != 0) {
            throw new IOException(
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    Path socket() {
        return socket;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
