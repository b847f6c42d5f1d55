package dev.sluice.cli;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.cli.client.Connection;
import dev.sluice.cli.client.McpEndpoint;
import dev.sluice.cli.client.Settings;
import dev.sluice.cli.client.Tokens;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds a command: environment, streams and, when a person sits there, the terminal.
 *
 * @param out for data only
 * @param err for everything that is said about the data
 * @param terminal present when input and output are a terminal
 */
record Shell(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Optional<Console> terminal) {

    /** The shell of this process; text is UTF-8 whatever the locale says. */
    static Shell ofProcess() {
        return new Shell(
                System.getenv(),
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Optional.ofNullable(System.console()).filter(Console::isTerminal));
    }

    /** Whether colours are wanted: on a terminal, unless NO_COLOR (no-color.org) is set. */
    boolean colours() {
        return terminal.isPresent()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** The three ways to talk to the server, over one connection and one set of tokens. */
    record Server(Settings settings, AdminApi admin, McpEndpoint mcp, Tokens tokens) {}

    Server server() {
        Settings settings = Settings.from(environment);
        Connection connection = new Connection(settings);
        Tokens tokens = new Tokens(connection);
        return new Server(
                settings,
                new AdminApi(connection, tokens),
                new McpEndpoint(connection, tokens),
                tokens);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
