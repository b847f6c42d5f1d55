package dev.sluice.guard.proof;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.guard.Guard;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.SchemaFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The public corpora of one dialect.
 *
 * @param texts all of their queries, good and bad
 */
record Corpus(Dialect dialect, Policy policy, Schema schema, Guard guard, List<String> texts) {
    private static final Path FOLDER = Path.of("..", "corpora");

    /** The caller's claims that the corpora are judged under. */
    static final Map<String, String> CLAIMS = Map.of("user.branch", "1");

    private static final Pattern ESCAPE = Pattern.compile("\\\\u\\{([0-9A-Fa-f]{1,6})}");

    Corpus {
        texts = List.copyOf(texts);
    }

    /** Those of every dialect that the guard knows and that has a folder. */
    static List<Corpus> all() {
        return Dialect.NAMES.stream()
                .filter(name -> Files.isDirectory(FOLDER.resolve(folder(name))))
                .map(Corpus::of)
                .toList();
    }

    static String folder(String dialect) {
        return dialect.equals("mariadb") ? "mysql" : dialect;
    }

    static Corpus of(String dialect) {
        String folder = folder(dialect);
        Schema schema = SchemaFile.read(file(folder, "schema.json"));
        String yaml =
                file(folder, "policy.yaml").replace("dialect: " + folder, "dialect: " + dialect);
        PolicyFile policies = PolicyFile.parse(yaml);
        String source = policies.sources().getFirst();
        Policy policy = policies.exposedBy(source).orElseThrow();
        return new Corpus(
                Dialect.named(dialect).orElseThrow(),
                policy,
                schema,
                Guard.of(policy, schema),
                Stream.of("analytics.sql", "bypasses.sql")
                        .flatMap(name -> cases(folder, name).stream())
                        .map(Case::sql)
                        .toList());
    }

    /** One text and what it is about. */
    record Case(String title, String sql) {}

    /** The cases of a file; {@code corpora/README.md} describes its form. */
    static List<Case> cases(String dialect, String file) {
        return Stream.of(file(dialect, file).split("\n\\s*\n"))
                .map(String::strip)
                .filter(block -> !block.isEmpty())
                .map(Corpus::read)
                .toList();
    }

    private static Case read(String block) {
        boolean escapes = block.contains("\n-- escapes: yes\n");
        String sql = block.replaceFirst("^.*\n(-- (origin|engine|escapes): .*\n)*", "");
        return new Case(
                block.substring(3, block.indexOf('\n')),
                escapes
                        ? ESCAPE.matcher(sql)
                                .replaceAll(found ->
                                        Character.toString(Integer.parseInt(found.group(1), 16)))
                        : sql);
    }

    /** The same with another row limit. */
    Corpus withMaxRows(int rows) {
        Limits limits = new Limits(rows, policy.limits().maxBytes(), policy.limits().timeout());
        Policy wider =
                new Policy(
                        policy.source(),
                        policy.dialect(),
                        policy.defaultSchema(),
                        limits,
                        policy.tables());
        return new Corpus(dialect, wider, schema, Guard.of(wider, schema), texts);
    }

    static String file(String dialect, String name) {
        try {
            return Files.readString(FOLDER.resolve(dialect).resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
