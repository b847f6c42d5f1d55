package dev.sluice.server.command;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Passwords that a command is given; never as an argument, which every process list shows. */
final class PasswordInput {
    private static final int BYTES_MAX = 1_024;

    private PasswordInput() {}

    /**
     * All of a stream, without the end of its last line.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    static Secret of(InputStream in) {
        try {
            byte[] read = in.readNBytes(BYTES_MAX + 1);
            try (Secret whole = Secret.takingOver(read)) {
                if (read.length > BYTES_MAX) {
                    throw invalid("The password is longer than " + BYTES_MAX + " bytes.");
                }
                int length = read.length;
                while (length > 0 && (read[length - 1] == '\n' || read[length - 1] == '\r')) {
                    length--;
                }
                return Secret.takingOver(Arrays.copyOf(whole.reveal(), length));
            }
        } catch (IOException e) {
            throw invalid("The password cannot be read.");
        }
    }

    /**
     * The text of a file, in the same manner.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    static Secret of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        } catch (IOException e) {
            throw invalid("The file '" + file + "' cannot be read.");
        }
    }

    private static SluiceException invalid(String message) {
        return new SluiceException(ReasonCode.INVALID_ARGUMENT, message);
    }
}
