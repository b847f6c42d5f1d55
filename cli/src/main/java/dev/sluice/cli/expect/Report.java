package dev.sluice.cli.expect;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.policy.PolicyTests.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What came of one expectation.
 *
 * @param decision {@code allowed}, or the code of the refusal
 * @param problems how it differs from what was expected, empty when it does not
 * @param unchecked it wants rows, and there was no database to ask
 */
public record Report(
        Expectation expected, String decision, List<String> problems, boolean unchecked) {
    private static final String ALLOWED = "allowed";

    /** Not to know somebody and to show them nothing is the same to whoever asks. */
    private static final Set<String> SEES_NOTHING =
            Set.of(ReasonCode.NOT_FOUND.name(), ReasonCode.SOURCE_UNKNOWN.name());

    private static final int TITLE_CHARACTERS_MAX = 70;

    public Report {
        problems = List.copyOf(problems);
    }

    /** Puts the question to the judge. */
    public static Report of(Expectation expected, Judge judge) {
        Answer answer = answer(expected, judge);
        String wanted = expected.refusal().map(ReasonCode::name).orElse(ALLOWED);
        List<String> problems = new ArrayList<>();
        if (!answer.decision().equals(wanted)) {
            problems.add(
                    "expected %s, was %s%s"
                            .formatted(
                                    told(wanted),
                                    told(answer.decision()),
                                    answer.reason().isEmpty() ? "" : ": " + answer.reason()));
            return new Report(expected, answer.decision(), problems, false);
        }
        expected.reads().ifPresent(reads -> reads(problems, reads, answer));
        boolean unchecked =
                wanted.equals(ALLOWED)
                        && expected.wantsRows()
                        && !checkedRows(expected, judge, problems);
        return new Report(expected, answer.decision(), problems, unchecked);
    }

    private static String told(String decision) {
        return decision.equals(ALLOWED) ? ALLOWED : "refused " + decision;
    }

    private record Answer(String decision, String reason, List<String> reads) {}

    private static Answer answer(Expectation expected, Judge judge) {
        try {
            JsonNode explanation = judge.explanation(expected);
            if (!explanation.path("decision").asString("").equals(ALLOWED)) {
                return new Answer(
                        explanation.path("code").asString(""),
                        explanation.path("error").asString(""),
                        List.of());
            }
            List<String> reads = new ArrayList<>();
            explanation
                    .path("columns")
                    .forEach(column -> reads.add(column.path("column").asString("")));
            return new Answer(ALLOWED, "", reads);
        } catch (SluiceException e) {
            return refused(e.code().name(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        } catch (CommandFailure e) {
            return refused(e.code(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    /** What says nothing about the question ends the run. */
    private static Answer refused(String code, String reason, RuntimeException failure) {
        if (!SEES_NOTHING.contains(code)) {
            throw failure;
        }
        return new Answer(ReasonCode.SOURCE_UNKNOWN.name(), reason, List.of());
    }

    private static void reads(List<String> problems, List<String> wanted, Answer answer) {
        Set<String> expected = new TreeSet<>(wanted);
        Set<String> actual = new TreeSet<>(answer.reads());
        if (!expected.equals(actual)) {
            problems.add(
                    "expected to read %s, reads %s"
                            .formatted(String.join(", ", expected), String.join(", ", actual)));
        }
    }

    private static boolean checkedRows(Expectation expected, Judge judge, List<String> problems) {
        Optional<JsonNode> result;
        try {
            result = judge.rows(expected);
        } catch (CommandFailure e) {
            problems.add("could not be run: " + e.code() + ": " + e.getMessage());
            return true;
        }
        result.ifPresent(rows -> problems.addAll(RowCheck.of(expected, rows)));
        return result.isPresent();
    }

    public boolean failed() {
        return !problems.isEmpty();
    }

    /** The name, else the question. */
    public String title() {
        if (!expected.name().isEmpty()) {
            return expected.name();
        }
        String sql = expected.as() + ": " + expected.sql().strip().replaceAll("\\s+", " ");
        return sql.length() <= TITLE_CHARACTERS_MAX
                ? sql
                : sql.substring(0, TITLE_CHARACTERS_MAX - 1) + "…";
    }
}
