package dev.sluice.cli;

import picocli.CommandLine.Option;

/** A command that prints data, for people or as JSON. */
abstract class DataCommand extends BaseCommand {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    DataCommand(Shell shell) {
        super(shell);
    }

    @Override
    public boolean json() {
        return json;
    }
}
