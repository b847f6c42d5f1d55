package dev.sluice.connector.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a source looked like when it was opened. DuckDB goes on reading a database file that was
 * replaced, and does not see a Parquet file that was added; so it is opened anew.
 */
final class FileState {
    /** Walking through a tree of directories is not for each query. */
    private static final Duration TREE_AGE_MAX = Duration.ofSeconds(5);

    private static final int DIRECTORIES_MAX = 20_000;

    private final Path path;
    private final List<String> marks;
    private volatile long lookedAt = System.nanoTime();

    private FileState(Path path, List<String> marks) {
        this.path = path;
        this.marks = marks;
    }

    static FileState of(Path path) {
        return new FileState(path, marks(path));
    }

    /** Whether the name still leads to the same, in the same state. */
    boolean isStill(Path now) {
        if (!now.equals(path)) {
            return false;
        }
        if (Files.isDirectory(now) && System.nanoTime() - lookedAt < TREE_AGE_MAX.toNanos()) {
            return true;
        }
        lookedAt = System.nanoTime();
        return marks(now).equals(marks);
    }

    /** A directory's time changes with what is added to it and removed, not within its files. */
    private static List<String> marks(Path path) {
        List<String> marks = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(path)) {
            walk.filter(entry -> entry.equals(path) || isDirectory(entry))
                    .limit(DIRECTORIES_MAX)
                    .forEach(entry -> marks.add(mark(entry)));
        } catch (IOException | UncheckedIOException e) {
            marks.add("unreadable");
        }
        return marks;
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static String mark(Path path) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            String own = path + " " + found.fileKey() + " " + found.lastModifiedTime();
            return found.isDirectory() ? own : own + " " + found.size();
        } catch (IOException e) {
            return path + " unreadable";
        }
    }
}
