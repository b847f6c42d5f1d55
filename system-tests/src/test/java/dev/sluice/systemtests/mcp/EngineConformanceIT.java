package dev.sluice.systemtests.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.NodePackages;
import dev.sluice.systemtests.mcp.fixture.FixtureServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The MCP project's conformance suite, all of it, against the product's MCP engine with the suite's
 * own fixtures. What may fail, and why, is in {@code node/engine-baseline-*.yml}; whatever else
 * fails, fails here, and so does an entry that passes. Also what the suite runs without counting
 * it.
 */
class EngineConformanceIT {
    private static final String SUITE = "@modelcontextprotocol/conformance";
    private static final String SUITE_OF_2025 = "conformance-2025";

    private static FixtureServer engine;

    @BeforeAll
    static void start() {
        engine = new FixtureServer();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({"2026-07-28,40", "2025-11-25,30"})
    void meetsWhatARevisionRequires(String revision, int scenariosMin, @TempDir Path results)
            throws IOException {
        NodePackages packages = NodePackages.installed();
        ConformanceRun run =
                ConformanceRun.of(
                        packages, SUITE, results, engine.mcp(), "--requirements", revision);
        assertExpected("conformance, requirements " + revision, run, revision, scenariosMin);
    }

    /** The suite as it was before the newest revision came: older checks, other code. */
    @ParameterizedTest
    @CsvSource({"2025-11-25,30", "2025-06-18,25"})
    void meetsTheSuiteOfItsTime(String revision, int scenariosMin, @TempDir Path results)
            throws IOException {
        NodePackages packages = NodePackages.installed();
        ConformanceRun run =
                ConformanceRun.of(
                        packages, SUITE_OF_2025, results, engine.mcp(), "--spec-version", revision);
        assertExpected(
                "conformance of 2025, " + revision, run, "2025-suite-" + revision, scenariosMin);
    }

    /** As many scenarios as there must be at least, so that a suite that breaks off is noticed. */
    private static void assertExpected(
            String title, ConformanceRun run, String baseline, int scenariosMin)
            throws IOException {
        System.out.println(title + ": " + run.figures());
        assertThat(run.scenarios()).hasSizeGreaterThanOrEqualTo(scenariosMin);
        Set<String> expected =
                ConformanceRun.baseline(Path.of("node", "engine-baseline-" + baseline + ".yml"));
        assertThat(run.failedAsIn(expected)).isEqualTo(expected);
    }
}
