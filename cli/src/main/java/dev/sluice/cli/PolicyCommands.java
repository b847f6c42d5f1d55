package dev.sluice.cli;

import dev.sluice.cli.client.AdminApi;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code sluice policy …}. */
final class PolicyCommands {
    static final int FILE_BYTES_MAX = 1 << 20;

    private PolicyCommands() {}

    static CommandLine of(Shell shell) {
        return new CommandLine(new Group())
                .addSubcommand(new Apply(shell))
                .addSubcommand(new Show(shell))
                .addSubcommand(new PolicyDiffCommand(shell))
                .addSubcommand(new PolicyTestCommand(shell))
                .addSubcommand(new PolicyExplainCommand(shell));
    }

    @Command(
            name = "policy",
            description = "Say who may see what: apply, compare, test and explain policy files.",
            footer = {
                "",
                "Examples:",
                "  sluice policy diff -f policy.yaml",
                "  sluice policy test -f policy.yaml",
                "  sluice policy apply -f policy.yaml",
                "  sluice policy explain \"SELECT email FROM customers\" --as ana@example.org"
            })
    static final class Group extends CommandGroup {}

    @Command(
            name = "apply",
            description = "Check a policy file and put it in force, as a whole or not at all.",
            footer = {
                "",
                "A mistake is shown with its line and column, and nothing changes.",
                "",
                "Examples:",
                "  sluice policy apply -f policy.yaml",
                "  git show HEAD~1:policy.yaml | sluice policy apply -f -"
            })
    static final class Apply extends DataCommand {
        @Option(
                names = {"-f", "--file"},
                required = true,
                paramLabel = "FILE",
                description = "The policy file, or - for standard input.")
        private String file = "";

        Apply(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() throws IOException {
            JsonNode applied =
                    shell().server()
                            .admin()
                            .put("/api/v1/policy", AdminApi.Body.yaml(text(file, FILE_BYTES_MAX)));
            if (json()) {
                Printer.json(shell().out(), applied);
            } else {
                shell().out()
                        .println(
                                Printer.visible(
                                        "Policy version "
                                                + Printer.text(applied.path("version"))
                                                + " is in force."));
            }
            for (JsonNode warning : applied.path("warnings").values()) {
                shell().err().println("Warning: " + Printer.visible(Printer.text(warning)));
            }
            return DONE;
        }
    }

    @Command(
            name = "show",
            description = "Print the policy in force, as it was applied.",
            footer = {"", "Example:", "  sluice policy show > policy.yaml"})
    static final class Show extends DataCommand {
        Show(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            JsonNode policy = shell().server().admin().get("/api/v1/policy");
            JsonNode yaml = policy.path("yaml");
            if (json()) {
                Printer.json(shell().out(), policy);
            } else if (yaml.isString()) {
                shell().out().print(yaml.stringValue());
                shell().out().flush();
            } else {
                shell().err().println("No policy was applied yet: nobody sees anything.");
            }
            return DONE;
        }
    }
}
