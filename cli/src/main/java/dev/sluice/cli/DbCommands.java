package dev.sluice.cli;

import dev.sluice.cli.client.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code sluice db …}, but for {@code connect}. */
final class DbCommands {
    static final String PATH = "/api/v1/connections";

    private DbCommands() {}

    static CommandLine of(Shell shell) {
        return new CommandLine(new Group())
                .addSubcommand(new ConnectCommand(shell))
                .addSubcommand(new ListAll(shell))
                .addSubcommand(new Test(shell))
                .addSubcommand(new Drop(shell));
    }

    static String path(String name) {
        return PATH + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What a test of a connection found out, and what to do about it. */
    static void probe(Shell shell, JsonNode probe) {
        if (probe.path("version").isString()) {
            shell.out()
                    .println(
                            Printer.visible(
                                    "Server version "
                                            + probe.path("version").stringValue()
                                            + ", "
                                            + Printer.text(probe.path("tables"))
                                            + " readable tables."));
        }
        for (JsonNode warning : probe.path("warnings").values()) {
            shell.err().println("Warning: " + Printer.visible(Printer.text(warning)));
        }
    }

    @Command(
            name = "db",
            description = "Connect databases: connect, list, test, drop.",
            footer = {"", "Example:", "  sluice db list"})
    static final class Group extends CommandGroup {}

    @Command(
            name = "list",
            description = "List the connections; passwords are never shown.",
            footer = {"", "Example:", "  sluice db list --json"})
    static final class ListAll extends DataCommand {
        private static final List<String> COLUMNS =
                List.of("name", "type", "host", "port", "database", "user", "tls", "mode");

        ListAll(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            JsonNode answer = shell().server().admin().get(PATH);
            if (json()) {
                Printer.json(shell().out(), answer);
                return DONE;
            }
            List<List<JsonNode>> rows = new ArrayList<>();
            for (JsonNode connection : answer.path("connections").values()) {
                rows.add(
                        COLUMNS.stream()
                                .map(key -> connection.has(key) ? connection.path(key) : NONE)
                                .toList());
            }
            if (rows.isEmpty()) {
                shell().err().println("No connection yet; add one with 'sluice db connect'.");
            } else {
                Printer.table(shell().out(), COLUMNS, rows);
            }
            return DONE;
        }

        private static final JsonNode NONE = Json.MAPPER.getNodeFactory().stringNode("");
    }

    @Command(
            name = "test",
            description = "Connect once and report what the database user can really do.",
            footer = {"", "Example:", "  sluice db test shop"})
    static final class Test extends DataCommand {
        @Parameters(paramLabel = "NAME", description = "The connection.")
        private String name = "";

        Test(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            JsonNode answer = shell().server().admin().post(path(name) + "/test", Optional.empty());
            if (json()) {
                Printer.json(shell().out(), answer);
            } else {
                probe(shell(), answer.has("probe") ? answer.path("probe") : answer);
            }
            return DONE;
        }
    }

    @Command(
            name = "drop",
            description = "Remove a connection and its password, at once and for good.",
            footer = {"", "Example:", "  sluice db drop shop -y"})
    static final class Drop extends BaseCommand {
        @Parameters(paramLabel = "NAME", description = "The connection.")
        private String name = "";

        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask.")
        private boolean yes;

        Drop(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() throws IOException {
            if (!yes && !confirmed()) {
                shell().err().println("Nothing was removed.");
                return FAILED;
            }
            shell().server().admin().delete(path(name));
            shell().err().println(Printer.visible("Removed '" + name + "'."));
            return DONE;
        }

        private boolean confirmed() {
            String question =
                    "Remove the connection '"
                            + Printer.visible(name)
                            + "' and its password? [y/N] ";
            return shell().terminal()
                    .map(terminal -> Optional.ofNullable(terminal.readLine("%s", question)))
                    .orElseThrow(
                            () -> wrongUsage("There is no terminal to ask on; say -y to remove."))
                    .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
                    .filter(answer -> answer.equals("y") || answer.equals("yes"))
                    .isPresent();
        }
    }
}
