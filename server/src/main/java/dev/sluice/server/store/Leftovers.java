package dev.sluice.server.store;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server processes that an earlier, killed Sluice left in a data directory. They are on their way
 * out; starting beside them would damage the data, so we wait, then ask, then kill.
 *
 * <p>They are recognised by their program, which is unpacked into the data directory itself. A
 * process number in a file would not do: another process may have it by now.
 */
record Leftovers(ChildProgram program) {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration AFTER_SIGNAL = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    void await() throws IOException {
        if (gone(WAIT)) {
            return;
        }
        for (String signal : List.of("INT", "QUIT", "KILL")) {
            LOG.atWarn()
                    .addKeyValue("signal", signal)
                    .addKeyValue("processes", running().size())
                    .log("Stopping a PostgreSQL that an earlier Sluice left");
            signal(signal);
            if (gone(AFTER_SIGNAL)) {
                return;
            }
        }
        throw new SluiceException(
                ReasonCode.STORE_UNAVAILABLE,
                "A PostgreSQL of an earlier Sluice is still running in "
                        + program.store()
                        + " and cannot be stopped.");
    }

    private boolean gone(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!running().isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for an earlier PostgreSQL", e);
            }
        }
        return true;
    }

    private List<ProcessHandle> running() {
        Path store = program.store();
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info()
                                .command()
                                .filter(path -> PostgresBinaries.isFrom(store, path))
                                .isPresent())
                .toList();
    }

    /** As the store's account, which can only reach processes of its own. */
    private void signal(String signal) throws IOException {
        for (ProcessHandle process : running()) {
            program.run(
                    List.of(
                            "/bin/sh",
                            "-c",
                            "kill -\"$1\" \"$2\" || true",
                            "sluice-store",
                            signal,
                            Long.toString(process.pid())),
                    "",
                    AFTER_SIGNAL);
        }
    }
}
