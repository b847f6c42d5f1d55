package dev.sluice.policy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Expectations that a team keeps beside its policy file: who may ask what, and what comes of it.
 */
public final class PolicyTests {
    static final int TESTS_MAX = 10_000;
    static final int ROWS_MAX = 1_000;

    private static final List<String> FIELDS =
            List.of(
                    "name", "as", "agent", "source", "claims", "sql", "expect", "reads", "columns",
                    "rows", "ordered");

    private PolicyTests() {}

    /**
     * One expectation.
     *
     * @param line where it starts in its file, from 1
     * @param name for people, empty without one
     * @param agent the agent that the user acts through
     * @param source empty when the caller sees one only
     * @param refusal the code of the expected refusal, empty when the query is allowed
     * @param reads the base columns that it reads, as {@code schema.table.column}
     * @param columns the names of the result's columns
     */
    public record Expectation(
            int line,
            String name,
            String as,
            Optional<String> agent,
            Optional<String> source,
            Map<String, String> claims,
            String sql,
            Optional<ReasonCode> refusal,
            Optional<List<String>> reads,
            Optional<List<String>> columns,
            Optional<Rows> rows) {
        public Expectation {
            claims = Map.copyOf(claims);
        }

        /** Whether it takes a database to tell. */
        public boolean wantsRows() {
            return rows.isPresent() || columns.isPresent();
        }
    }

    /** The rows that a query is expected to give. */
    public sealed interface Rows {
        /** So many. */
        record Count(long count) implements Rows {}

        /**
         * These.
         *
         * @param rows each value as text, null for NULL
         * @param ordered in this order
         */
        record Exactly(List<List<@Nullable String>> rows, boolean ordered) implements Rows {}
    }

    /**
     * Reads a file of expectations; nothing in it is skipped.
     *
     * @throws SluiceException {@code POLICY_INVALID} with {@code line} and {@code column}
     */
    public static List<Expectation> parse(String yaml) {
        try {
            return read(new Section("", YamlReader.read(yaml)));
        } catch (SluiceException e) {
            String message = Objects.requireNonNullElse(e.getMessage(), "");
            // The same reader serves policy files and calls what it reads by their name.
            throw new SluiceException(
                    e.code(), message.replaceFirst("^Policy, ", "Policy tests, "), e.details());
        }
    }

    private static List<Expectation> read(Section root) {
        Map<String, Section> fields = root.fields(List.of("version", "tests"), List.of());
        Section version = root.required(fields, "version");
        if (Quantity.integer(version) != PolicyFile.VERSION) {
            throw version.problem("this version of Sluice reads tests of version 1.");
        }
        List<Section> items = root.required(fields, "tests").items();
        if (items.size() > TESTS_MAX) {
            throw root.problem("there are more than " + TESTS_MAX + " tests.");
        }
        List<Expectation> tests = new ArrayList<>();
        for (Section item : items) {
            tests.add(test(item));
        }
        return List.copyOf(tests);
    }

    private static Expectation test(Section item) {
        Map<String, Section> fields = item.fields(FIELDS, List.of());
        Optional<ReasonCode> refusal = refusal(item.required(fields, "expect"));
        for (String field : List.of("reads", "columns", "rows", "ordered")) {
            Section given = fields.get(field);
            if (given != null && refusal.isPresent()) {
                throw given.problem("what is refused has no " + field + ".");
            }
        }
        return new Expectation(
                item.place().line(),
                optional(fields, "name").orElse(""),
                item.required(fields, "as").name().text(),
                optional(fields, "agent"),
                optional(fields, "source"),
                claims(fields.get("claims")),
                item.required(fields, "sql").text(),
                refusal,
                names(fields.get("reads")),
                names(fields.get("columns")),
                Optional.ofNullable(fields.get("rows"))
                        .map(section -> rows(section, fields.get("ordered"))));
    }

    private static Optional<String> optional(Map<String, Section> fields, String key) {
        return Optional.ofNullable(fields.get(key)).map(Section::text);
    }

    private static Optional<List<String>> names(@Nullable Section section) {
        return Optional.ofNullable(section)
                .map(list -> list.names().stream().map(PlacedName::text).toList());
    }

    private static Map<String, String> claims(@Nullable Section section) {
        Map<String, String> claims = new HashMap<>();
        if (section != null) {
            section.entries().forEach((name, entry) -> claims.put(name, entry.value().text()));
        }
        return claims;
    }

    private static Optional<ReasonCode> refusal(Section section) {
        String expected = section.text();
        if (expected.equals("allowed")) {
            return Optional.empty();
        }
        List<String> codes = Arrays.stream(ReasonCode.values()).map(Enum::name).toList();
        String code = expected.startsWith("refused ") ? expected.substring(8).strip() : "";
        if (!codes.contains(code)) {
            throw PolicyProblem.unknown(
                            section.place(),
                            section.path(),
                            "'allowed' or 'refused CODE' is expected here, with a code that there"
                                    + " is.",
                            codes,
                            code)
                    .asException();
        }
        return Optional.of(ReasonCode.valueOf(code));
    }

    private static Rows rows(Section section, @Nullable Section ordered) {
        if (!(section.node() instanceof YamlNode.Sequence)) {
            if (ordered != null) {
                throw ordered.problem("a number of rows has no order.");
            }
            return new Rows.Count(Quantity.integer(section));
        }
        List<Section> items = section.items();
        if (items.size() > ROWS_MAX) {
            throw section.problem("there are more than " + ROWS_MAX + " rows.");
        }
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (Section item : items) {
            List<@Nullable String> row = new ArrayList<>();
            for (Section value : item.items()) {
                YamlNode.Scalar scalar = value.scalar("a value");
                row.add(scalar.isNothing() ? null : scalar.text());
            }
            rows.add(row);
        }
        return new Rows.Exactly(rows, ordered != null && truth(ordered));
    }

    private static boolean truth(Section section) {
        String text = section.scalar("true or false").text();
        if (!text.equals("true") && !text.equals("false")) {
            throw section.problem("true or false is expected here.");
        }
        return text.equals("true");
    }
}
