package dev.sluice.connector.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    /** As the manual prints a plan of two tables. */
    private static final List<String> PLAN =
            List.of(
                    "XN HashAggregate  (cost=2582.66..2582.78 rows=10 width=16)",
                    "  ->  XN Hash Join DS_BCAST_INNER  (cost=109.98..2500.00 rows=100 width=16)",
                    "        Hash Cond: (\"outer\".eventid = \"inner\".eventid)",
                    "        ->  XN Seq Scan on sales  (cost=0.00..1724.56 rows=10 width=14)",
                    "              Filter: (note = '(cost=0.00..1.00 rows=999999 width=9)'::text)",
                    "        ->  XN Hash  (cost=87.98..87.98 rows=8798 width=2)",
                    "              ->  XN Seq Scan on event  (cost=0.00..87.98 rows=8798 width=2)");

    @Test
    void countsTheRowsThatScansGoThrough() {
        // The first scan keeps 10 of 172,456 rows, of 14 bytes each.
        assertThat(PlanText.read(PLAN).bytes()).isEqualTo(172_456L * 14 + 8_798 * 2);
        assertThat(PlanText.read(PLAN).cost()).isEqualTo(2582.78);
    }

    @Test
    void countsFilesOfExternalSchemas() {
        assertThat(
                        PlanText.read(
                                        List.of(
                                                "XN S3 Query Scan spectrum  (cost=0.00..1.00"
                                                        + " rows=10000000 width=100)"))
                                .bytes())
                .isEqualTo(1_000_000_000);
    }

    @Test
    void refusesWhatIsNoPlan() {
        assertThatThrownBy(() -> PlanText.read(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PlanText.read(List.of("XN Seq Scan on t", "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        PlanText.read(List.of("Seq Scan on t (cost=0..1.2.3 rows=1 width=1)")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void survivesGarbage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder line = new StringBuilder(PLAN.get(random.nextInt(PLAN.size())));
            line.setCharAt(random.nextInt(line.length()), (char) random.nextInt(128));
            try {
                assertThat(PlanText.read(List.of(line.toString())).bytes())
                        .as("seed " + seed)
                        .isNotNegative();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessage("no plan");
            }
        }
    }
}
