package dev.sluice.connector.duckdb.engine;

import dev.sluice.connector.duckdb.frame.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The tables of a directory: each Parquet file in it is one, and so is each folder with Parquet
 * files in it or beneath it. Symbolic links and hidden files are left out.
 */
final class ParquetTables {
    static final int TABLES_MAX = 1_000;
    static final int FILES_MAX = 20_000;
    static final int DEPTH_MAX = 16;

    private static final String SUFFIX = ".parquet";

    /** What a path means to DuckDB's reader as a pattern. */
    private static final String PATTERN = "*?[]{}\\";

    private ParquetTables() {}

    /**
     * Files by the name of their table.
     *
     * @throws Unusable when there are none, too many, or ones with names that do not do
     */
    static SortedMap<String, List<Path>> of(Path directory) throws Unusable {
        SortedMap<String, List<Path>> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int left = FILES_MAX;
        for (Path entry : children(directory)) {
            List<Path> files = files(entry, left);
            if (files.isEmpty()) {
                continue;
            }
            left -= files.size();
            if (tables.put(name(entry), files) != null) {
                throw new Unusable(Reason.UNUSABLE_NAMES);
            }
            if (tables.size() > TABLES_MAX) {
                throw new Unusable(Reason.TOO_MANY_FILES);
            }
        }
        if (tables.isEmpty()) {
            throw new Unusable(Reason.NO_TABLES);
        }
        return tables;
    }

    private static List<Path> children(Path directory) throws Unusable {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> children = entries.limit(FILES_MAX + 1L).sorted().toList();
            if (children.size() > FILES_MAX) {
                throw new Unusable(Reason.TOO_MANY_FILES);
            }
            return children;
        } catch (IOException e) {
            throw new Unusable(Reason.FILE_UNREADABLE);
        }
    }

    private static String name(Path entry) {
        String name = fileName(entry);
        return isParquet(name) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    private static List<Path> files(Path entry, int max) throws Unusable {
        if (isHidden(entry)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(entry, DEPTH_MAX)) {
            List<Path> files = new ArrayList<>();
            for (Path file : (Iterable<Path>) walk::iterator) {
                if (!isTableFile(entry, file)) {
                    continue;
                }
                if (isPattern(file)) {
                    throw new Unusable(Reason.UNUSABLE_NAMES);
                }
                files.add(file);
                if (files.size() > max) {
                    throw new Unusable(Reason.TOO_MANY_FILES);
                }
            }
            files.sort(null);
            return files;
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new Unusable(Reason.FILE_UNREADABLE);
        }
    }

    private static boolean isTableFile(Path entry, Path file) {
        if (!isParquet(fileName(file)) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        for (Path part : entry.relativize(file)) {
            if (isHidden(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isParquet(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(SUFFIX) && name.length() > SUFFIX.length();
    }

    /** As DuckDB and Spark see it: files under way, and what they say of themselves. */
    private static boolean isHidden(Path entry) {
        String name = fileName(entry);
        return name.startsWith(".") || name.startsWith("_");
    }

    static boolean isPattern(Path path) {
        return path.toString().chars().anyMatch(c -> PATTERN.indexOf(c) >= 0);
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }
}
