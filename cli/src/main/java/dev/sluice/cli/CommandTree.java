package dev.sluice.cli;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.cli.client.Version;
import dev.sluice.core.SluiceException;
import dev.sluice.policy.NearestName;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** All commands, and what happens when one of them is used wrongly or fails. */
final class CommandTree {
    private static final String INDENT = "  ";
    private static final int INTERRUPTED = 130;

    private CommandTree() {}

    @CommandLine.Command(
            name = "sluice",
            description = {
                "The gateway between AI agents and your databases: it knows who asks, checks and"
                        + " rewrites the SQL under your policy, and keeps a record.",
                ""
            },
            synopsisSubcommandLabel = "COMMAND",
            footer = {
                "",
                "Start here:",
                "  sluice demo                      a server with sample data, ready in a minute",
                "  sluice up                        your own server on this machine",
                "  sluice db connect                add a database",
                "  sluice policy apply -f FILE      say who may see what",
                "  sluice run \"SELECT ...\"          ask",
                "",
                "Which server, and as whom:",
                "  SLUICE_URL                       default http://127.0.0.1:7433",
                "  sluice login                     as yourself, or",
                "  SLUICE_TOKEN                     an access token, or",
                "  SLUICE_CLIENT_ID                 an OAuth client with SLUICE_CLIENT_SECRET or",
                "                                   SLUICE_CLIENT_SECRET_FILE",
                "",
                "Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 130 interrupted."
            })
    static final class Root implements Runnable {
        @CommandLine.Spec private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getErr());
            throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing.");
        }
    }

    /** Runs one command line and gives its exit code. */
    static int run(Shell shell, String... arguments) {
        return of(shell).execute(arguments);
    }

    /** The command line, ready to run or to describe itself. */
    static CommandLine of(Shell shell) {
        CommandLine root = new CommandLine(new Root());
        root.getCommandSpec()
                .version("sluice " + Version.TEXT)
                .addOption(
                        OptionSpec.builder("-V", "--version")
                                .versionHelp(true)
                                .description("Show the version.")
                                .build());
        ServerSide.COMMANDS.forEach(command -> root.addSubcommand(command.line()));
        root.addSubcommand(DbCommands.of(shell));
        root.addSubcommand(PolicyCommands.of(shell));
        root.addSubcommand(new RunCommand(shell));
        root.addSubcommand(new McpCommand(shell));
        root.addSubcommand(new ClientCommand(shell));
        root.addSubcommand(new LoginCommand(shell));
        root.addSubcommand(new LogoutCommand(shell));
        root.addSubcommand(new WhoamiCommand(shell));
        root.addSubcommand(new TokenCommand(shell));
        root.addSubcommand(new ServerKeyCommand(shell));
        root.addSubcommand(new StatusCommand(shell));
        root.addSubcommand(new DoctorCommand(shell));
        root.addSubcommand(GuardCommands.of(shell));
        addHelp(root);
        root.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandTree::commandList);
        root.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
        root.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
        root.setColorScheme(
                Help.defaultColorScheme(shell.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
        root.setParameterExceptionHandler(CommandTree::wrongUsage);
        root.setExecutionExceptionHandler((e, line, _) -> failed(shell, e, line));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        return root;
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help.")
                                .build());
        line.getSubcommands().values().forEach(CommandTree::addHelp);
    }

    private record Group(String title, List<String> commands) {}

    private static final List<Group> GROUPS =
            List.of(
                    new Group("Server", List.of("up", "demo", "admin")),
                    new Group("Databases and policy", List.of("db", "policy")),
                    new Group("Questions", List.of("run", "mcp", "client")),
                    new Group(
                            "Identity",
                            List.of("login", "logout", "whoami", "token", "server-key")),
                    new Group("Checks", List.of("status", "doctor", "guard")));

    private static String commandList(Help help) {
        Map<String, CommandLine> commands = help.commandSpec().subcommands();
        StringBuilder list = new StringBuilder();
        for (Group group : GROUPS) {
            list.append(String.format("%n%s:%n", group.title()));
            for (String name : group.commands()) {
                CommandLine command = commands.get(name);
                if (command != null) {
                    String[] description = command.getCommandSpec().usageMessage().description();
                    list.append(String.format("%s%-12s%s%n", INDENT, name, description[0]));
                }
            }
        }
        return list.toString();
    }

    private static int wrongUsage(CommandLine.ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        line.getErr().println("sluice: " + reason(e, line));
        line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static String reason(CommandLine.ParameterException e, CommandLine line) {
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !line.getSubcommands().isEmpty()
                && !unmatched.getUnmatched().getFirst().startsWith("-")) {
            return noSuchCommand(line, unmatched.getUnmatched().getFirst());
        }
        return Printer.visible(Optional.ofNullable(e.getMessage()).orElse("wrong usage"));
    }

    private static String noSuchCommand(CommandLine line, String word) {
        String message =
                "There is no command '"
                        + line.getCommandSpec().qualifiedName()
                        + " "
                        + Printer.visible(word)
                        + "'.";
        return NearestName.to(word, line.getSubcommands().keySet())
                .map(known -> message + " Did you mean '" + known + "'?")
                .orElse(message);
    }

    private static int failed(Shell shell, Exception e, CommandLine line) {
        boolean json = line.getCommand() instanceof JsonOutput output && output.json();
        return switch (e) {
            case CommandFailure failure -> told(shell, failure, json);
            case SluiceException failure -> told(shell, CommandFailure.of(failure), json);
            case InterruptedException _ -> INTERRUPTED;
            default -> unexpected(shell, e);
        };
    }

    private static int told(Shell shell, CommandFailure failure, boolean json) {
        Printer.failure(shell.err(), failure, json);
        return failure.exitCode();
    }

    private static int unexpected(Shell shell, Exception e) {
        shell.err().println("sluice: unexpected failure: " + e);
        if (!shell.environment().getOrDefault("SLUICE_DEBUG", "").isEmpty()) {
            e.printStackTrace(shell.err());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
