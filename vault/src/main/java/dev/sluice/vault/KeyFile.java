package dev.sluice.vault;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** A file with one 32-byte key as base64 text, which its owner alone can read. */
final class KeyFile {
    /** Base64 of 32 bytes is 44 characters; the rest is room for white space at the ends. */
    static final int FILE_BYTES_MAX = 256;

    private static final Set<PosixFilePermission> FILE_MODE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY_MODE =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.complementOf(
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE));

    private KeyFile() {}

    /**
     * The key in the file, which is made with a random key (and its directory with mode 0700) when
     * there is none.
     */
    static Secret readOrCreate(Path file) {
        try {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                create(file);
            }
            return read(file);
        } catch (IOException e) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "The key file " + file + " cannot be read or written.",
                    e);
        }
    }

    private static void create(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("not a file");
        }
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
        Path fresh =
                Files.createTempFile(
                        directory, ".new-", "", PosixFilePermissions.asFileAttribute(FILE_MODE));
        try {
            writeRandomKey(fresh);
            // A link, unlike a move, fails when somebody else was faster; that key then counts.
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException _) {
            // It is read next.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void writeRandomKey(Path file) throws IOException {
        byte[] key = Aes.randomKey();
        byte[] text = Base64.getEncoder().encode(key);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(text);
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    private static Secret read(Path file) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
        open.retainAll(attributes.permissions());
        if (!open.isEmpty()) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "The key file " + file + " is open to other users; run: chmod 600 " + file);
        }
        if (!attributes.isRegularFile() || attributes.size() > FILE_BYTES_MAX) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID, "The file " + file + " is no key file.");
        }
        return KeyText.decode("The key file " + file, Files.readAllBytes(file));
    }
}
