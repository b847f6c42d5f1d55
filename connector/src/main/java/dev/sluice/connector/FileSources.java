package dev.sluice.connector;

import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

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
     * @throws SluiceException {@code SOURCE_UNAVAILABLE} with {@code details.reason}
     */
    public Path resolve(String name) {
        Path path = parse(name);
        if (directories.stream().noneMatch(path::startsWith)) {
            throw Diagnosis.FILE_NOT_ALLOWED.exception();
        }
        Path real;
        try {
            real = path.toRealPath();
        } catch (IOException e) {
            throw Diagnosis.FILE_NOT_FOUND.exception();
        }
        if (directories.stream().noneMatch(directory -> isBeneath(real, directory))) {
            throw Diagnosis.FILE_NOT_ALLOWED.exception();
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
            // No name of a file.
        }
        throw Diagnosis.FILE_NOT_ALLOWED.exception();
    }

    private static boolean isBeneath(Path real, Path directory) {
        try {
            return real.startsWith(directory.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
