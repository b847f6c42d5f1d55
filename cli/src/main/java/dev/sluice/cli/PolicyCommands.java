package dev.sluice.cli;

import dev.sluice.cli.client.AdminApi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
                .addSubcommand(new Show(shell));
    }

    @Command(
            name = "policy",
            description = "Say who may see what: apply a policy file, show the applied one.",
            footer = {"", "Example:", "  sluice policy apply -f policy.yaml"})
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
                    shell().server().admin().put("/api/v1/policy", AdminApi.Body.yaml(read()));
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

        private String read() throws IOException {
            byte[] bytes;
            if (file.equals("-")) {
                bytes = shell().in().readNBytes(FILE_BYTES_MAX + 1);
            } else if (!Files.isRegularFile(Path.of(file))) {
                throw wrongUsage("There is no file '" + file + "'.");
            } else {
                try (InputStream in = Files.newInputStream(Path.of(file))) {
                    bytes = in.readNBytes(FILE_BYTES_MAX + 1);
                }
            }
            if (bytes.length > FILE_BYTES_MAX) {
                throw wrongUsage("The file is larger than " + FILE_BYTES_MAX + " bytes.");
            }
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw wrongUsage("The file is no UTF-8 text.");
            }
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
