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
                .addSubcommand(new RotateCommand(shell))
                .addSubcommand(new Drop(shell));
    }

    static String path(String name) {
        return PATH + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Command(
            name = "db",
            description = "Connect databases: connect, list, test, rotate, drop.",
            footer = {"", "Example:", "  sluice db list"})
    static final class Group extends CommandGroup {}

    @Command(
            name = "list",
            description = "List the connections; their secrets are never shown.",
            footer = {"", "Example:", "  sluice db list --json"})
    static final class ListAll extends DataCommand {
        private static final List<String> COLUMNS =
                List.of("name", "type", "host", "port", "database", "user", "tls", "mode");

        /** How many days old the credential is, and in a few words what is to be looked at. */
        private static final List<String> ADDED = List.of("days", "from", "notes");

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
                List<JsonNode> row = new ArrayList<>();
                COLUMNS.forEach(key -> row.add(connection.has(key) ? connection.path(key) : NONE));
                row.add(
                        connection.has("credential_days")
                                ? connection.path("credential_days")
                                : NONE);
                row.add(text(connection.path("probe").path("client_address").asString("")));
                row.add(text(notes(connection)));
                rows.add(row);
            }
            if (rows.isEmpty()) {
                shell().err().println("No connection yet; add one with 'sluice db connect'.");
            } else {
                List<String> headers = new ArrayList<>(COLUMNS);
                headers.addAll(ADDED);
                Printer.table(shell().out(), headers, rows);
            }
            return DONE;
        }

        private static final JsonNode NONE = text("");

        private static JsonNode text(String text) {
            return Json.MAPPER.getNodeFactory().stringNode(text);
        }

        /** The kinds of what was found, and what the database is. */
        private static String notes(JsonNode connection) {
            List<String> notes = new ArrayList<>();
            if (connection.path("probe").path("read_only_replica").asBoolean(false)) {
                notes.add("replica");
            }
            for (JsonNode finding : connection.path("findings").values()) {
                notes.add(
                        finding.path("kind").asString("")
                                + (finding.path("accepted").asBoolean(false) ? " (accepted)" : ""));
            }
            return String.join(", ", notes);
        }
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
                ConnectionReport.print(shell(), answer);
            }
            return DONE;
        }
    }

    @Command(
            name = "drop",
            description = "Remove a connection and its secrets, at once and for good.",
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
                    "Remove the connection '" + Printer.visible(name) + "' and its secrets? [y/N] ";
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
