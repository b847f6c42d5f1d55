package dev.sluice.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The guard on texts at its limits; whether it allows or refuses them is no matter here. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class WorstInputBenchmark {
    @Param({
        "nesting_60",
        "derived_60",
        "operators_4990",
        "or_2490",
        "in_4990",
        "in_20000",
        "columns_1600",
        "text_literal_64k",
        "case_1100",
        "unions_900",
        "joins_500",
        "comment_64k",
        "blanks_64k"
    })
    public String input;

    private String text = "";
    private final dev.sluice.guard.Guard guard = Shop.guard();

    @Setup
    public void read() {
        Map<String, String> texts = SqlTexts.worst();
        text = texts.get(input);
    }

    @Benchmark
    public Object check() {
        return guard.check(text, Shop.CLAIMS);
    }
}
