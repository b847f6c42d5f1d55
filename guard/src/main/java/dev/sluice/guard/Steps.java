package dev.sluice.guard;

import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.Explanation.Outcome;
import dev.sluice.guard.Explanation.Step;
import java.util.ArrayList;
import java.util.List;

/** Tells guard by guard, in their order, what a decision came to. */
final class Steps {
    private static final List<String> GUARDS =
            List.of("size and syntax", "statement", "tables", "columns", "row filters", "limits");
    private static final int ROW_FILTERS = 4;
    private static final int LIMITS = 5;

    private Steps() {}

    /** The place of the guard that a refusal comes from. */
    static int guardOf(ReasonCode code) {
        return switch (code) {
            case MULTI_STATEMENT, DDL_FORBIDDEN, DML_FORBIDDEN, STATEMENT_FORBIDDEN -> 1;
            case TABLE_NOT_ALLOW_LISTED -> 2;
            case COLUMN_NOT_ALLOW_LISTED,
                    FUNCTION_NOT_ALLOW_LISTED,
                    OPERATOR_NOT_ALLOW_LISTED,
                    TYPE_NOT_ALLOW_LISTED ->
                    3;
            default -> 0;
        };
    }

    static List<Step> of(Decision.Refused refused) {
        int refusing = guardOf(refused.code());
        List<Step> steps = new ArrayList<>();
        for (int guard = 0; guard < GUARDS.size(); guard++) {
            Outcome outcome = guard < refusing ? Outcome.PASSED : Outcome.NOT_REACHED;
            boolean refuses = guard == refusing;
            steps.add(
                    new Step(
                            guard,
                            GUARDS.get(guard),
                            refuses ? Outcome.REFUSED : outcome,
                            refuses
                                    ? List.of(refused.code() + ": " + refused.message())
                                    : List.of()));
        }
        return steps;
    }

    static List<Step> of(
            Decision.Allowed allowed,
            List<Explanation.TableUse> tables,
            List<Explanation.ColumnUse> columns) {
        List<String> filters = tables.stream().flatMap(use -> filters(use).stream()).toList();
        return List.of(
                passed(0, "The text is within its bounds and was understood completely."),
                passed(1, "One statement, and it is a query."),
                passed(2, counted(tables.size(), "table", "exposed by the policy")),
                passed(3, counted(columns.size(), "column", "exposed by the policy")),
                new Step(
                        ROW_FILTERS,
                        GUARDS.get(ROW_FILTERS),
                        filters.isEmpty() ? Outcome.PASSED : Outcome.APPLIED,
                        filters.isEmpty()
                                ? List.of("No row filter is set for these tables.")
                                : filters),
                limits(allowed));
    }

    private static Step passed(int guard, String note) {
        return new Step(guard, GUARDS.get(guard), Outcome.PASSED, List.of(note));
    }

    private static String counted(int count, String thing, String what) {
        return switch (count) {
            case 0 -> "No %s is read.".formatted(thing);
            case 1 -> "One %s is read, %s.".formatted(thing, what);
            default -> "%d %ss are read, all %s.".formatted(count, thing, what);
        };
    }

    private static List<String> filters(Explanation.TableUse use) {
        if (!use.missingClaims().isEmpty()) {
            return List.of(
                    "%s: shows no row, since the caller has no claim %s."
                            .formatted(use.table(), String.join(", ", use.missingClaims())));
        }
        List<String> notes = new ArrayList<>();
        for (String filter : use.rule().rowFilters()) {
            notes.add("%s: only rows with %s".formatted(use.table(), filter));
        }
        if (use.fenced()) {
            notes.add(
                    "%s: the query's conditions run only on rows that pass the filter."
                            .formatted(use.table()));
        }
        return notes;
    }

    private static Step limits(Decision.Allowed allowed) {
        Limits limits = allowed.query().limits();
        boolean clamped = allowed.warnings().contains(Decision.Warning.LIMIT_CLAMPED);
        String rows =
                clamped
                        ? "The text asks for more rows; it is held to %d."
                                .formatted(limits.maxRows())
                        : "At most %d rows.".formatted(limits.maxRows());
        return new Step(
                LIMITS,
                GUARDS.get(LIMITS),
                clamped ? Outcome.APPLIED : Outcome.PASSED,
                List.of(
                        rows,
                        "At most %d bytes scanned as estimated, at most %d ms in the database."
                                .formatted(limits.maxBytes(), limits.timeout().toMillis())));
    }
}
