package dev.sluice.guard.proof;

import dev.sluice.guard.CorpusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page of one dialect's results, as a run gave them. */
record ResultsPage(
        String folder, CorpusJudge.Words words, List<Question> questions, List<Attack> attacks) {
    private static final Path PAGES = Path.of("..", "docs", "guard-results");

    ResultsPage {
        questions = List.copyOf(questions);
        attacks = List.copyOf(attacks);
    }

    /** An honest question, what became of it, and what is wrong with that, if anything is. */
    record Question(CorpusFile.Case analytics, String outcome, Optional<String> mistake) {
        @Override
        public String toString() {
            return analytics.title();
        }
    }

    /** An attack, what the judge says of it as it is, and what is wrong with the decision. */
    record Attack(CorpusFile.Case bypass, String raw, Optional<String> mistake) {
        @Override
        public String toString() {
            return bypass.title();
        }
    }

    /** The page that stands in the repository; written first where that was asked for. */
    String kept() throws IOException {
        Path page = PAGES.resolve(folder + ".md");
        if (Boolean.getBoolean("sluice.pages.write")) {
            Files.createDirectories(PAGES);
            Files.writeString(page, text());
        }
        return Files.exists(page) ? Files.readString(page) : "";
    }

    String text() {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                # Results: %s

                Written by a test that runs every case of `corpora/%s` on %s and fails when this page is not true any more. [guard-results.md](../guard-results.md) says what is compared and how to run it.

                | what | cases | as it must be |
                |---|---|---|
                | %s | %d | %d |
                | attacks refused, with the right code | %d | %d |

                ## %s

                %s

                """
                        .formatted(
                                folder,
                                folder,
                                words.judge(),
                                words.analyticsTitle(),
                                questions.size(),
                                questions.stream().filter(q -> q.mistake().isEmpty()).count(),
                                attacks.size(),
                                attacks.stream().filter(a -> a.mistake().isEmpty()).count(),
                                words.rawTitle(),
                                words.rawText()));
        summary(page);
        listAttacks(page);
        listQuestions(page);
        return page.toString();
    }

    private void summary(StringBuilder page) {
        page.append("| refused with | cases | %s |\n".formatted(String.join(" | ", words.raw())));
        page.append("|---|---").append("|---".repeat(words.raw().size())).append("|\n");
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

    private void row(StringBuilder page, String name, List<Attack> list) {
        page.append("| ").append(name).append(" | ").append(list.size());
        for (String raw : words.raw()) {
            page.append(" | ").append(list.stream().filter(a -> a.raw().equals(raw)).count());
        }
        page.append(" |\n");
    }

    private void listAttacks(StringBuilder page) {
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
                    page.append(" | ").append(attack.raw()).append(" |\n");
                });
    }

    private void listQuestions(StringBuilder page) {
        page.append(
                """

                ## Every honest question

                | question | outcome |
                |---|---|
                """);
        for (Question question : questions) {
            page.append("| ").append(cell(question.analytics().title())).append(" | ");
            page.append(question.outcome()).append(" |\n");
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
