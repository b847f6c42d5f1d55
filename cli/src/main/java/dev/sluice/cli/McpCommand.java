package dev.sluice.cli;

import dev.sluice.cli.bridge.StdioBridge;
import java.io.IOException;
import picocli.CommandLine.Command;

@Command(
        name = "mcp",
        description = "Serve MCP on standard input and output, forwarding to the server.",
        footer = {
            "",
            "An MCP client starts this command by itself; 'sluice client' writes its"
                    + " configuration.",
            "It asks as the person who signed in with 'sluice login', or as SLUICE_CLIENT_ID with",
            "SLUICE_CLIENT_SECRET_FILE.",
            "Standard output carries the protocol alone; messages for people go to standard error."
        })
final class McpCommand extends BaseCommand {
    McpCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws IOException {
        StdioBridge bridge =
                new StdioBridge(
                        shell().server().mcp(),
                        shell().out(),
                        line -> shell().err().println("sluice mcp: " + Printer.visible(line)));
        bridge.serve(shell().in());
        return DONE;
    }
}
