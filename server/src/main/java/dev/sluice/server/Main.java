package dev.sluice.server;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.command.AdminCommand;
import dev.sluice.server.command.DemoCommand;
import dev.sluice.server.command.GuardCommand;
import dev.sluice.server.command.KeysCommand;
import dev.sluice.server.command.UpCommand;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of the server's host. The launcher sends the other commands elsewhere. */
@Command(
        name = "sluice",
        description = "The gateway between AI agents and databases: commands of the server's host.",
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            AdminCommand.class,
            GuardCommand.class,
            KeysCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class)
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    /** Runs one command: exit code 0 done, 1 failed, 2 usage, 130 interrupted. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof SluiceException known) {
                command.getErr().println("sluice: " + known.getMessage());
                command.getErr().println("  code: " + known.code());
                new TreeMap<>(known.details())
                        .forEach((key, value) ->
                                command.getErr().println("  " + key + ": " + value));
                return known.code() == ReasonCode.INVALID_ARGUMENT ? USAGE : FAILED;
            }
            LOG.atError().setCause(failure).log("the command failed through a defect");
            command.getErr().println("sluice: a defect of Sluice; the log above has more");
            return FAILED;
        });
        System.exit(line.execute(arguments));
    }

    /** For {@code --version}. */
    static final class Versions implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sluice " + Version.CURRENT};
        }
    }
}
