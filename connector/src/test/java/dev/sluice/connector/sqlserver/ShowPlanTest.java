package dev.sluice.connector.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ShowPlanTest {
    @Test
    void countsWhatReadingOperatorsReadEachTimeTheyRun() {
        // 1,000 rows of 40 bytes, four times; the sort reads nothing itself.
        assertThat(ShowPlan.read(SqlServers.PLAN).bytes()).isEqualTo(160_000);
        assertThat(ShowPlan.read(SqlServers.PLAN).cost()).isEqualTo(0.5);
    }

    @Test
    void addsTheStatementsOfABatch() {
        String twice =
                SqlServers.PLAN.replace(
                        "</StmtSimple>",
                        "</StmtSimple><StmtSimple StatementSubTreeCost=\"2\"></StmtSimple>");

        assertThat(ShowPlan.read(twice).cost()).isEqualTo(2.5);
    }

    @Test
    void takesAnEndlessEstimateForTheLargestNumber() {
        String endless = SqlServers.PLAN.replace("\"1000\"", "\"1e300\"");

        assertThat(ShowPlan.read(endless).bytes()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void readsNoDocumentTypeAndSoNoFile() {
        String evil =
                "<!DOCTYPE p [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                        + SqlServers.PLAN.replace("<Batch>", "<Batch>&e;");

        assertThatThrownBy(() -> ShowPlan.read(evil)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsNoPlan() {
        for (String text :
                new String[] {
                    "",
                    "plan",
                    "<a/>",
                    SqlServers.PLAN.substring(0, 300),
                    SqlServers.PLAN.replace("\"1000\"", "\"many\""),
                    SqlServers.PLAN.replace("\"1000\"", "\"-5\"").replace("\"5\"", "\"-5\""),
                    SqlServers.PLAN.replace("\"1000\"", "\"NaN\""),
                    "<a>".repeat(5_000),
                    " ".repeat(ShowPlan.CHARACTERS_MAX + 1)
                }) {
            assertThatThrownBy(() -> ShowPlan.read(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void survivesGarbage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder(SqlServers.PLAN);
            for (int changes = 0; changes < 3; changes++) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x250));
            }
            try {
                assertThat(ShowPlan.read(text.toString()).bytes()).isNotNegative();
            } catch (IllegalArgumentException e) {
                assertThat(e).as("seed " + seed).hasMessage("no plan");
            }
        }
    }
}
