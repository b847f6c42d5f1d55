package dev.sluice.guard.proof;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.guard.CorpusFile;
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

    /** The row limit of the corpora's policies. */
    static final int ROWS_MAX = 50;

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
                Stream.concat(
                                CorpusFile.analytics(folder).stream(),
                                CorpusFile.bypasses(folder).stream())
                        .map(CorpusFile.Case::sql)
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

    private static String file(String dialect, String name) {
        try {
            return Files.readString(FOLDER.resolve(dialect).resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
