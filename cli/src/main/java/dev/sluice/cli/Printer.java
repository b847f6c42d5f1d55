package dev.sluice.cli;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.cli.client.Json;
import dev.sluice.guard.Decision;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Writes data for people; nothing that a database or server sent can control the terminal. */
final class Printer {
    private static final int CELL_CHARACTERS_MAX = 120;

    private Printer() {}

    static void json(PrintStream out, JsonNode node) {
        out.println(Json.PRETTY.writeValueAsString(node));
    }

    /** Columns side by side, numbers to the right. */
    static void table(PrintStream out, List<String> headers, List<List<JsonNode>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(headers.stream().map(Printer::visible).toList());
        for (List<JsonNode> row : rows) {
            lines.add(row.stream().map(value -> cut(visible(text(value)))).toList());
        }
        List<Integer> widths = new ArrayList<>(Collections.nCopies(headers.size(), 0));
        for (List<String> line : lines) {
            for (int i = 0; i < line.size(); i++) {
                widths.set(i, Math.max(widths.get(i), length(line.get(i))));
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            out.println(line(lines.get(i), widths, i == 0 ? List.of() : rows.get(i - 1)));
            if (i == 0) {
                out.println(String.join("  ", widths.stream().map("-"::repeat).toList()));
            }
        }
    }

    private static String line(List<String> cells, List<Integer> widths, List<JsonNode> values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String padding = " ".repeat(widths.get(i) - length(cells.get(i)));
            boolean right = i < values.size() && values.get(i).isNumber();
            line.append(i == 0 ? "" : "  ")
                    .append(right ? padding : "")
                    .append(cells.get(i))
                    .append(right ? "" : padding);
        }
        return line.toString().stripTrailing();
    }

    /** RFC 4180: CRLF, quotes doubled; null is an empty field and an empty text is "". */
    static void csv(PrintStream out, List<String> headers, List<List<JsonNode>> rows) {
        out.print(String.join(",", headers.stream().map(Printer::quoted).toList()) + "\r\n");
        for (List<JsonNode> row : rows) {
            out.print(
                    String.join(
                                    ",",
                                    row.stream()
                                            .map(v -> v.isNull() ? "" : quoted(text(v)))
                                            .toList())
                            + "\r\n");
        }
        out.flush();
    }

    private static String quoted(String text) {
        boolean plain =
                !text.isEmpty() && text.chars().noneMatch(c -> c == '"' || c == ',' || c < ' ');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** The members of an object as lines {@code key: value}. */
    static void members(PrintStream out, JsonNode object) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            out.println(visible(member.getKey() + ": " + text(member.getValue())));
        }
    }

    /** One failure: for people, or the server's object as it is. */
    static void failure(PrintStream err, CommandFailure failure, boolean json) {
        if (json) {
            err.println(Json.MAPPER.writeValueAsString(failure.error()));
            return;
        }
        err.println(visible("sluice: " + failure.getMessage()));
        err.println(visible("  code: " + failure.code()));
        for (Map.Entry<String, JsonNode> detail : failure.error().path("details").properties()) {
            err.println(visible("  " + detail.getKey() + ": " + text(detail.getValue())));
        }
        JsonNode request = failure.error().path("request_id");
        if (request.isString()) {
            err.println(visible("  request: " + request.stringValue()));
        }
    }

    /** One refusal of the guard, in the form of a failure. */
    static void refusal(PrintStream err, Decision.Refused refused) {
        err.println(visible("sluice: " + refused.message()));
        err.println("  code: " + refused.code());
        if (refused.rejectedToken() != null) {
            err.println(visible("  rejected_token: " + refused.rejectedToken()));
        }
        err.println("  position: " + refused.position());
        if (refused.hint() != null) {
            err.println(visible("  hint: " + refused.hint()));
        }
    }

    static String text(JsonNode value) {
        if (value.isNull()) {
            return "NULL";
        }
        return value.isString() ? value.stringValue() : Json.MAPPER.writeValueAsString(value);
    }

    /** Without control and direction characters, which could rewrite what a terminal shows. */
    static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    int type = Character.getType(c);
                    if (c == '\n') {
                        shown.append("\\n");
                    } else if (c == '\t') {
                        shown.append("\\t");
                    } else if (type == Character.CONTROL
                            || type == Character.FORMAT
                            || type == Character.LINE_SEPARATOR
                            || type == Character.PARAGRAPH_SEPARATOR
                            || type == Character.SURROGATE) {
                        shown.append(String.format("\\u%04x", c));
                    } else {
                        shown.appendCodePoint(c);
                    }
                });
        return shown.toString();
    }

    private static String cut(String text) {
        return length(text) <= CELL_CHARACTERS_MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, CELL_CHARACTERS_MAX - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
