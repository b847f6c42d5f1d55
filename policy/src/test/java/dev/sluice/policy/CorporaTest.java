package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Schema;
import dev.sluice.guard.Decision;
import dev.sluice.guard.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published corpora under the policy and schema files that are published with them. */
class CorporaTest {
    private static final Path CORPORA = Path.of("..", "corpora");

    static List<Path> dialects() throws IOException {
        try (Stream<Path> folders = Files.list(CORPORA)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void filesGiveTheDecisionsThatTheirCasesName(Path folder) throws IOException {
        PolicyFile policy = PolicyFile.parse(Files.readString(folder.resolve("policy.yaml")));
        Schema schema = SchemaFile.read(Files.readString(folder.resolve("schema.json")));
        assertThat(policy.validate(Map.of("shop", schema))).isEmpty();
        Guard guard = Guard.of(policy.exposedBy("shop").orElseThrow(), schema);

        for (String block : blocks(folder.resolve("analytics.sql"))) {
            assertThat(decision(guard, block)).as(block).isEqualTo("ALLOWED");
        }
        for (String block : blocks(folder.resolve("bypasses.sql"))) {
            String code = block.substring(3, block.indexOf(' ', 3));
            assertThat(decision(guard, block)).as(block).isEqualTo(code);
        }
    }

    private static List<String> blocks(Path file) throws IOException {
        return Stream.of(Files.readString(file).split("\n\\s*\n"))
                .map(String::strip)
                .filter(block -> !block.isEmpty() && !block.contains("\n-- escapes: yes\n"))
                .filter(block -> isFor(file.getParent().getFileName().toString(), block))
                .toList();
    }

    /** A case of one engine wants a policy of that dialect, which the folder's need not be. */
    private static boolean isFor(String dialect, String block) {
        return !block.contains("\n-- engine: ") || block.contains("\n-- engine: " + dialect + "\n");
    }

    private static String decision(Guard guard, String block) {
        String sql = block.replaceFirst("^.*\n(-- (origin|engine): .*\n)*", "");
        return switch (guard.check(sql, Map.of("user.branch", "1"))) {
            case Decision.Allowed _ -> "ALLOWED";
            case Decision.Refused refused -> refused.code().name();
        };
    }
}
