package dev.sluice.cli;

import dev.sluice.core.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Reads secrets from files and from standard input, without the line end of the last line. */
final class SecretSources {
    static final int SECRET_BYTES_MAX = 64 * 1024;
    static final int TYPED_BYTES_MAX = 4_096;

    private final BaseCommand command;

    SecretSources(BaseCommand command) {
        this.command = command;
    }

    /**
     * Reads all of them.
     *
     * @param sources by the secret's name; {@code -} is standard input, which only one can have
     */
    GivenSecrets read(Map<String, String> sources) throws IOException {
        if (sources.values().stream().filter("-"::equals).count() > 1) {
            throw command.wrongUsage("Only one secret can come from standard input.");
        }
        GivenSecrets given = new GivenSecrets();
        try {
            for (Map.Entry<String, String> source : sources.entrySet()) {
                given.put(source.getKey(), read(source.getKey(), source.getValue()));
            }
            return given;
        } catch (IOException | RuntimeException e) {
            given.close();
            throw e;
        }
    }

    private Secret read(String name, String source) throws IOException {
        String shown = name.replace('_', ' ');
        if (source.equals("-")) {
            return limited(
                    command.shell().in(), TYPED_BYTES_MAX, "The " + shown + " on standard input");
        }
        Path file = Path.of(source);
        if (!Files.isRegularFile(file)) {
            throw command.wrongUsage("There is no file '" + file + "'.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return limited(in, SECRET_BYTES_MAX, "The " + shown + " in '" + file + "'");
        }
    }

    private Secret limited(InputStream in, int bytesMax, String what) throws IOException {
        byte[] read = in.readNBytes(bytesMax + 1);
        try {
            int length = read.length;
            if (length > bytesMax) {
                throw command.wrongUsage(what + " is longer than " + bytesMax + " bytes.");
            }
            if (length > 0 && read[length - 1] == '\n') {
                length--;
            }
            if (length > 0 && read[length - 1] == '\r') {
                length--;
            }
            if (length == 0) {
                throw command.wrongUsage(what + " is empty.");
            }
            return Secret.takingOver(Arrays.copyOf(read, length));
        } finally {
            Arrays.fill(read, (byte) 0);
        }
    }
}
