package dev.sluice.connector.postgresql;

import dev.sluice.core.TableName;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many bytes a plan is expected to read: the size of each relation that is read in order, and
 * rows times width for each that is read through an index, as often as it is.
 *
 * <p>A step below a LIMIT reads only the share that the planner expects to need, unless a step in
 * between needs all of its input first. Without that, the first rows of a large table would count
 * as all of it.
 */
final class ScanEstimate {
    private static final Set<String> READS_ALL_PAGES = Set.of("Seq Scan", "Sample Scan");
    private static final Set<String> READS_ROWS =
            Set.of(
                    "Index Scan",
                    "Index Only Scan",
                    "Bitmap Heap Scan",
                    "Tid Scan",
                    "Tid Range Scan",
                    "Foreign Scan",
                    "Custom Scan");

    /** Steps that read their whole input before they return a row. */
    private static final Set<String> BLOCKS =
            Set.of("Sort", "Incremental Sort", "Aggregate", "Hash", "SetOp", "Recursive Union");

    private final Map<TableName, Long> sizes;

    private ScanEstimate(Map<TableName, Long> sizes) {
        this.sizes = sizes;
    }

    /** The relations whose size the estimate needs. */
    static Set<TableName> relations(PlanNode plan) {
        Set<TableName> relations = new LinkedHashSet<>();
        collect(plan, relations);
        return relations;
    }

    private static void collect(PlanNode node, Set<TableName> relations) {
        if (READS_ALL_PAGES.contains(node.type())
                && node.schema() != null
                && node.relation() != null) {
            relations.add(new TableName(node.schema(), node.relation()));
        }
        node.children().forEach(child -> collect(child, relations));
    }

    /**
     * Bytes that the plan reads.
     *
     * @param sizes of {@link #relations}, in bytes
     */
    static long bytes(PlanNode plan, Map<TableName, Long> sizes) {
        double bytes = new ScanEstimate(sizes).read(plan, 1, 1);
        return bytes >= Long.MAX_VALUE ? Long.MAX_VALUE : Math.round(bytes);
    }

    /**
     * @param share of the step's rows that are asked for, above 0 and at most 1
     * @param runs how often the step is run
     */
    private double read(PlanNode node, double share, double runs) {
        double bytes = 0;
        if (READS_ALL_PAGES.contains(node.type())
                && node.schema() != null
                && node.relation() != null) {
            // Read again and again it comes from memory, so it counts once.
            bytes += share * sizes.getOrDefault(new TableName(node.schema(), node.relation()), 0L);
        } else if (READS_ROWS.contains(node.type())) {
            bytes += share * runs * node.rows() * node.width();
        }
        for (PlanNode child : node.children()) {
            bytes += read(child, share(node, child, share), runs(node, child, runs));
        }
        return bytes;
    }

    private static double share(PlanNode node, PlanNode child, double share) {
        if (BLOCKS.contains(node.type())) {
            return 1;
        }
        if (!node.type().equals("Limit")) {
            return share;
        }
        double all = child.totalCost() - child.startupCost();
        double asked = node.totalCost() - child.startupCost();
        return all <= 0 ? share : share * Math.clamp(asked / all, 0, 1);
    }

    private static double runs(PlanNode node, PlanNode child, double runs) {
        if (!node.type().equals("Nested Loop") || !"Inner".equals(child.relationship())) {
            return runs;
        }
        boolean kept = child.type().equals("Materialize");
        double outer =
                node.children().stream()
                        .filter(other -> "Outer".equals(other.relationship()))
                        .mapToDouble(PlanNode::rows)
                        .sum();
        return kept ? runs : runs * Math.max(outer, 1);
    }
}
