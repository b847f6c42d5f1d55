package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command has: a shell, and a way to say that it is used wrongly. */
abstract class BaseCommand implements Callable<Integer>, JsonOutput {
    static final int DONE = 0;
    static final int FAILED = 1;

    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    BaseCommand(Shell shell) {
        this.shell = shell;
    }

    final Shell shell() {
        return shell;
    }

    @Override
    public boolean json() {
        return false;
    }

    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
