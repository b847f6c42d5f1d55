package dev.sluice.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The queries of TPC-H, one after another. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TpchBenchmark {
    @Param({"guard", "reused", "jsqlparser", "calcite", "trino"})
    public String subject;

    private final List<String> texts = SqlTexts.tpch();
    private Subject taker = sql -> sql;
    private int next;

    @Setup
    public void choose() {
        taker = Subject.named(subject);
    }

    @Benchmark
    public Object statement() {
        next = next + 1 == texts.size() ? 0 : next + 1;
        return taker.take(texts.get(next));
    }
}
