package dev.sluice.guard.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a dialect's lists: one entry per line, words apart by blanks, {@code #} starts a comment.
 */
final class DialectFiles {
    private DialectFiles() {}

    static Dialect read(String dialect) {
        Map<String, FunctionRule> functions = new HashMap<>();
        for (List<String> line : lines(dialect, "functions")) {
            FunctionRule rule = FunctionLine.read(line);
            if (functions.put(rule.name(), rule) != null) {
                throw new IllegalStateException("listed twice: " + rule.name());
            }
        }
        Map<String, String> types = new HashMap<>();
        for (List<String> line : lines(dialect, "types")) {
            for (String spelling : line) {
                types.put(spelling, line.getFirst());
            }
        }
        return new Dialect(
                dialect,
                new Keywords(
                        words(dialect, "reserved"),
                        words(dialect, "type-or-function"),
                        words(dialect, "column-only"),
                        words(dialect, "needs-as")),
                functions,
                words(dialect, "operators"),
                types,
                words(dialect, "collations"));
    }

    private static Set<String> words(String dialect, String list) {
        Set<String> words = new HashSet<>();
        lines(dialect, list).forEach(words::addAll);
        return words;
    }

    private static List<List<String>> lines(String dialect, String list) {
        List<List<String>> lines = new ArrayList<>();
        String path = dialect + "/" + list + ".txt";
        try (InputStream in = DialectFiles.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no such list: " + path);
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.startsWith("# ") || line.equals("#") ? "" : line.strip())
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> lines.add(List.of(line.split("\\s+"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
