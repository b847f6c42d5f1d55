package dev.sluice.cli;

/** The {@code sluice} command. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with 0 (done), 1 (failed or refused) or 2 (usage). */
    public static void main(String[] arguments) {
        System.exit(CommandTree.run(Shell.ofProcess(), arguments));
    }
}
