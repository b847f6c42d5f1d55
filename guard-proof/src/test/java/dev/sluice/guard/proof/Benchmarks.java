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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TPC-H and TPC-DS: every query is accepted and gives the rows that it gives ungoverned. {@code
 * -Dsluice.proof.scale=1} takes more data and about an hour.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Benchmarks {
    private static final double SCALE =
            Double.parseDouble(System.getProperty("sluice.proof.scale", "0.03"));

    private final Benchmark tpch = TpchBenchmark.at(SCALE);
    private final Benchmark tpcds = TpcdsBenchmark.at(SCALE);
    private BenchmarkEngine engine;
    private Guard tpchGuard;
    private Guard tpcdsGuard;

    abstract BenchmarkEngine start() throws IOException, SQLException;

    @BeforeAll
    void load() throws IOException, SQLException {
        engine = start();
        engine.load(tpch);
        engine.load(tpcds);
        tpchGuard = tpch.guard(engine.dialect());
        tpcdsGuard = tpcds.guard(engine.dialect());
    }

    @AfterAll
    void stop() throws IOException, SQLException {
        engine.close();
    }

    List<Benchmark.Text> tpch() {
        return tpch.texts();
    }

    List<Benchmark.Text> tpcds() {
        return tpcds.texts();
    }

    @ParameterizedTest
    @MethodSource
    void tpch(Benchmark.Text text) throws SQLException {
        givesTheSameRows(tpch, tpchGuard, text);
    }

    @ParameterizedTest
    @MethodSource
    void tpcds(Benchmark.Text text) throws SQLException {
        givesTheSameRows(tpcds, tpcdsGuard, text);
    }

    private void givesTheSameRows(Benchmark benchmark, Guard guard, Benchmark.Text text)
            throws SQLException {
        engine.use(benchmark);
        List<String> ungoverned = engine.rows(text.sql());

        Decision decision = guard.check(text.sql(), Map.of());
        assertThat(decision).isInstanceOf(Decision.Allowed.class);
        engine.useNone();
        List<String> governed = engine.rows(((Decision.Allowed) decision).query().sql());

        assertThat(governed).containsExactlyInAnyOrderElementsOf(ungoverned);
    }
}
