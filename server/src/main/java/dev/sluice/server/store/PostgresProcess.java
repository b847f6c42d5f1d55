package dev.sluice.server.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running PostgreSQL. Between us and it stands a shell that reads from us and stops the server
 * when that ends, so the server never outlives us, even when we are killed.
 */
final class PostgresProcess {
    /** Recovery after a crash may replay up to {@code max_wal_size}. */
    private static final Duration STARTING_MAX = Duration.ofMinutes(2);

    private static final Duration STOPPING_MAX = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);

    /** The line of postmaster.pid that says how far the server is. */
    private static final int STATUS_LINE = 7;

    /** SIGINT is PostgreSQL's fast shutdown: open transactions end, a checkpoint is written. */
    private static final String SCRIPT =
            """
            umask 077
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            ( while read -r _; do :; done <&3; kill -INT "$server" 2>/dev/null ) &
            watcher=$!
            wait "$server"
            status=$?
            kill "$watcher" 2>/dev/null
            exit "$status"
            """;

    private final Process shell;

    private PostgresProcess(Process shell) {
        this.shell = shell;
    }

    /** Returns when the server takes connections. */
    static PostgresProcess start(PostgresCluster cluster) throws IOException {
        ChildProgram program = cluster.program();
        Files.deleteIfExists(cluster.data().resolve("postmaster.pid"));
        Process shell =
                program.start(
                        List.of(
                                "/bin/sh",
                                "-c",
                                SCRIPT,
                                "sluice-store",
                                cluster.postgres().toString(),
                                "-D",
                                cluster.data().toString()));
        PostgresProcess process = new PostgresProcess(shell);
        try {
            process.awaitReady(cluster.data().resolve("postmaster.pid"));
            return process;
        } catch (IOException e) {
            process.stop();
            throw new IOException(e.getMessage() + ": " + program.tail(), e);
        }
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    void awaitEnd() throws InterruptedException {
        shell.waitFor();
    }

    /** Closes what the shell reads and waits; kills when that does not help. */
    void stop() {
        try {
            shell.getOutputStream().close();
        } catch (IOException _) {
            // It has ended already.
        }
        if (!ended(STOPPING_MAX)) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }

    private void awaitReady(Path statusFile) throws IOException {
        long deadline = System.nanoTime() + STARTING_MAX.toNanos();
        while (!isReady(statusFile)) {
            if (ended(POLL)) {
                throw new IOException("PostgreSQL ended with status " + shell.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("PostgreSQL took longer than " + STARTING_MAX);
            }
        }
    }

    private static boolean isReady(Path statusFile) throws IOException {
        if (Files.notExists(statusFile)) {
            return false;
        }
        List<String> lines = Files.readAllLines(statusFile, StandardCharsets.US_ASCII);
        return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    }

    private boolean ended(Duration wait) {
        try {
            return shell.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return !shell.isAlive();
        }
    }
}
