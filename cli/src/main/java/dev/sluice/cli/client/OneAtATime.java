package dev.sluice.cli.client;

import dev.sluice.core.ReasonCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** Lets one process of the user work at a time, by the lock on a file that stays empty. */
final class OneAtATime {
    private final Path file;

    OneAtATime(Path file) {
        this.file = file;
    }

    /** Waits for the others, works, and lets the next one in. */
    synchronized <T> T take(Supplier<T> work) {
        try (FileChannel channel = open();
                FileLock _ = channel.lock()) {
            return work.get();
        } catch (IOException e) {
            throw CommandFailure.of(
                    ReasonCode.INTERNAL, "The file '" + file + "' cannot be locked.");
        }
    }

    private FileChannel open() throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
