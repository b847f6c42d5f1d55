package dev.sluice.guard.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.Decision;
import dev.sluice.guard.Guard;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.proof.TwinServer.Answer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Generated queries against a real database. What the policy lets through also stands there as
 * views, the governed twin: the text as it was sent, run over the views, has to give the rows of
 * the emitted text, run over the base tables.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GeneratedQueries {
    /**
     * {@code -Dsluice.proof.queries=100000} takes an hour; {@code sluice.proof.seed} is a number.
     */
    private static final int QUERIES = Integer.getInteger("sluice.proof.queries", 600);

    /** What the build runs, so that it fails for a change and not by chance. */
    private static final long BUILD_SEED = 24_528_000;

    private static final long SEED = Long.getLong("sluice.proof.seed", BUILD_SEED);
    private static final int ROWS_MAX = 20_000;

    private TwinServer server;
    private Guard guard;

    abstract TwinServer start() throws IOException, SQLException;

    @BeforeAll
    void begin() throws IOException, SQLException {
        System.out.println("-Dsluice.proof.seed=" + SEED);
        server = start();
        guard = Corpus.of(server.flavor().dialect()).withMaxRows(ROWS_MAX).guard();
    }

    @AfterAll
    void end() throws IOException, SQLException {
        server.close();
    }

    private String plain(long seed) {
        return new QueryGenerator(seed, server.flavor(), new PlainNaming("p")).query();
    }

    @Test
    void giveTheRowsOfTheGovernedTwin() {
        int compared = 0;
        for (long seed = SEED; seed < SEED + QUERIES; seed++) {
            String sql = plain(seed);
            GuardedQuery query = allowed(seed, sql);
            if (sameAnswers(seed, sql, query)) {
                compared++;
            }
        }
        System.out.println("generated: compared " + compared + " of " + QUERIES);
        assertThat(compared).isGreaterThan(QUERIES * 9 / 10);
    }

    private GuardedQuery allowed(long seed, String sql) {
        Decision decision = guard.check(sql, Corpus.CLAIMS);
        assertThat(decision).as("seed %d: %s", seed, sql).isInstanceOf(Decision.Allowed.class);
        return ((Decision.Allowed) decision).query();
    }

    /** Whether rows could be compared; an engine that fails on one fails on the other. */
    private boolean sameAnswers(long seed, String sql, GuardedQuery query) {
        List<String> parameters =
                query.parameters().stream().map(GuardedQuery.Parameter::value).toList();
        Answer expected = server.onTwin(sql);
        Answer given = server.onBase(query.sql(), parameters);
        String what = "seed %d: %s%nemitted: %s".formatted(seed, sql, query.sql());
        return switch (expected) {
            case Answer.Failed failed -> {
                if (server.flavor().has(Flavor.Feature.DERIVED_SEE_OUT)) {
                    assertThat(server.isAboutNames(failed)).as(what + failed).isFalse();
                }
                assertThat(given).as(what + failed).isInstanceOf(Answer.Failed.class);
                yield false;
            }
            case Answer.Rows(List<String> rows) -> {
                if (!(given instanceof Answer.Rows(List<String> emitted))) {
                    fail(what + "%n" + given);
                    yield false;
                }
                if (rows.size() <= ROWS_MAX) {
                    assertThat(TwinJudge.sorted(emitted))
                            .as(what)
                            .isEqualTo(TwinJudge.sorted(rows));
                }
                yield true;
            }
        };
    }

    @Test
    void meanTheSameHoweverTheyAreWritten() {
        for (long seed = SEED; seed < SEED + QUERIES / 2; seed++) {
            String sql = plain(seed);
            GuardedQuery query = allowed(seed, sql);
            Formatting formatting = new Formatting(new Random(seed), server.flavor());
            for (String written : List.of(formatting.spaced(sql), formatting.commented(sql))) {
                assertThat(allowed(seed, written).databaseText())
                        .as("seed %d: %s", seed, written)
                        .isEqualToIgnoringCase(query.databaseText());
            }
            String renamed =
                    new QueryGenerator(seed, server.flavor(), new PlainNaming("zz_")).query();
            assertThat(allowed(seed, renamed).databaseText().replaceAll("zz_([crw]\\d)", "p$1"))
                    .as("seed %d: %s", seed, renamed)
                    .isEqualTo(query.databaseText());
        }
    }

    @Test
    void giveTheSameRowsWithinOtherQueries() {
        int compared = 0;
        for (long seed = SEED; seed < SEED + QUERIES / 10; seed++) {
            String sql = plain(seed);
            allowed(seed, sql);
            for (String wrapped : Wrapping.of(sql, server.flavor())) {
                if (sameAnswers(seed, wrapped, allowed(seed, wrapped))) {
                    compared++;
                }
            }
        }
        assertThat(compared).isPositive();
    }

    @Test
    void giveTheSameAnswerWhateverIsHidden() {
        int failed = 0;
        int unfenced = 0;
        for (long seed = SEED; seed < SEED + QUERIES; seed++) {
            String sql =
                    new QueryGenerator(seed, server.flavor(), new PlainNaming("p"))
                            .failingOnHiddenRows()
                            .query();
            GuardedQuery query = allowed(seed, sql);
            List<String> parameters =
                    query.parameters().stream().map(GuardedQuery.Parameter::value).toList();
            Answer one = server.onBase(query.sql(), parameters);
            Answer other = server.onOther(query.sql(), parameters);
            if (timedOut(one) || timedOut(other)) {
                // How long it takes says how busy the machine is.
                continue;
            }
            assertThat(told(other))
                    .as("seed %d: %s%nemitted: %s", seed, sql, query.sql())
                    .isEqualTo(told(one));
            failed += one instanceof Answer.Failed ? 1 : 0;
            String open = query.sql().replaceAll(server.flavor().fence(), "");
            if (!told(server.onOther(open, parameters)).equals(told(one))) {
                unfenced++;
            }
        }
        System.out.println("generated: would have told more without fences: " + unfenced);
        assertThat(failed).as("queries that failed on what they see").isLessThan(QUERIES / 5);
    }

    private boolean timedOut(Answer answer) {
        return answer instanceof Answer.Failed failed && server.isTimeOut(failed);
    }

    /** What an agent learns. */
    private static List<String> told(Answer answer) {
        return switch (answer) {
            case Answer.Rows(List<String> rows) -> TwinJudge.sorted(rows);
            case Answer.Failed failed -> List.of("failed: " + failed.state());
        };
    }

    @Test
    void areRefusedWithAHiddenColumnAtAnyPlaceAsWithOneThatDoesNotExist() {
        int planted = 0;
        for (long seed = SEED; seed < SEED + QUERIES / 5; seed++) {
            int places = references(seed);
            for (int place = 0; place < places; place++) {
                String hidden =
                        Shop.HIDDEN_COLUMNS.get((int) (seed + place) % Shop.HIDDEN_COLUMNS.size());
                refusedAlike(seed, place, hidden, false, ReasonCode.COLUMN_NOT_ALLOW_LISTED);
                planted++;
            }
        }
        System.out.println("generated: hidden columns planted " + planted);
        assertThat(planted).isGreaterThan(QUERIES);
    }

    @Test
    void areRefusedWithAHiddenTableAtAnyPlaceAsWithOneThatDoesNotExist() {
        for (long seed = SEED; seed < SEED + QUERIES; seed++) {
            PlantedNaming counting = new PlantedNaming("", Integer.MAX_VALUE, true);
            new QueryGenerator(seed, server.flavor(), counting).query();
            for (int place = 0; place < counting.tables(); place++) {
                refusedAlike(
                        seed, place, Shop.HIDDEN_TABLE, true, ReasonCode.TABLE_NOT_ALLOW_LISTED);
            }
        }
    }

    private int references(long seed) {
        PlantedNaming counting = new PlantedNaming("", Integer.MAX_VALUE, false);
        new QueryGenerator(seed, server.flavor(), counting).query();
        return counting.references();
    }

    private void refusedAlike(long seed, int place, String hidden, boolean table, ReasonCode code) {
        String nonexistent = "q" + hidden.substring(1);
        String sql = planted(seed, place, hidden, table);
        if (!sql.contains(hidden)) {
            // It was planted into a part that the query does not use.
            return;
        }
        Decision.Refused one = refused(seed, sql);
        Decision.Refused other = refused(seed, planted(seed, place, nonexistent, table));
        assertThat(one.code()).as("seed %d: %s", seed, sql).isEqualTo(code);
        assertThat(one.toString())
                .as("seed %d: %s", seed, sql)
                .isEqualTo(other.toString().replace(nonexistent, hidden));
    }

    private String planted(long seed, int place, String name, boolean table) {
        Naming naming = new PlantedNaming(name, place, table);
        return new QueryGenerator(seed, server.flavor(), naming).query();
    }

    private Decision.Refused refused(long seed, String sql) {
        Decision decision = guard.check(sql, Corpus.CLAIMS);
        assertThat(decision).as("seed %d: %s", seed, sql).isInstanceOf(Decision.Refused.class);
        return (Decision.Refused) decision;
    }

    @Test
    void withNamesAsTheyComeMeanWhatTheyMeanOnTheTwin() {
        int compared = 0;
        int refused = 0;
        for (long seed = SEED; seed < SEED + QUERIES; seed++) {
            String sql =
                    new QueryGenerator(seed, server.flavor(), new WildNaming(new Random(~seed)))
                            .query();
            switch (guard.check(sql, Corpus.CLAIMS)) {
                case Decision.Allowed(GuardedQuery query, var _) -> {
                    if (sameAnswers(seed, sql, query)) {
                        compared++;
                    }
                }
                case Decision.Refused why -> {
                    refused++;
                    // An engine that binds less strictly answers some that the guard refuses: it
                    // does not look at what nothing uses, lets two tables have one name, and looks
                    // further out for a column that the named table lacks.
                    if (!server.flavor().has(Flavor.Feature.BINDS_UNUSED)) {
                        continue;
                    }
                    assertThat(server.onTwin(sql))
                            .as("seed %d: %s%n%s", seed, sql, why)
                            .isInstanceOf(Answer.Failed.class);
                }
            }
        }
        System.out.println("generated: wild names " + compared + " alike, " + refused + " refused");
        assertThat(compared).isGreaterThan(QUERIES / 20);
        assertThat(refused).isGreaterThan(QUERIES / 20);
    }
}
