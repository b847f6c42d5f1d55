package dev.sluice.cli;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.core.ReasonCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Commands of the server's own program, listed in our help. The launcher starts that program for
 * them; where it is not installed, they say so.
 *
 * @param name the command's words
 * @param description one line
 */
record ServerSide(String name, String description) implements Callable<Integer> {
    static final List<ServerSide> COMMANDS =
            List.of(
                    new ServerSide("up", "Start a server on this machine."),
                    new ServerSide("demo", "Start a server with sample data and try two queries."),
                    new ServerSide(
                            "admin",
                            "Create and end tenants, owners and clients on the server's own"
                                    + " machine."),
                    new ServerSide(
                            "keys", "Change the deployment's keys on the server's own machine."));

    static final ServerSide GUARD_SCHEMA =
            new ServerSide("schema", "Write the schema file of a live database.");

    CommandLine line() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
        spec.name(name);
        spec.usageMessage().description(description);
        spec.parser().unmatchedArgumentsAllowed(true);
        return new CommandLine(spec);
    }

    @Override
    public Integer call() {
        throw CommandFailure.of(
                ReasonCode.INVALID_ARGUMENT,
                "'"
                        + name
                        + "' belongs to the server, which is not installed here; use the launcher"
                        + " ./sluice of a full installation.");
    }
}
