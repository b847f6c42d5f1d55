package dev.sluice.guard.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What a dialect's lists leave out on purpose: names by family, each with its reason. */
final class LeftOut {
    private final TreeMap<String, Set<String>> families = new TreeMap<>();

    private LeftOut() {}

    static LeftOut read(String dialect, String kind) {
        LeftOut leftOut = new LeftOut();
        String family = "";
        for (String line : lines(dialect + "/left-out/" + kind + ".txt")) {
            if (line.startsWith(" ")) {
                leftOut.families
                        .computeIfAbsent(family, _ -> new LinkedHashSet<>())
                        .addAll(List.of(line.strip().split(" +", -1)));
            } else {
                String[] parts = line.split(": ", 2);
                if (parts.length < 2 || parts[1].isBlank()) {
                    throw new IllegalStateException("a family wants a reason: " + line);
                }
                family = parts[0];
                leftOut.families.put(family, new LinkedHashSet<>());
            }
        }
        return leftOut;
    }

    private static List<String> lines(String path) {
        try (InputStream in = Dialect.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no such list: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> families() {
        return families.keySet();
    }

    /** The names of a family as written, some of which end in a star. */
    Set<String> family(String family) {
        return families.getOrDefault(family, Set.of());
    }

    boolean names(String name) {
        return families.values().stream()
                .anyMatch(names -> names.stream().anyMatch(entry -> matches(entry, name)));
    }

    static boolean matches(String entry, String name) {
        boolean stem = entry.endsWith("*") && Character.isLetter(entry.charAt(0));
        return stem ? name.startsWith(entry.substring(0, entry.length() - 1)) : entry.equals(name);
    }
}
