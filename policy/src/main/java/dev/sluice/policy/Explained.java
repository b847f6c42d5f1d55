package dev.sluice.policy;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.guard.Decision;
import dev.sluice.guard.Explanation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * An explanation in the form that is shown: maps, lists, texts and numbers, the same from a server
 * and offline.
 */
public final class Explained {
    private Explained() {}

    /**
     * One explanation.
     *
     * @param who whose policy decided, as people call them
     */
    public static SequencedMap<String, Object> of(
            String who, String source, Explanation explanation) {
        SequencedMap<String, Object> shown = new LinkedHashMap<>();
        shown.put("as", who);
        shown.put("source", source);
        shown.putAll(decision(explanation.decision()));
        put(shown, "display", explanation.display());
        shown.put("steps", explanation.steps().stream().map(Explained::step).toList());
        shown.put("tables", explanation.tables().stream().map(Explained::table).toList());
        Map<String, Policy.TableRule> rules = new LinkedHashMap<>();
        explanation.tables().forEach(use -> rules.put(use.table().toString(), use.rule()));
        shown.put(
                "columns",
                explanation.columns().stream()
                        .map(use -> column(use, rules.get(use.table().toString())))
                        .toList());
        if (!explanation.problems().isEmpty()) {
            shown.put("problems", explanation.problems().stream().map(Explained::problem).toList());
        }
        shown.put("limits", limits(explanation.limits()));
        return shown;
    }

    /** The decision as whoever asks is told it. */
    private static Map<String, Object> decision(Decision decision) {
        Map<String, Object> shown = new LinkedHashMap<>();
        switch (decision) {
            case Decision.Allowed(var query, var warnings) -> {
                shown.put("decision", "allowed");
                shown.put("sql", query.databaseText());
                shown.put("parameters", query.parameters().size());
                shown.put("warnings", warnings.stream().map(Decision.Warning::name).toList());
            }
            case Decision.Refused refused -> {
                shown.put("decision", "refused");
                shown.put("code", refused.code().name());
                shown.put("error", refused.message());
                put(shown, "rejected_token", refused.rejectedToken());
                shown.put("position", refused.position());
                put(shown, "hint", refused.hint());
            }
        }
        return shown;
    }

    private static Map<String, Object> step(Explanation.Step step) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("guard", step.guard());
        shown.put("name", step.name());
        shown.put("outcome", lower(step.outcome()));
        shown.put("notes", step.notes());
        return shown;
    }

    private static Map<String, Object> table(Explanation.TableUse use) {
        Policy.TableRule rule = use.rule();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("table", use.table().toString());
        shown.put("positions", use.positions());
        shown.put("exposed_columns", rule.exposedColumns());
        Map<String, Object> limited = new LinkedHashMap<>();
        rule.columns()
                .forEach((column, how) -> {
                    if (!how.equals(Policy.ColumnRule.PLAIN)) {
                        limited.put(column, ColumnWords.of(how));
                    }
                });
        shown.put("limited_columns", limited);
        shown.put("row_filters", rule.rowFilters());
        shown.put("missing_claims", new ArrayList<>(use.missingClaims()));
        shown.put("filter_runs_first", use.fenced());
        return shown;
    }

    private static Map<String, Object> column(
            Explanation.ColumnUse use, Policy.@Nullable TableRule rule) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("column", use.table() + "." + use.column());
        shown.put("positions", use.positions());
        Policy.ColumnRule how = rule == null ? null : rule.columns().get(use.column());
        if (how != null && !how.equals(Policy.ColumnRule.PLAIN)) {
            shown.put("shown", ColumnWords.of(how));
        }
        return shown;
    }

    private static Map<String, Object> problem(Explanation.Problem problem) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("code", problem.code().name());
        put(shown, "token", problem.token());
        shown.put("position", problem.position());
        shown.put("message", problem.message());
        shown.put("because", because(problem));
        put(shown, "name", problem.fullName());
        return shown;
    }

    private static String because(Explanation.Problem problem) {
        return switch (problem.known()) {
            case HIDDEN -> "hidden";
            case LIMITED -> "not_for_this_use";
            case ABSENT -> "absent";
            case NOT_A_NAME -> "not_listed_or_not_understood";
        };
    }

    private static Map<String, Object> limits(Limits limits) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("max_rows", limits.maxRows());
        shown.put("max_bytes", limits.maxBytes());
        shown.put("timeout_ms", limits.timeout().toMillis());
        return shown;
    }

    private static void put(Map<String, Object> shown, String key, @Nullable Object value) {
        if (value != null) {
            shown.put(key, value);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
