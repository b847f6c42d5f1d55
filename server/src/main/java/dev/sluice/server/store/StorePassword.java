package dev.sluice.server.store;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/** Passwords that nobody types: 192 random bits as 32 letters, digits, '-' and '_'. */
final class StorePassword {
    private static final int RANDOM_BYTES = 24;
    private static final int FILE_BYTES_MAX = 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private StorePassword() {}

    static Secret random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        byte[] text = Base64.getUrlEncoder().withoutPadding().encode(bytes);
        Arrays.fill(bytes, (byte) 0);
        return Secret.takingOver(text);
    }

    /** Writes a new file that its owner alone can read. */
    static void write(Path file, Secret password) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer content = ByteBuffer.wrap(password.reveal());
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
    }

    /**
     * What {@link #write} wrote; line ends at its end do not count.
     *
     * @throws SluiceException {@code CONFIG_INVALID} when the file cannot be read
     */
    static Secret read(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new IOException("too large");
            }
            byte[] content = Files.readAllBytes(file);
            int length = content.length;
            while (length > 0 && (content[length - 1] == '\n' || content[length - 1] == '\r')) {
                length--;
            }
            if (length == 0) {
                throw new IOException("empty");
            }
            byte[] password = Arrays.copyOf(content, length);
            Arrays.fill(content, (byte) 0);
            return Secret.takingOver(password);
        } catch (IOException e) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "The store's password cannot be read from " + file + ".",
                    e);
        }
    }
}
