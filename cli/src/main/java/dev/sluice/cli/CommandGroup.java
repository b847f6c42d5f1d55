package dev.sluice.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others. */
class CommandGroup implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public final void run() {
        throw new ParameterException(
                spec.commandLine(),
                "A command is missing after '"
                        + spec.qualifiedName()
                        + "': "
                        + String.join(", ", spec.subcommands().keySet())
                        + ".");
    }
}
