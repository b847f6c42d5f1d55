package dev.sluice.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** Renders the documentation page of all commands from the commands themselves. */
final class CommandPage {
    private CommandPage() {}

    static String render() {
        Shell shell =
                new Shell(
                        Map.of(),
                        InputStream.nullInputStream(),
                        new PrintStream(OutputStream.nullOutputStream()),
                        new PrintStream(OutputStream.nullOutputStream()),
                        Optional.empty(),
                        new FakeKeyring(),
                        _ -> {});
        StringBuilder page =
                new StringBuilder(
                        """
                        # Commands

                        Generated from the commands themselves, but for the tables of the server's own commands; a test keeps this page in step. To write it anew after a change:
                        `./build -o -pl cli -am test -Dtest=CommandPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dsluice.pages.write=true`.

                        `./sluice` at the repository's root runs them; it finds a JDK 25 and builds on first use. Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 130 interrupted. Data goes to standard output, everything said about it to standard error; with `--json` errors are the server's JSON objects. Colours appear only on a terminal, and not when `NO_COLOR` is set.
                        """);
        append(page, CommandTree.of(shell));
        return page.toString();
    }

    private static void append(StringBuilder page, CommandLine line) {
        String name = line.getCommandSpec().qualifiedName();
        page.append("\n## ").append(name).append("\n\n");
        if (line.getCommand() instanceof ServerSide) {
            page.append(line.getCommandSpec().usageMessage().description()[0])
                    .append(" Part of the server's own program: `")
                    .append(name)
                    .append(" --help` shows its options, too.\n")
                    .append(ServerSideOptions.of(name));
            return;
        }
        page.append("```text\n");
        line.getUsageMessage(Help.Ansi.OFF)
                .lines()
                .map(String::stripTrailing)
                .forEach(text -> page.append(text).append('\n'));
        page.append("```\n");
        line.getSubcommands().values().forEach(sub -> append(page, sub));
    }
}
