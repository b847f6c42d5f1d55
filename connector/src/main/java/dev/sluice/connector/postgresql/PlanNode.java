package dev.sluice.connector.postgresql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan as {@code EXPLAIN (FORMAT JSON, VERBOSE)} prints it.
 *
 * @param schema and relation: what a scan reads, null on other steps
 * @param relationship to its parent, for example {@code Outer}, null at the top
 * @param rows expected for one run of the step
 * @param width expected bytes of a row
 */
record PlanNode(
        String type,
        @Nullable String schema,
        @Nullable String relation,
        @Nullable String relationship,
        double rows,
        double width,
        double startupCost,
        double totalCost,
        List<PlanNode> children) {
    PlanNode {
        children = List.copyOf(children);
    }
}
