package dev.sluice.cli;

import dev.sluice.cli.client.Json;
import dev.sluice.cli.expect.Judge;
import dev.sluice.cli.expect.OfflineJudge;
import dev.sluice.cli.expect.Report;
import dev.sluice.cli.expect.ServerJudge;
import dev.sluice.core.Schema;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.PolicyTests;
import dev.sluice.policy.SchemaFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "test",
        sortOptions = false,
        description = "Hold a policy file to the expectations that are kept beside it.",
        footer = {
            "",
            "The file of expectations, POLICY.tests.yaml beside POLICY.yaml:",
            "  version: 1",
            "  tests:",
            "    - name: analysts see no salaries",
            "      as: ana@example.org          # agent, source, claims: where they are needed",
            "      sql: SELECT salary FROM staff",
            "      expect: refused COLUMN_NOT_ALLOW_LISTED",
            "    - as: ana@example.org",
            "      sql: SELECT id FROM customers ORDER BY id LIMIT 2",
            "      expect: allowed",
            "      reads: [shop.customers.id]   # base columns",
            "      columns: [id]                # of the result; like rows, on a live source only",
            "      rows: [[1], [2]]             # or a number; ordered: true where order counts",
            "",
            "With --schema decisions alone are checked and no server is needed. Without it, the"
                    + " server decides on its sources' catalogues and gives the rows. The file need"
                    + " not be applied. Exits with 1 when an expectation is not met.",
            "",
            "Examples:",
            "  sluice policy test -f policy.yaml --schema shop.json",
            "  sluice policy test -f policy.yaml --schema shop=shop.json --schema crm=crm.json",
            "  sluice policy test -f policy.yaml --tests expectations.yaml --json"
        })
final class PolicyTestCommand extends DataCommand {
    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The policy file.")
    private String file = "";

    @Option(
            names = "--tests",
            paramLabel = "FILE",
            description = "The expectations; default: beside the policy file.")
    private @Nullable String tests;

    @Option(
            names = "--schema",
            paramLabel = "[SOURCE=]FILE",
            description = "The schema file of a source, or of all without a name.")
    private List<String> schemas = new ArrayList<>();

    PolicyTestCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws IOException {
        String beside = testsFile();
        String yaml = text(file, PolicyCommands.FILE_BYTES_MAX);
        PolicyFile policy = PolicyFile.parse(yaml);
        List<PolicyTests.Expectation> expectations =
                PolicyTests.parse(text(beside, PolicyCommands.FILE_BYTES_MAX));
        Judge judge =
                schemas.isEmpty()
                        ? new ServerJudge(shell().server().admin(), yaml)
                        : new OfflineJudge(policy, catalogues(policy));
        List<Report> reports =
                expectations.stream().map(expected -> Report.of(expected, judge)).toList();
        if (json()) {
            Printer.json(shell().out(), json(reports));
        } else {
            print(reports);
        }
        return reports.stream().anyMatch(Report::failed) ? FAILED : DONE;
    }

    /** {@code policy.yaml} is tested by {@code policy.tests.yaml}. */
    private String testsFile() {
        if (tests != null) {
            return tests;
        }
        int dot = file.lastIndexOf('.');
        if (file.equals("-") || dot <= file.lastIndexOf('/') + 1) {
            throw wrongUsage("say where the expectations are: --tests FILE");
        }
        return file.substring(0, dot) + ".tests" + file.substring(dot);
    }

    private Map<String, Schema> catalogues(PolicyFile policy) throws IOException {
        Map<String, Schema> catalogues = new HashMap<>();
        for (String given : schemas) {
            int equals = given.indexOf('=');
            String source = equals < 0 ? "" : given.substring(0, equals);
            Schema read =
                    SchemaFile.read(
                            text(
                                    given.substring(equals + 1),
                                    GuardCommands.Check.SCHEMA_BYTES_MAX));
            if (equals >= 0 && !policy.sources().contains(source)) {
                throw wrongUsage("the policy has no source '" + source + "'.");
            }
            for (String name : equals < 0 ? policy.sources() : List.of(source)) {
                catalogues.put(name, read);
            }
        }
        return catalogues;
    }

    private void print(List<Report> reports) {
        int unchecked = 0;
        for (Report report : reports) {
            unchecked += report.unchecked() ? 1 : 0;
            shell().out()
                    .println(
                            Printer.visible(
                                    "%-4s line %-4d %s"
                                            .formatted(
                                                    report.failed() ? "FAIL" : "ok",
                                                    report.expected().line(),
                                                    report.title())));
            for (String problem : report.problems()) {
                shell().out().println(Printer.visible("       " + problem));
            }
        }
        long failed = reports.stream().filter(Report::failed).count();
        shell().out()
                .println(
                        "%d met, %d not met%s"
                                .formatted(
                                        reports.size() - failed,
                                        failed,
                                        unchecked == 0
                                                ? ""
                                                : "; the rows of %d were not checked, which takes"
                                                                .formatted(unchecked)
                                                        + " a server"));
    }

    private static ObjectNode json(List<Report> reports) {
        ObjectNode result = Json.MAPPER.createObjectNode();
        long failed = reports.stream().filter(Report::failed).count();
        result.put("met", reports.size() - failed).put("not_met", failed);
        ArrayNode list = result.putArray("tests");
        for (Report report : reports) {
            ObjectNode node = list.addObject();
            node.put("line", report.expected().line()).put("title", report.title());
            node.put("met", !report.failed()).put("rows_unchecked", report.unchecked());
            ArrayNode problems = node.putArray("problems");
            report.problems().forEach(problems::add);
            node.put("decision", report.decision());
        }
        return result;
    }
}
