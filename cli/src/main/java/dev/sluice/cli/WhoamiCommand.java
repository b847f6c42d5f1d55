package dev.sluice.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "whoami",
        description = "Show who the server takes you for.",
        footer = {"", "Example:", "  sluice whoami --json"})
final class WhoamiCommand extends DataCommand {
    WhoamiCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        JsonNode who = shell().server().admin().whoami();
        if (json()) {
            Printer.json(shell().out(), who);
        } else {
            Printer.members(shell().out(), who);
        }
        return DONE;
    }
}
