package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EngineDocumentationTest {
    private static final Path PAGE = Path.of("../docs/connections.md");
    private static final String START = "<!-- engines: written by a test -->\n";
    private static final String END = "<!-- end of engines -->\n";

    /** Run with {@code -Dsluice.docs.write=true} to write the tables anew. */
    @Test
    void everyEngineAndWhatItCanDoIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        String text =
                page.substring(0, page.indexOf(START) + START.length())
                        + tables()
                        + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("sluice.docs.write")) {
            Files.writeString(PAGE, text);
        }
        assertThat(PAGE).hasContent(text);
    }

    private static String tables() {
        StringBuilder text =
                new StringBuilder(
                        """
                        | engine | `--type` | tested | dialect of the guard | signs in with | modes |
                        |---|---|---|---|---|---|
                        """);
        for (Connector connector : Connectors.all()) {
            Capabilities can = connector.capabilities();
            text.append(
                    "| %s | `%s` | %s | %s | %s | %s |\n"
                            .formatted(
                                    connector.title(),
                                    connector.type(),
                                    can.proof() == Capabilities.Proof.REAL ? "real" : "at the wire",
                                    can.dialect() == null ? "–" : "`" + can.dialect() + "`",
                                    names(can.auth().stream(), AuthMethod::wireName),
                                    names(can.modes().stream(), ConnectionMode::wireName)));
        }
        text.append(
                """

                | engine | read-only transaction | scan estimate before the run | cancels at the engine | shows who asks |
                |---|---|---|---|---|
                """);
        for (Connector connector : Connectors.all()) {
            Capabilities can = connector.capabilities();
            text.append(
                    "| %s | %s | %s | %s | %s |\n"
                            .formatted(
                                    connector.title(),
                                    yes(can.readOnlyTransaction()),
                                    yes(can.estimatesScan()),
                                    yes(can.cancels()),
                                    yes(can.identityTag())));
        }
        return text.toString();
    }

    private static <E extends Enum<E>> String names(Stream<E> all, Function<E, String> name) {
        return all.sorted(Comparator.naturalOrder()).map(name).collect(Collectors.joining(", "));
    }

    private static String yes(boolean can) {
        return can ? "yes" : "no";
    }
}
