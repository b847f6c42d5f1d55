package dev.sluice.server.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The directory that everything of one deployment is under, held by one process at a time. */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final int PID_BYTES_MAX = 20;

    /**
     * The operating system's lock is the process's: opening and closing the file a second time
     * would give it up. So this process must not even try.
     */
    private static final Set<Path> TAKEN_HERE = ConcurrentHashMap.newKeySet();

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
        try {
            Files.createDirectories(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Path real = path.toRealPath();
            FileChannel lock = lock(real);
            if (lock == null) {
                throw usedByAnother(path, real);
            }
            lock.truncate(0);
            lock.write(ascii(ProcessHandle.current().pid() + "\n"), 0);
            return new DataDirectory(real, lock);
        } catch (IOException e) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "The data directory "
                            + path
                            + " cannot be made or written by this user. Choose another one, or"
                            + " change its owner.",
                    e);
        }
    }

    /** Whether some process, perhaps this one, has the directory now. */
    static boolean isTaken(Path path) {
        if (Files.notExists(path.resolve(LOCK))) {
            return false;
        }
        try {
            Path real = path.toRealPath();
            FileChannel lock = lock(real);
            if (lock == null) {
                return true;
            }
            new DataDirectory(real, lock).close();
            return false;
        } catch (IOException e) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "The data directory " + path + " cannot be read by this user.",
                    e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException _) {
            // The process keeps the lock until it ends; there is nothing else to do about it.
        } finally {
            TAKEN_HERE.remove(path);
        }
    }

    /** The locked file, or null when somebody has it. */
    private static @Nullable FileChannel lock(Path directory) throws IOException {
        if (!TAKEN_HERE.add(directory)) {
            return null;
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel =
                    FileChannel.open(
                            directory.resolve(LOCK),
                            Set.of(CREATE, READ, WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            locked = channel.tryLock() != null;
            return locked ? channel : null;
        } finally {
            if (!locked) {
                TAKEN_HERE.remove(directory);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static SluiceException usedByAnother(Path path, Path real) throws IOException {
        String owner;
        if (TAKEN_HERE.contains(real)) {
            owner = Long.toString(ProcessHandle.current().pid());
        } else {
            try (InputStream in = Files.newInputStream(real.resolve(LOCK))) {
                owner = new String(in.readNBytes(PID_BYTES_MAX), StandardCharsets.US_ASCII).strip();
            }
        }
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
}
