package dev.sluice.connector.redshift;

import dev.sluice.connector.jdbc.Estimate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code EXPLAIN} answers, a line for each operator, as in {@code XN Seq Scan on orders
 * (cost=0.00..1724.97 rows=172497 width=64)}. Redshift reads columns in blocks and tells the bytes
 * to nobody, so rows times width is all there is; a scan costs a hundredth for each row that it
 * goes through, of which the condition leaves those that it counts.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/c-the-query-plan.html">Query
 *     plan</a>
 */
final class PlanText {
    private static final Pattern COSTS =
            Pattern.compile(
                    "\\(cost=[0-9.]{1,30}\\.\\.([0-9.]{1,30}) rows=([0-9]{1,30})"
                            + " width=([0-9]{1,10})\\)");
    private static final Pattern SCAN =
            Pattern.compile(
                    "(Seq Scan|Query Scan|Index (Only )?Scan|Bitmap Heap Scan)( using| on| )");
    private static final double ROWS_PER_COST = 100;

    private PlanText() {}

    /**
     * @throws IllegalArgumentException when the lines are no plan
     */
    static Estimate read(List<String> lines) {
        double bytes = 0;
        double cost = -1;
        for (String line : lines) {
            Matcher costs = COSTS.matcher(line);
            if (!costs.find()) {
                continue;
            }
            try {
                double total = Double.parseDouble(costs.group(1));
                cost = cost < 0 ? total : cost;
                if (SCAN.matcher(line.substring(0, costs.start())).find()) {
                    double rows =
                            Math.max(Double.parseDouble(costs.group(2)), total * ROWS_PER_COST);
                    bytes += rows * Double.parseDouble(costs.group(3));
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("no plan");
            }
        }
        if (cost < 0) {
            throw new IllegalArgumentException("no plan");
        }
        return new Estimate((long) Math.min(Math.ceil(bytes), Long.MAX_VALUE), cost);
    }
}
