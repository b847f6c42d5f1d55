package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The directories beneath which a connection may name files of this machine; by default there are
 * none. Nothing is told of files elsewhere, not even whether they exist.
 *
 * @param directories absolute
 */
public record FileSources(List<Path> directories) {
    public static final FileSources NONE = new FileSources(List.of());

    public FileSources {
        directories = List.copyOf(directories);
        for (Path directory : directories) {
            if (!directory.isAbsolute()) {
                throw new IllegalArgumentException("not absolute: " + directory);
            }
        }
    }

    /**
     * The file or directory of this name, free of symbolic links, which are followed as long as
     * they stay beneath the same directories. To be asked at each opening: what a name means can
     * change.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} with {@code details.argument}, or {@code
     *     SOURCE_UNAVAILABLE} with {@code details.reason}
     */
    public Path resolve(String name) {
        Path path = parse(name);
        if (directories.stream().noneMatch(path::startsWith)) {
            throw outside();
        }
        Path real;
        try {
            real = path.toRealPath();
        } catch (IOException e) {
            throw new SluiceException(
                    ReasonCode.SOURCE_UNAVAILABLE,
                    "There is no such file, or the server's user may not read it.",
                    Map.of("reason", "file_unreadable"));
        }
        if (directories.stream().noneMatch(directory -> isBeneath(real, directory))) {
            throw outside();
        }
        return real;
    }

    private static Path parse(String name) {
        try {
            Path path = Path.of(name);
            if (path.isAbsolute() && path.equals(path.normalize())) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "database is the absolute path of a file or directory, without '.' and '..'.",
                Map.of("argument", "database"));
    }

    private static boolean isBeneath(Path real, Path directory) {
        try {
            return Files.isDirectory(directory) && real.startsWith(directory.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static SluiceException outside() {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "database is not beneath a directory that this deployment allows for files: see the"
                        + " setting file_sources.",
                Map.of("argument", "database"));
    }
}
