package dev.sluice.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "status",
        description = "Show the server's state.",
        footer = {"", "Example:", "  sluice status --json"})
final class StatusCommand extends DataCommand {
    StatusCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        JsonNode status = shell().server().admin().get("/api/v1/status");
        if (json()) {
            Printer.json(shell().out(), status);
        } else {
            Printer.members(shell().out(), status);
        }
        return DONE;
    }
}
