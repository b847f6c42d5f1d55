package dev.sluice.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Writes an explanation for people. */
final class ExplanationText {
    private static final int TEXT_CHARACTERS_MAX = 2_000;

    private final PrintStream out;
    private final String sql;

    /**
     * @param sql the question that is explained
     */
    ExplanationText(PrintStream out, String sql) {
        this.out = out;
        this.sql = sql;
    }

    void print(JsonNode explanation) {
        boolean allowed = text(explanation, "decision").equals("allowed");
        line(
                "%s for %s on %s"
                        .formatted(
                                allowed ? "Allowed" : "Refused: " + text(explanation, "code"),
                                text(explanation, "as"),
                                text(explanation, "source")));
        if (!allowed) {
            line("  " + text(explanation, "error"));
            mark(explanation.path("position").asInt(0));
        }
        heading("Guards");
        explanation.path("steps").forEach(this::step);
        part(explanation, "tables", "Tables", this::table);
        part(explanation, "columns", "Columns", this::column);
        part(explanation, "problems", "Everything that is wrong", this::problem);
        if (allowed) {
            heading("Runs");
            line("  " + text(explanation, "sql"));
            if (explanation.has("display")) {
                heading("Gives the same rows as");
                text(explanation, "display").lines().forEach(part -> line("  " + part));
            }
        }
        out.flush();
    }

    private interface Part {
        void print(JsonNode node);
    }

    private void part(JsonNode explanation, String key, String title, Part part) {
        if (!explanation.path(key).isEmpty()) {
            heading(title);
            explanation.path(key).forEach(part::print);
        }
    }

    /** The line of the question that holds the position, with a mark under it. */
    private void mark(int position) {
        if (position > sql.length() || sql.length() > TEXT_CHARACTERS_MAX) {
            return;
        }
        int start = sql.lastIndexOf('\n', position - 1) + 1;
        int end = sql.indexOf('\n', position);
        String shown = sql.substring(start, end < 0 ? sql.length() : end);
        line("");
        line("  " + shown);
        String before = Printer.visible(sql.substring(start, position));
        line("  " + " ".repeat(before.codePointCount(0, before.length())) + "^");
    }

    private void step(JsonNode step) {
        String outcome = text(step, "outcome").replace('_', ' ');
        line("  %s %-16s %s".formatted(step.path("guard").asInt(0), text(step, "name"), outcome));
        step.path("notes").forEach(note -> line("      " + Printer.text(note)));
    }

    private void table(JsonNode table) {
        line("  " + text(table, "table") + places(table));
        line("      shows " + list(table.path("exposed_columns")));
        table.path("limited_columns")
                .properties()
                .forEach(column ->
                        line(
                                "      %s: %s"
                                        .formatted(
                                                column.getKey(), Printer.text(column.getValue()))));
        for (JsonNode filter : table.path("row_filters")) {
            line("      rows with " + Printer.text(filter));
        }
        if (!table.path("missing_claims").isEmpty()) {
            line("      no rows: the caller lacks " + list(table.path("missing_claims")));
        }
    }

    private void column(JsonNode column) {
        String shown = text(column, "shown");
        line(
                "  "
                        + text(column, "column")
                        + places(column)
                        + (shown.isEmpty() ? "" : "  (" + shown + ")"));
    }

    private void problem(JsonNode problem) {
        String because =
                switch (text(problem, "because")) {
                    case "hidden" ->
                            ": " + text(problem, "name") + " exists, and the policy hides it";
                    case "not_for_this_use" -> ": the policy shows it for other uses alone";
                    case "absent" -> ": the database has nothing of this name";
                    default -> "";
                };
        line(
                "  %s at %d: %s%s"
                        .formatted(
                                text(problem, "code"),
                                problem.path("position").asInt(0),
                                text(problem, "message"),
                                because));
    }

    private static String places(JsonNode use) {
        List<String> places = new ArrayList<>();
        use.path("positions").forEach(place -> places.add(Printer.text(place)));
        return places.isEmpty() ? "" : "  at " + String.join(", ", places);
    }

    private static String list(JsonNode list) {
        List<String> items = new ArrayList<>();
        list.forEach(item -> items.add(Printer.text(item)));
        return String.join(", ", items);
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asString("");
    }

    private void heading(String title) {
        out.println();
        out.println(title);
    }

    private void line(String text) {
        out.println(Printer.visible(text));
    }
}
