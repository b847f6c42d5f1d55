package dev.sluice.guard;

import dev.sluice.core.ReasonCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file of the public corpora; {@code corpora/README.md} describes its form. */
public final class CorpusFile {
    private static final Path CORPORA = Path.of("..", "corpora");
    private static final Path OWN = Path.of("src", "test", "resources", "dev", "sluice", "guard");
    private static final Pattern KEY = Pattern.compile("-- (origin|engine|escapes): (.*)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\u\\{([0-9A-Fa-f]{1,6})}");
    private static final Set<String> KINDS = Set.of("advisory", "feature", "own");

    private CorpusFile() {}

    /**
     * One case.
     *
     * @param title the first line, with the code of a refusal in front
     * @param keys what stands between the title and the SQL
     */
    public record Case(String title, Map<String, String> keys, String sql) {
        /** The refusal's code, which must stand in front of the title. */
        public ReasonCode code() {
            return ReasonCode.valueOf(title.substring(0, title.indexOf(' ')));
        }

        /** Whether it is for this engine of its dialect. */
        public boolean on(String engine) {
            return Optional.ofNullable(keys.get("engine")).orElse(engine).equals(engine);
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** What must be allowed in a dialect. */
    public static List<Case> analytics(String dialect) {
        return read(CORPORA.resolve(dialect).resolve("analytics.sql"));
    }

    /** What must be refused in a dialect, each with an origin. */
    public static List<Case> bypasses(String dialect) {
        List<Case> cases = read(CORPORA.resolve(dialect).resolve("bypasses.sql"));
        for (Case bypass : cases) {
            String origin = bypass.keys().getOrDefault("origin", "");
            if (!KINDS.contains(origin.split(",", 2)[0])) {
                throw new IllegalStateException("no origin: " + bypass.title());
            }
        }
        return cases;
    }

    /** What we refuse without its being an attack. */
    static List<Case> unsupported() {
        return read(OWN.resolve("unsupported.sql"));
    }

    /** The database of a dialect's corpora, with the governed twin. */
    public static String fixture(String dialect) {
        return text(CORPORA.resolve(dialect).resolve("fixture.sql"));
    }

    private static List<Case> read(Path file) {
        Set<String> titles = new HashSet<>();
        return Stream.of(text(file).split("\n\\s*\n"))
                .map(String::strip)
                .filter(block -> !block.isEmpty())
                .map(CorpusFile::read)
                .peek(read -> {
                    if (!titles.add(read.title())) {
                        throw new IllegalStateException("twice: " + read.title());
                    }
                })
                .toList();
    }

    private static Case read(String block) {
        List<String> lines = block.lines().toList();
        if (!lines.getFirst().startsWith("-- ")) {
            throw new IllegalStateException("a case starts with its title: " + block);
        }
        Map<String, String> keys = new LinkedHashMap<>();
        int at = 1;
        for (; at < lines.size(); at++) {
            var key = KEY.matcher(lines.get(at));
            if (!key.matches()) {
                break;
            }
            keys.put(key.group(1), key.group(2));
        }
        String sql = String.join("\n", lines.subList(at, lines.size()));
        if (sql.isEmpty()) {
            throw new IllegalStateException("no SQL: " + block);
        }
        return new Case(
                lines.getFirst().substring(3),
                keys,
                "yes".equals(keys.get("escapes")) ? unescaped(sql) : sql);
    }

    private static String unescaped(String sql) {
        return ESCAPE.matcher(sql)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                Character.toString(Integer.parseInt(found.group(1), 16))));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
