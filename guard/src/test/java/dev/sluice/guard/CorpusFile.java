package dev.sluice.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A text file of SQL cases, an empty line apart, each under a comment that says what it is. */
final class CorpusFile {
    private CorpusFile() {}

    /** One case. */
    record Case(String title, String sql) {
        @Override
        public String toString() {
            return title;
        }
    }

    static List<Case> cases(String file) {
        return Stream.of(text(file).split("\n\\s*\n"))
                .map(String::strip)
                .filter(block -> !block.isEmpty())
                .map(CorpusFile::read)
                .toList();
    }

    private static Case read(String block) {
        int end = block.indexOf('\n');
        if (!block.startsWith("-- ") || end < 0) {
            throw new IllegalStateException("a case starts with its title: " + block);
        }
        return new Case(block.substring(3, end), block.substring(end + 1));
    }

    static String text(String file) {
        try (InputStream in = CorpusFile.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no such file: " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
