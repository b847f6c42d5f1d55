package dev.sluice.guard;

import dev.sluice.core.Policy;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import dev.sluice.guard.Explanation.Known;
import dev.sluice.guard.Explanation.Problem;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.resolve.Trace;
import dev.sluice.guard.rewrite.VisibleTable;
import dev.sluice.guard.rewrite.VisibleTables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the reasons of one decision in what its resolution came across. */
final class Reasons {
    private final Dialect dialect;
    private final Policy policy;
    private final Schema schema;
    private final VisibleTables visible;
    private final Map<String, String> claims;

    Reasons(
            Dialect dialect,
            Policy policy,
            Schema schema,
            VisibleTables visible,
            Map<String, String> claims) {
        this.dialect = dialect;
        this.policy = policy;
        this.schema = schema;
        this.visible = visible;
        this.claims = claims;
    }

    Explanation of(Decision decision, Trace trace, @Nullable String display) {
        List<Explanation.TableUse> tables = tables(trace);
        return switch (decision) {
            case Decision.Allowed allowed -> {
                List<Explanation.ColumnUse> columns = columns(allowed.query(), trace);
                yield new Explanation(
                        decision,
                        Steps.of(allowed, tables, columns),
                        tables,
                        columns,
                        List.of(),
                        allowed.query().limits(),
                        display);
            }
            case Decision.Refused refused ->
                    new Explanation(
                            decision,
                            Steps.of(refused),
                            tables,
                            columns(trace),
                            problems(refused, trace),
                            policy.limits(),
                            null);
        };
    }

    private List<Explanation.TableUse> tables(Trace trace) {
        Map<TableName, List<Integer>> positions = new LinkedHashMap<>();
        trace.tables().stream()
                .sorted(Comparator.comparingInt(Trace.Table::position))
                .forEach(use -> add(positions, use.table(), use.position()));
        List<Explanation.TableUse> uses = new ArrayList<>();
        positions.forEach((table, places) -> {
            Policy.TableRule rule = policy.tables().get(table);
            if (rule != null && visible.find(table) instanceof VisibleTable.Governed governed) {
                Set<String> missing =
                        governed.filter() == null
                                ? new TreeSet<>()
                                : new TreeSet<>(governed.filter().claims());
                missing.removeAll(claims.keySet());
                uses.add(
                        new Explanation.TableUse(
                                table,
                                rule,
                                places,
                                new TreeSet<>(missing),
                                trace.barriers().contains(table) && missing.isEmpty()));
            }
        });
        return uses;
    }

    private static <K> void add(Map<K, List<Integer>> positions, K key, int position) {
        List<Integer> places = positions.computeIfAbsent(key, _ -> new ArrayList<>());
        if (!places.contains(position)) {
            places.add(position);
        }
    }

    /** A base column, ordered as texts are. */
    private record Named(TableName table, String column) implements Comparable<Named> {
        @Override
        public int compareTo(Named other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return table + "." + column;
        }
    }

    private List<Explanation.ColumnUse> columns(Trace trace) {
        Map<Named, List<Integer>> positions = new TreeMap<>();
        trace.columns().stream()
                .sorted(Comparator.comparingInt(Trace.Column::position))
                .forEach(use ->
                        add(positions, new Named(use.table(), use.column()), use.position()));
        List<Explanation.ColumnUse> uses = new ArrayList<>();
        positions.forEach((name, places) ->
                uses.add(new Explanation.ColumnUse(name.table(), name.column(), places)));
        return uses;
    }

    /** What the query reads, whether or not the text says so itself. */
    private List<Explanation.ColumnUse> columns(GuardedQuery query, Trace trace) {
        List<Explanation.ColumnUse> uses = new ArrayList<>(columns(trace));
        Set<String> named = new TreeSet<>();
        uses.forEach(use -> named.add(use.table() + "." + use.column()));
        for (TableName table : query.tables()) {
            for (String column : columnsOf(table)) {
                String full = table + "." + column;
                if (query.columns().contains(full) && !named.contains(full)) {
                    uses.add(new Explanation.ColumnUse(table, column, List.of()));
                }
            }
        }
        return uses;
    }

