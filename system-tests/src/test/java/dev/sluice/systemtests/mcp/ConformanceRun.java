package dev.sluice.systemtests.mcp;

import dev.sluice.systemtests.NodePackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run of the conformance suite against a server, and what each check came to.
 *
 * @param scenarios the worst end of each check, by scenario and check
 */
record ConformanceRun(Map<String, Map<String, End>> scenarios) {
    private static final Duration RUN_MAX = Duration.ofMinutes(2);

    /** The suite adds the time of the run to the name of the scenario. */
    private static final Pattern FOLDER =
            Pattern.compile("server-(.+)-\\d{4}-\\d{2}-\\d{2}T[0-9Z-]+");

    /** The ends, from bad to good. A warning is a SHOULD that was not met. */
    enum End {
        FAILURE,
        WARNING,
        SKIPPED,
        INFO,
        SUCCESS
    }

    /** Runs the suite and takes no account of its own verdict. */
    static ConformanceRun of(
            NodePackages packages, String suite, Path results, URI server, String... arguments) {
        String[] all =
                Stream.concat(
                                Stream.of(
                                        "server",
                                        "--url",
                                        server.toString(),
                                        "--output-dir",
                                        results.toString()),
                                Stream.of(arguments))
                        .toArray(String[]::new);
        packages.run(RUN_MAX, "", packages.file("node_modules/" + suite + "/dist/index.js"), all);
        try (Stream<Path> folders = Files.list(results)) {
            Map<String, Map<String, End>> scenarios = new TreeMap<>();
            for (Path folder : folders.toList()) {
                Matcher name = FOLDER.matcher(folder.getFileName().toString());
                if (name.matches()) {
                    scenarios.put(name.group(1), checks(folder.resolve("checks.json")));
                }
            }
            return new ConformanceRun(scenarios);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The checks that failed, as {@code scenario:check}. */
    Set<String> failed() {
        return named(end -> end == End.FAILURE || end == End.WARNING);
    }

    Set<String> passed() {
        return named(end -> end == End.SUCCESS);
    }

    /** What the run says to a person. */
    String figures() {
        long clean =
                scenarios.keySet().stream()
                        .filter(scenario ->
                                failed().stream()
                                        .noneMatch(check -> check.startsWith(scenario + ":")))
                        .count();
        return "%d of %d scenarios without a failed check; checks: %d passed, %d failed"
                .formatted(clean, scenarios.size(), passed().size(), failed().size());
    }

    private Set<String> named(Predicate<End> wanted) {
        Set<String> names = new TreeSet<>();
        scenarios.forEach((scenario, checks) ->
                checks.forEach((check, end) -> {
                    if (wanted.test(end)) {
                        names.add(scenario + ":" + check);
                    }
                }));
        return names;
    }

    private static Map<String, End> checks(Path file) throws IOException {
        Map<String, End> worst = new TreeMap<>();
        for (JsonNode check : new JsonMapper().readTree(Files.readString(file))) {
            worst.merge(
                    check.path("id").asString(),
                    End.valueOf(check.path("status").asString()),
                    (one, other) ->
                            Stream.of(one, other).min(Comparator.naturalOrder()).orElseThrow());
        }
        return worst;
    }

    /**
     * The failed checks in a baseline's words.
     *
     * @param baseline names of checks, or of scenarios that are not divided further
     */
    Set<String> failedAsIn(Set<String> baseline) {
        return failed().stream()
                .map(check -> {
                    String scenario = check.substring(0, check.indexOf(':'));
                    return baseline.contains(scenario) ? scenario : check;
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a baseline names, in lines {@code - scenario} or {@code - scenario:check}. */
    static Set<String> baseline(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("- "))
                .map(line -> line.substring(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
