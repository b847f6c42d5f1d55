package dev.sluice.server.store;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The directory that everything of one deployment is under, held by one process at a time. */
final class DataDirectory implements AutoCloseable {
    private static final int PID_BYTES_MAX = 20;

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory when there is none, and takes it for this process.
     *
     * @throws SluiceException {@code CONFIG_INVALID} when it cannot be written or another process
     *     has it
     */
    static DataDirectory take(Path path) {
        FileChannel lock = null;
        try {
            Files.createDirectories(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            lock =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (tryLock(lock) == null) {
                throw usedByAnother(path, lock);
            }
            lock.truncate(0);
            lock.write(ascii(ProcessHandle.current().pid() + "\n"), 0);
            return new DataDirectory(path, lock);
        } catch (IOException | SluiceException e) {
            closeQuietly(lock);
            if (e instanceof SluiceException ours) {
                throw ours;
            }
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "The data directory "
                            + path
                            + " cannot be made or written by this user. Choose another one, or"
                            + " change its owner.",
                    e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        closeQuietly(lock);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // this very process has it
        }
    }

    private static SluiceException usedByAnother(Path path, FileChannel lock) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(PID_BYTES_MAX);
        lock.read(pid, 0);
        String owner = StandardCharsets.US_ASCII.decode(pid.flip()).toString().strip();
        return new SluiceException(
                ReasonCode.CONFIG_INVALID,
                "The data directory "
                        + path
                        + " is used by another Sluice (process "
                        + (owner.matches("\\d+") ? owner : "unknown")
                        + ").");
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException _) {
            // The process keeps the lock until it ends; there is nothing else to do about it.
        }
    }
}
