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

    Corpus {
        texts = List.copyOf(texts);
    }

    /** Those of every dialect that the guard knows and that has a folder. */
    static List<Corpus> all() {
        return Dialect.NAMES.stream()
                .filter(name -> Files.isDirectory(FOLDER.resolve(name)))
                .map(Corpus::of)
                .toList();
    }

    static Corpus of(String dialect) {
        Schema schema = SchemaFile.read(file(dialect, "schema.json"));
        PolicyFile policies = PolicyFile.parse(file(dialect, "policy.yaml"));
        String source = policies.sources().getFirst();
        Policy policy = policies.exposedBy(source).orElseThrow();
        return new Corpus(
                Dialect.named(dialect).orElseThrow(),
                policy,
                schema,
                Guard.of(policy, schema),
                Stream.of("analytics.sql", "bypasses.sql")
                        .flatMap(name -> Stream.of(file(dialect, name).split("\n\\s*\n")))
                        .map(text -> text.replaceAll("(?m)^-- .*\n", "").strip())
                        .filter(text -> !text.isEmpty())
                        .toList());
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
