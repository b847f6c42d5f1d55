package dev.sluice.systemtests.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.NodePackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The MCP project's conformance suite, as far as it can judge a server without the suite's own
 * fixtures. What may fail, and why, is in {@code node/conformance-baseline.yml}.
 */
abstract class ConformanceContract {
    private static final Duration SCENARIO_MAX = Duration.ofSeconds(90);
    private static final String SUITE =
            "node_modules/@modelcontextprotocol/conformance/dist/index.js";

    abstract RunningServer server();

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "2025-11-25,server-initialize",
        "2025-11-25,server-session-lifecycle",
        "2025-11-25,ping",
        "2025-11-25,tools-list",
        "2025-11-25,dns-rebinding-protection",
        "2025-11-25,prompts-list",
        "2025-11-25,resources-list",
        "2025-11-25,completion-complete",
        "2025-11-25,logging-set-level",
        "2026-07-28,server-stateless",
        "2026-07-28,tools-list",
        "2026-07-28,dns-rebinding-protection",
        "2026-07-28,caching",
        "2026-07-28,http-header-validation",
        "2026-07-28,http-custom-header-server-validation",
        "2026-07-28,prompts-list",
        "2026-07-28,resources-list",
        "2026-07-28,completion-complete",
        "2026-07-28,input-required-result-unsupported-methods",
    })
    void meetsExpectations(String revision, String scenario, @TempDir Path results)
            throws IOException {
        NodePackages packages = NodePackages.installed();
        try (BearerProxy proxy = new BearerProxy(server())) {
            NodePackages.Outcome outcome =
                    packages.run(
                            SCENARIO_MAX,
                            "",
                            packages.file(SUITE),
                            "server",
                            "--url",
                            proxy.mcp().toString(),
                            "--scenario",
                            scenario,
                            "--spec-version",
                            revision,
                            "--expected-failures",
                            packages.file("conformance-baseline.yml").toString(),
                            "--output-dir",
                            results.toString());
            outcome.successful();
            assertThat(ends(results)).containsAnyOf("SUCCESS", "INFO");
        }
    }

    /** Which ends the checks came to: a run without any check would prove nothing. */
    private static Set<String> ends(Path results) throws IOException {
        Set<String> ends = new TreeSet<>();
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : files.filter(path -> path.endsWith("checks.json")).toList()) {
                for (JsonNode check : new JsonMapper().readTree(file.toFile())) {
                    ends.add(check.path("status").asString());
                }
            }
        }
        return ends;
    }
}
