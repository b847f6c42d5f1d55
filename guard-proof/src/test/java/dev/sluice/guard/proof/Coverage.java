package dev.sluice.guard.proof;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.guard.Decision;
import dev.sluice.guard.Guard;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.parser.Parser;
import dev.sluice.guard.refusal.Refusal;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How many queries of somebody's SQL files the guard understands.
 *
 * <p>{@code Coverage DIALECT FILES [NOT-SQL]} reads a file or a folder of files, keeps the queries,
 * and prints one line for each: {@code TREE}, {@code REFUSED} or {@code UNKNOWN}, the code, where
 * it stands, the reason, the text, separated by tabs; the sums stand at the end. {@code NOT-SQL}
 * holds texts in the same form that the engine itself does not take, which do not count.
 */
final class Coverage {
    private static final Set<String> QUERIES =
            Set.of("select", "with", "values", "table", "from", "pivot", "unpivot");

    /** What became of a query. */
    private enum Outcome {
        /** There is a tree of it. */
        TREE,
        /** It was understood, and is not allowed whatever the policy. */
        REFUSED,
        /** The guard has no grammar for it. */
        UNKNOWN
    }

    private record Finding(Outcome outcome, String code, String reason) {}

    private final Dialect dialect;
    private final Guard guard;
    private final PrintStream out;
    private final Set<String> ignored;
    private final Map<Outcome, Integer> sums = new EnumMap<>(Outcome.class);

    private Coverage(String dialect, Set<String> ignored, PrintStream out) {
        this.dialect = Dialect.named(dialect).orElseThrow();
        this.guard = Guard.of(nothing(dialect), Schema.of(List.of()));
        this.ignored = ignored;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        Set<String> ignored = new HashSet<>();
        if (arguments.length > 2) {
            for (String line : Files.readAllLines(Path.of(arguments[2]))) {
                ignored.add(line.substring(line.lastIndexOf('\t') + 1));
            }
        }
        Coverage coverage = new Coverage(arguments[0], ignored, out);
        for (Path file : files(Path.of(arguments[1]))) {
            coverage.measure(file, arguments[0]);
        }
        coverage.sum();
        out.flush();
    }

    /** A policy that shows nothing: a query that is understood is refused for what it names. */
    private static Policy nothing(String dialect) {
        return new Policy("source", dialect, "public", Limits.DEFAULT, new LinkedHashMap<>());
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(file -> Files.isRegularFile(file))
                    .filter(file -> file.equals(root) || file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
    }

    private void measure(Path file, String name) {
        for (SqlScript.Statement statement : SqlScript.statements(read(file), name)) {
            String line = oneLine(statement.sql());
            if (!QUERIES.contains(statement.word()) || ignored.contains(line)) {
                continue;
            }
            Finding finding = find(statement.sql());
            sums.merge(finding.outcome(), 1, Integer::sum);
            out.println(
                    String.join(
                            "\t",
                            finding.outcome().name(),
                            finding.code(),
                            file.getFileName() + ":" + statement.line(),
                            oneLine(finding.reason()),
                            line));
        }
    }

    /** Files of old suites are not always UTF-8. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String oneLine(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /** The parser's word, and the guard's: a tree that it makes nothing of is none. */
    private Finding find(String sql) {
        try {
            Parser.query(sql, dialect);
            return guard.check(sql, Map.of()) instanceof Decision.Refused refused
                            && refused.code() == ReasonCode.SYNTAX_ERROR
                    ? new Finding(Outcome.UNKNOWN, refused.code().name(), refused.message())
                    : new Finding(Outcome.TREE, "", "");
        } catch (Refusal refusal) {
            boolean unknown = refusal.code() == ReasonCode.SYNTAX_ERROR;
            return new Finding(
                    unknown ? Outcome.UNKNOWN : Outcome.REFUSED,
                    refusal.code().name(),
                    refusal.message());
        }
    }

    private void sum() {
        int all = sums.values().stream().mapToInt(Integer::intValue).sum();
        List<String> parts = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            parts.add("%s %d".formatted(outcome, sums.getOrDefault(outcome, 0)));
        }
        double understood = all - sums.getOrDefault(Outcome.UNKNOWN, 0);
        out.printf(
                Locale.ROOT,
                "# %d queries: %s; understood %.2f %%%n",
                all,
                String.join(", ", parts),
                all == 0 ? 0 : 100 * understood / all);
    }
}
