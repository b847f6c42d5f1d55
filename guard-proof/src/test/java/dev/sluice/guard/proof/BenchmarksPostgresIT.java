package dev.sluice.guard.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.guard.Decision;
import dev.sluice.guard.Guard;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TPC-H and TPC-DS: every query is accepted and gives the rows that it gives ungoverned. {@code
 * -Dsluice.proof.scale=1} takes more data and about an hour.
 */
class BenchmarksPostgresIT {
    private static final double SCALE =
            Double.parseDouble(System.getProperty("sluice.proof.scale", "0.03"));
    private static final Benchmark TPCH = TpchBenchmark.at(SCALE);
    private static final Benchmark TPCDS = TpcdsBenchmark.at(SCALE);
    private static final Guard TPCH_GUARD = TPCH.guard("postgresql");
    private static final Guard TPCDS_GUARD = TPCDS.guard("postgresql");

    private static PostgresEngine postgres;

    @BeforeAll
    static void load() throws IOException, SQLException {
        postgres = PostgresEngine.start();
        postgres.load(TPCH);
        postgres.load(TPCDS);
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        postgres.close();
    }

    static List<Benchmark.Text> tpch() {
        return TPCH.texts();
    }

    static List<Benchmark.Text> tpcds() {
        return TPCDS.texts();
    }

    @ParameterizedTest
    @MethodSource
    void tpch(Benchmark.Text text) throws SQLException {
        postgres.execute("SET enable_nestloop = on");
        givesTheSameRows(TPCH, TPCH_GUARD, text);
    }

    @ParameterizedTest
    @MethodSource
    void tpcds(Benchmark.Text text) throws SQLException {
        // Estimates of so little data make nested loops that take a hundred times as long.
        postgres.execute("SET enable_nestloop = off");
        givesTheSameRows(TPCDS, TPCDS_GUARD, text);
    }

    private static void givesTheSameRows(Benchmark benchmark, Guard guard, Benchmark.Text text)
            throws SQLException {
        postgres.execute("SET search_path = " + benchmark.schema());
        List<String> ungoverned = postgres.rows(text.sql());

        Decision decision = guard.check(text.sql(), Map.of());
        assertThat(decision).isInstanceOf(Decision.Allowed.class);
        postgres.execute("SET search_path = ''");
        List<String> governed = postgres.rows(((Decision.Allowed) decision).query().sql());

        assertThat(governed).containsExactlyInAnyOrderElementsOf(ungoverned);
    }
}
