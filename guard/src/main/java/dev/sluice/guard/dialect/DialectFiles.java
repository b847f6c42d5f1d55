package dev.sluice.guard.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dialect's lists: one entry per line, words apart by blanks, {@code #} starts a comment.
 * {@code include mysql} stands for that dialect's list of the same name, {@code without a b} takes
 * entries of what was included out again.
 */
final class DialectFiles {
    private static final String INCLUDE = "include";
    private static final String WITHOUT = "without";
    private static final String COMMENT = "#";

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
        List<List<String>> properties = lines(dialect, "dialect");
        return new Dialect(
                dialect,
                traits(properties),
                spelling(properties),
                new Keywords(
                        words(dialect, "reserved"),
                        words(dialect, "type-or-function"),
                        words(dialect, "column-only"),
                        words(dialect, "needs-as")),
                functions,
                macros(dialect),
                words(dialect, "operators"),
                types,
                words(dialect, "collations"));
    }

    /** A dialect may have none. */
    private static Map<String, Macro> macros(String dialect) {
        Map<String, Macro> macros = new HashMap<>();
        List<List<String>> written = writtenIfAny(dialect + "/macros.txt");
        if (written == null) {
            return macros;
        }
        for (List<String> words : written) {
            Macro macro = Macro.read(String.join(" ", words));
            macros.put(macro.name(), macro);
        }
        return macros;
    }

    private static Set<Trait> traits(List<List<String>> properties) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        for (String trait : values(properties, "traits")) {
            traits.add(Trait.valueOf(trait));
        }
        return traits;
    }

    private static Spelling spelling(List<List<String>> properties) {
        return new Spelling(
                values(properties, "quote").getFirst().charAt(0),
                values(properties, "functions-in"),
                values(properties, "types-in"),
                Integer.parseInt(values(properties, "name-bytes").getFirst()),
                values(properties, "symbols"));
    }

    /** Everything behind this key, which may stand on several lines. */
    private static List<String> values(List<List<String>> properties, String key) {
        List<String> values = new ArrayList<>();
        for (List<String> line : properties) {
            if (line.getFirst().equals(key)) {
                values.addAll(line.subList(1, line.size()));
            }
        }
        return values;
    }

    /** A list of words, in which lines mean nothing. */
    private static Set<String> words(String dialect, String list) {
        Set<String> words = new HashSet<>();
        for (List<String> line : written(dialect + "/" + list + ".txt")) {
            List<String> rest = line.subList(1, line.size());
            switch (line.getFirst()) {
                case INCLUDE -> {
                    for (String other : rest) {
                        words.addAll(words(other, list));
                    }
                }
                case WITHOUT -> words.removeAll(rest);
                default -> words.addAll(line);
            }
        }
        return words;
    }

    private static List<List<String>> lines(String dialect, String list) {
        List<List<String>> lines = new ArrayList<>();
        for (List<String> line : written(dialect + "/" + list + ".txt")) {
            switch (line.getFirst()) {
                case INCLUDE -> lines.addAll(lines(line.get(1), list));
                case WITHOUT -> lines = without(lines, line.subList(1, line.size()));
                default -> lines.add(line);
            }
        }
        return lines;
    }

    /** A function's line goes by its name, so that its other words are no entries. */
    private static List<List<String>> without(List<List<String>> lines, List<String> names) {
        List<List<String>> left = new ArrayList<>();
        for (List<String> line : lines) {
            if (!names.contains(line.getFirst())) {
                left.add(line);
            }
        }
        return left;
    }

    static List<List<String>> written(String path) {
        List<List<String>> written = writtenIfAny(path);
        if (written == null) {
            throw new IllegalStateException("no such list: " + path);
        }
        return written;
    }

    private static @Nullable List<List<String>> writtenIfAny(String path) {
        try (InputStream in = DialectFiles.class.getResourceAsStream(path)) {
            return in == null
                    ? null
                    : entries(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reading the lists is most of a first check, so it goes without expressions and streams. */
    private static List<List<String>> entries(String text) {
        List<List<String>> entries = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            List<String> words = words(text, start, end);
            if (!words.isEmpty() && !words.getFirst().equals(COMMENT)) {
                entries.add(words);
            }
            start = end + 1;
        }
        return entries;
    }

    private static List<String> words(String text, int from, int to) {
        List<String> words = new ArrayList<>();
        int at = from;
        while (at < to) {
            int start = at;
            while (at < to && text.charAt(at) > ' ') {
                at++;
            }
            if (at > start) {
                words.add(text.substring(start, at));
            }
            at++;
        }
        return words;
    }
}
