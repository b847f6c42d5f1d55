package dev.sluice.guard;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.TableName;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A decision and its reasons, for an administrator. It tells what no agent may learn: which refused
 * names exist, and the row filters.
 *
 * <p>Positions count UTF-16 units from 0 in the text that was asked about.
 *
 * @param decision exactly what the asking agent is told
 * @param steps the guards in their order, with what each did
 * @param tables the base tables that the text names, in order of appearance
 * @param columns the base columns that it reads, sorted by name
 * @param problems all that was found wrong; the decision tells only one of them
 * @param limits what the query would run under
 * @param display the agent's text with row filters and limit merged into it, for an allowed query
 *     over one table where that gives the same rows; null otherwise. For people: it never runs
 */
public record Explanation(
        Decision decision,
        List<Step> steps,
        List<TableUse> tables,
        List<ColumnUse> columns,
        List<Problem> problems,
        Limits limits,
        @Nullable String display) {
    public Explanation {
        steps = List.copyOf(steps);
        tables = List.copyOf(tables);
        columns = List.copyOf(columns);
        problems = List.copyOf(problems);
    }

    /** What a guard did. */
    public enum Outcome {
        /** It found nothing to object to. */
        PASSED,
        /** It changed what runs. */
        APPLIED,
        /** It refused. */
        REFUSED,
        /** An earlier one refused. */
        NOT_REACHED
    }

    /**
     * One guard.
     *
     * @param guard its place in the order, from 0
     * @param name what it looks at
     * @param notes sentences on what it found or did
     */
    public record Step(int guard, String name, Outcome outcome, List<String> notes) {
        public Step {
            notes = List.copyOf(notes);
        }
    }

    /**
     * A base table that the text names.
     *
     * @param rule what the policy shows of it
     * @param positions where it is named, once for each use
     * @param missingClaims claims that its row filters want and the caller lacks: no row shows
     * @param fenced its filter runs before the query's conditions, which costs indexes
     */
    public record TableUse(
            TableName table,
            Policy.TableRule rule,
            List<Integer> positions,
            SequencedSet<String> missingClaims,
            boolean fenced) {
        public TableUse {
            positions = List.copyOf(positions);
            missingClaims = sorted(missingClaims);
        }
    }

    /**
     * A base column that the text reads.
     *
     * @param positions where it is referred to, by its name, a star or USING; empty for a key that
     *     was added to GROUP BY
     */
    public record ColumnUse(TableName table, String column, List<Integer> positions) {
        public ColumnUse {
            positions = List.copyOf(positions);
        }
    }

    /** What a refused name is. */
    public enum Known {
        /** The database has it, the policy does not show it. */
        HIDDEN,
        /** The policy shows it, and not for what the text does with it. */
        LIMITED,
        /** The database has nothing of this name. */
        ABSENT,
        /** It is no name of a table or column. */
        NOT_A_NAME
    }

    /**
     * Something that was refused.
     *
     * @param token the name, keyword or literal, null when it is the whole
     * @param fullName the hidden table or column, null for anything else
     */
    public record Problem(
            ReasonCode code,
            String message,
            @Nullable String token,
            int position,
            Known known,
            @Nullable String fullName) {}

    private static SequencedSet<String> sorted(Set<String> names) {
        return new TreeSet<>(names);
    }
}
