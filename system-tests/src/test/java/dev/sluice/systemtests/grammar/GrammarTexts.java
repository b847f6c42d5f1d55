package dev.sluice.systemtests.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Files of texts, one to a line: a line that starts with two blanks continues the one before, one
 * that starts with {@code --} is a comment. {@code «a¦b»} stands for either, so that a line with
 * several of them stands for all combinations; {@code {}} is a hole.
 */
final class GrammarTexts {
    private GrammarTexts() {}

    /** All texts that a file stands for. */
    static List<String> read(String file) {
        Set<String> texts = new LinkedHashSet<>();
        for (String line : lines(file)) {
            texts.addAll(expanded(line));
        }
        return List.copyOf(texts);
    }

    private static List<String> lines(String file) {
        List<String> lines = new ArrayList<>();
        text(file)
                .lines()
                .filter(line -> !line.startsWith("-- ") && !line.isBlank())
                .forEach(line -> {
                    if (line.startsWith("  ")) {
                        lines.add(lines.removeLast() + "\n" + line);
                    } else {
                        lines.add(line);
                    }
                });
        return lines;
    }

    private static List<String> expanded(String line) {
        int open = line.indexOf('«');
        if (open < 0) {
            return List.of(line);
        }
        int close = line.indexOf('»', open);
        List<String> rests = expanded(line.substring(close + 1));
        List<String> all = new ArrayList<>();
        for (String choice : line.substring(open + 1, close).split("¦", -1)) {
            for (String rest : rests) {
                all.add(line.substring(0, open) + choice + rest);
            }
        }
        return all;
    }

    private static String text(String file) {
        try (InputStream in = GrammarTexts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no such file: " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
