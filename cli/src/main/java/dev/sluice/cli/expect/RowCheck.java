package dev.sluice.cli.expect;

import dev.sluice.cli.client.Json;
import dev.sluice.policy.PolicyTests.Expectation;
import dev.sluice.policy.PolicyTests.Rows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares the rows of an answer with the expected ones. */
final class RowCheck {
    private static final int SHOWN_ROWS_MAX = 5;

    private RowCheck() {}

    /** How an answer differs, empty when it does not. */
    static List<String> of(Expectation expected, JsonNode answer) {
        List<String> problems = new ArrayList<>();
        expected.columns()
                .ifPresent(wanted -> {
                    List<String> names = new ArrayList<>();
                    answer.path("columns")
                            .forEach(column -> names.add(column.path("name").asString("")));
                    if (!names.equals(wanted)) {
                        problems.add(
                                "expected the columns %s, has %s"
                                        .formatted(
                                                String.join(", ", wanted),
                                                String.join(", ", names)));
                    }
                });
        expected.rows()
                .ifPresent(wanted -> {
                    List<List<@Nullable String>> rows = new ArrayList<>();
                    answer.path("rows").forEach(row -> rows.add(values(row)));
                    switch (wanted) {
                        case Rows.Count(long count) -> {
                            if (count != rows.size()) {
                                problems.add(
                                        "expected %d rows, has %d".formatted(count, rows.size()));
                            }
                        }
                        case Rows.Exactly exactly -> rows(problems, exactly, rows);
                    }
                });
        return problems;
    }

    private static List<@Nullable String> values(JsonNode row) {
        List<@Nullable String> values = new ArrayList<>();
        for (JsonNode value : row) {
            if (value.isNull()) {
                values.add(null);
            } else {
                values.add(
                        value.isString()
                                ? value.stringValue()
                                : Json.MAPPER.writeValueAsString(value));
            }
        }
        return values;
    }

    private static void rows(
            List<String> problems, Rows.Exactly wanted, List<List<@Nullable String>> rows) {
        List<String> expected = shown(wanted.rows(), wanted.ordered());
        List<String> actual = shown(rows, wanted.ordered());
        if (!expected.equals(actual)) {
            problems.add("expected the rows " + few(expected) + ", has " + few(actual));
        }
    }

    private static List<String> shown(List<List<@Nullable String>> rows, boolean ordered) {
        List<String> shown = new ArrayList<>();
        for (List<@Nullable String> row : rows) {
            List<String> values = new ArrayList<>();
            row.forEach(value -> values.add(value == null ? "null" : "'" + number(value) + "'"));
            shown.add("[" + String.join(", ", values) + "]");
        }
        if (!ordered) {
            shown.sort(Comparator.naturalOrder());
        }
        return shown;
    }

    /** Numbers compare by what they are: 10.50 and 10.5 are equal. */
    private static String number(String value) {
        try {
            return new BigDecimal(value).stripTrailingZeros().toString();
        } catch (NumberFormatException e) {
            return value;
        }
    }

    private static String few(List<String> rows) {
        String shown = String.join(", ", rows.subList(0, Math.min(SHOWN_ROWS_MAX, rows.size())));
        return rows.isEmpty()
                ? "(none)"
                : rows.size() <= SHOWN_ROWS_MAX ? shown : shown + ", … (" + rows.size() + ")";
    }
}
