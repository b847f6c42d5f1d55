package dev.sluice.systemtests.grammar;

import dev.sluice.systemtests.NodePackages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** PostgreSQL's own parser, from npm: skipped with a word where npm is missing. */
final class PostgresParser {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration RUN_MAX = Duration.ofMinutes(3);

    private PostgresParser() {}

    /**
     * What is judged.
     *
     * @param emitted what was understood, written out; null when there is nothing to compare
     */
    record Question(String sql, @Nullable String emitted) {}

    /**
     * A judgement.
     *
     * @param valid PostgreSQL's grammar has the text
     * @param same both texts have one tree; null when they were not compared
     * @param why what is wrong with the text, or where the trees part
     */
    record Answer(boolean valid, @Nullable Boolean same, String why) {}

    static List<Answer> judge(List<Question> questions) {
        ObjectNode task = JSON.createObjectNode();
        for (Question question : questions) {
            task.withArray("texts")
                    .addObject()
                    .put("sql", question.sql())
                    .put("emitted", question.emitted());
        }
        NodePackages packages = NodePackages.installed();
        String out =
                packages.run(RUN_MAX, task.toString(), packages.file("pg-grammar.mjs"))
                        .successful();
        List<Answer> answers = new ArrayList<>();
        for (JsonNode answer : JSON.readTree(out)) {
            JsonNode same = answer.get("same");
            answers.add(
                    new Answer(
                            answer.get("valid").booleanValue(),
                            same.isNull() ? null : same.booleanValue(),
                            answer.get("why").stringValue()));
        }
        return answers;
    }
}