    private List<String> columnsOf(TableName table) {
        return schema.table(table).stream()
                .flatMap(found -> found.columns().stream())
                .map(Schema.Column::name)
                .toList();
    }

    private List<Problem> problems(Decision.Refused refused, Trace trace) {
        List<Problem> problems = new ArrayList<>();
        problems.add(problem(refused, trace));
        trace.misses().stream()
                .map(miss -> problem(miss, trace))
                .sorted(Comparator.comparing(Problem::code).thenComparingInt(Problem::position))
                .filter(problem -> !problems.contains(problem))
                .forEach(problems::add);
        return problems;
    }

    /** The problem that the decision tells, with what was found out about it. */
    private Problem problem(Decision.Refused refused, Trace trace) {
        return trace.misses().stream()
                .filter(miss ->
                        miss.refusal().code() == refused.code()
                                && miss.refusal().position() == refused.position()
                                && Objects.equals(miss.refusal().token(), refused.rejectedToken()))
                .findFirst()
                .map(miss -> problem(miss, trace))
                .orElseGet(() ->
                        new Problem(
                                refused.code(),
                                refused.message(),
                                refused.rejectedToken(),
                                refused.position(),
                                Known.NOT_A_NAME,
                                null));
    }

    private Problem problem(Trace.Miss miss, Trace trace) {
        ReasonCode code = miss.refusal().code();
        Optional<String> hidden =
                switch (code) {
                    case TABLE_NOT_ALLOW_LISTED -> hiddenTable(miss.path());
                    case COLUMN_NOT_ALLOW_LISTED -> hiddenColumn(miss, trace);
                    default -> Optional.empty();
                };
        boolean name =
                code == ReasonCode.TABLE_NOT_ALLOW_LISTED
                        || code == ReasonCode.COLUMN_NOT_ALLOW_LISTED;
        Known missing = name ? Known.ABSENT : Known.NOT_A_NAME;
        if (hidden.isEmpty() && code == ReasonCode.COLUMN_NOT_ALLOW_LISTED && limited(miss)) {
            missing = Known.LIMITED;
        }
        return new Problem(
                code,
                miss.refusal().message(),
                miss.refusal().token(),
                miss.refusal().position(),
                hidden.isPresent() ? Known.HIDDEN : missing,
                hidden.orElse(null));
    }

    private Optional<String> hiddenTable(List<String> path) {
        TableName name =
                switch (path.size()) {
                    case 1 -> new TableName(policy.defaultSchema(), path.getFirst());
                    case 2 -> new TableName(path.getFirst(), path.getLast());
                    default -> null;
                };
        return name == null
                ? Optional.empty()
                : schema.tables().keySet().stream()
                        .filter(known ->
                                same(known.schema(), name.schema())
                                        && same(known.name(), name.name()))
                        .map(TableName::toString)
                        .findFirst();
    }

    private Optional<String> hiddenColumn(Trace.Miss miss, Trace trace) {
        String column = miss.refusal().token();
        List<TableName> owners =
                miss.owners().isEmpty()
                        ? trace.tables().stream().map(Trace.Table::table).distinct().toList()
                        : miss.owners();
        return owners.stream()
                .filter(owner -> !shows(owner, column))
                .flatMap(owner ->
                        columnsOf(owner).stream()
                                .filter(known -> column != null && same(known, column))
                                .map(known -> owner + "." + known))
                .findFirst();
    }

    /** Names as the dialect compares them. */
    private boolean same(String known, String written) {
        return dialect.key(known).equals(dialect.key(written));
    }

    /** The column is visible, and not for what the text does with it. */
    private boolean limited(Trace.Miss miss) {
        String column = miss.refusal().token();
        return miss.owners().stream().anyMatch(owner -> shows(owner, column));
    }

    private boolean shows(TableName table, @Nullable String column) {
        Policy.TableRule rule = policy.tables().get(table);
        return rule != null
                && column != null
                && rule.columns().keySet().stream().anyMatch(known -> same(known, column));
    }
}
