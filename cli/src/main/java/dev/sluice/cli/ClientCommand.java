package dev.sluice.cli;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.cli.client.Settings;
import dev.sluice.cli.mcpclient.McpClient;
import dev.sluice.cli.mcpclient.ServerEntry;
import dev.sluice.core.ReasonCode;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "client",
        description = "Add this server to the configuration of an MCP client.",
        footer = {
            "",
            "What is written holds the server's address and no secret: the client signs in by",
            "itself (Claude Desktop by way of 'sluice mcp' and 'sluice login').",
            "The file as it was is kept beside it, with '.before-sluice' added to its name.",
            "",
            "Example:",
            "  SLUICE_URL=https://sluice.example.org sluice client cursor"
        })
final class ClientCommand extends BaseCommand {
    private static final int FILE_BYTES_MAX = 16 << 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    @Parameters(
            paramLabel = "CLIENT",
            description = "claude, claude-desktop, cursor, vscode or codex.")
    private String client = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "sluice",
            description = "What the client calls the server; default: ${DEFAULT-VALUE}.")
    private String name = "sluice";

    @Option(names = "--file", paramLabel = "FILE", description = "Another file than the usual one.")
    private String file = "";

    @Option(names = "--print", description = "Only show what would be added.")
    private boolean print;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    ClientCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws IOException {
        McpClient which =
                McpClient.of(client)
                        .orElseThrow(() ->
                                wrongUsage(
                                        "CLIENT is one of "
                                                + String.join(", ", McpClient.labels())
                                                + "."));
        if (!NAME.matcher(name).matches()) {
            throw wrongUsage("--name has 1 to 64 letters, digits, '-' and '_'.");
        }
        Map<String, String> environment = shell().environment();
        Settings settings = Settings.from(environment);
        ServerEntry entry =
                which.entry(
                        settings.server().toString(),
                        System.getProperty("sluice.launcher", "sluice"));
        Path target = file.isEmpty() ? which.file(machine()) : Path.of(file);
        if (print) {
            say("In " + target + ":");
            shell().out().println(entry.snippet(name));
            return DONE;
        }
        return write(which, entry, target);
    }

    private McpClient.Machine machine() {
        Map<String, String> environment = shell().environment();
        return new McpClient.Machine(
                Path.of(environment.getOrDefault("HOME", System.getProperty("user.home"))),
                System.getProperty("os.name"),
                environment);
    }

    private int write(McpClient which, ServerEntry entry, Path target) throws IOException {
        boolean exists = Files.exists(target);
        String before = exists ? text(target.toString(), FILE_BYTES_MAX) : "";
        String after;
        try {
            after = entry.into(before, name);
        } catch (ServerEntry.UnsureException e) {
            say("Add this to it by hand:");
            shell().out().println(entry.snippet(name));
            throw CommandFailure.of(
                    ReasonCode.INVALID_ARGUMENT,
                    target + " was not changed: " + e.getMessage() + ".");
        }
        if (after.equals(before)) {
            say(which.title() + " has this server already (" + target + ").");
            return DONE;
        }
        say("To be added to " + target + ":");
        shell().err().println(entry.snippet(name));
        if (!yes && !agreed()) {
            say("Nothing was changed.");
            return FAILED;
        }
        replace(target, after, exists);
        say("Done. Start " + which.title() + " again, or reload its servers.");
        return DONE;
    }

    private boolean agreed() {
        Console terminal =
                shell().terminal()
                        .orElseThrow(
                                () -> wrongUsage("There is no terminal to ask at; add --yes."));
        String answer = terminal.readLine("Write it? [y/N] ");
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }

    /** Beside the file first, then in its place, so that a full disk loses nothing. */
    private static void replace(Path target, String text, boolean exists) throws IOException {
        Path real = exists ? target.toRealPath() : target.toAbsolutePath();
        Path folder = real.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path fresh = real.resolveSibling(real.getFileName() + ".sluice-new");
        Files.writeString(fresh, text, StandardCharsets.UTF_8);
        if (exists) {
            Files.copy(
                    real,
                    real.resolveSibling(real.getFileName() + ".before-sluice"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        keepPermissions(real, fresh, exists);
        Files.move(fresh, real, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void keepPermissions(Path old, Path fresh, boolean exists) throws IOException {
        if (!Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions =
                exists
                        ? Files.getPosixFilePermissions(old, LinkOption.NOFOLLOW_LINKS)
                        : PosixFilePermissions.fromString("rw-------");
        Files.setPosixFilePermissions(fresh, permissions);
    }

    private void say(String line) {
        shell().err().println(Printer.visible(line));
    }
}
