package dev.sluice.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page of one dialect's results, written from a run. */
final class ResultsPage {
    private static final Path PAGES = Path.of("..", "docs", "guard-results");

    private ResultsPage() {}

    /** What a database does with a text under a role that may read everything and write nothing. */
    enum Raw {
        RUNS("it runs"),
        NOT_PERMITTED("stopped: no permission"),
        AN_ERROR("an error");

        private final String words;

        Raw(String words) {
            this.words = words;
        }
    }

    /** One attack: whether the guard refuses it as it should, and what it would have done. */
    record Attack(CorpusFile.Case bypass, boolean refused, Raw raw) {}

    /** What a run came to. */
    record Run(String dialect, String engine, int analytics, int equalRows, List<Attack> attacks) {}

    /** The page that stands in the repository; written first where that was asked for. */
    static String kept(Run run) throws IOException {
        Path page = PAGES.resolve(run.dialect() + ".md");
        if (Boolean.getBoolean("sluice.pages.write")) {
            Files.createDirectories(PAGES);
            Files.writeString(page, render(run));
        }
        return Files.readString(page);
    }

    static String render(Run run) {
        StringBuilder page = new StringBuilder();
        page.append("# Results: ").append(run.dialect()).append("\n\n");
        page.append(
                """
                Written by a test that runs every case of `corpora/%s` on %s and fails when this page is not true any more. [guard-results.md](../guard-results.md) says what is compared and how to run it.

                | what | cases | as it must be |
                |---|---|---|
                | analytics allowed, with the rows of the governed twin | %d | %d |
                | attacks refused, with the right code | %d | %d |

                ## What the attacks would have done

                The same texts, sent as they are by a role that may read every table and write none, in a read-only transaction. *It runs* means that the database answered, or worked until it was stopped.

                """
                        .formatted(
                                run.dialect(),
                                run.engine(),
                                run.analytics(),
                                run.equalRows(),
                                run.attacks().size(),
                                run.attacks().stream().filter(Attack::refused).count()));
        summary(page, run.attacks());
        cases(page, run.attacks());
        return page.toString();
    }

    private static void summary(StringBuilder page, List<Attack> attacks) {
        page.append("| refused with | cases | it runs | stopped: no permission | an error |\n");
        page.append("|---|---|---|---|---|\n");
        Map<String, List<Attack>> byCode =
                attacks.stream()
                        .collect(
                                Collectors.groupingBy(
                                        attack -> attack.bypass().code().name(),
                                        TreeMap::new,
                                        Collectors.toList()));
        byCode.forEach((code, list) -> row(page, "`" + code + "`", list));
        row(page, "all", attacks);
    }

    private static void row(StringBuilder page, String name, List<Attack> attacks) {
        page.append("| ").append(name).append(" | ").append(attacks.size());
        for (Raw raw : Raw.values()) {
            page.append(" | ").append(attacks.stream().filter(a -> a.raw() == raw).count());
        }
        page.append(" |\n");
    }

    private static void cases(StringBuilder page, List<Attack> attacks) {
        page.append(
                """

                ## Every attack

                | refused with | attack | origin | raw |
                |---|---|---|---|
                """);
        attacks.stream()
                .sorted(Comparator.comparing(attack -> attack.bypass().code().name()))
                .forEach(attack -> {
                    String title = attack.bypass().title();
                    page.append("| `").append(attack.bypass().code()).append("` | ");
                    page.append(cell(title.substring(title.indexOf(' ') + 1))).append(" | ");
                    page.append(cell(attack.bypass().keys().getOrDefault("origin", "")));
                    page.append(" | ").append(attack.raw().words).append(" |\n");
                });
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
