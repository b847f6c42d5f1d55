package dev.sluice.cli;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.cli.client.Connection;
import dev.sluice.cli.client.DeviceFlow;
import dev.sluice.cli.client.McpEndpoint;
import dev.sluice.cli.client.Settings;
import dev.sluice.cli.client.SignIn;
import dev.sluice.cli.client.Tokens;
import dev.sluice.cli.keyring.Keyring;
import dev.sluice.cli.keyring.OsKeyring;
import dev.sluice.cli.sealing.KnownServers;
import dev.sluice.cli.sealing.Sealing;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds a command: environment, streams and, when a person sits there, the terminal.
 *
 * @param out for data only
 * @param err for everything that is said about the data
 * @param terminal present when input and output are a terminal
 * @param keyring of the user; opened when it is first needed
 * @param pause how a command waits
 */
record Shell(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Optional<Console> terminal,
        Keyring keyring,
        DeviceFlow.Pause pause) {

    /** The shell of this process; text is UTF-8 whatever the locale says. */
    static Shell ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Shell(
                environment,
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Optional.ofNullable(System.console()).filter(Console::isTerminal),
                OsKeyring.whenNeeded(
                        () -> OsKeyring.open(environment, System.getProperty("os.name"))),
                Thread::sleep);
    }

    /** Whether colours are wanted: on a terminal, unless NO_COLOR (no-color.org) is set. */
    boolean colours() {
        return terminal.isPresent()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** The ways to talk to the server, over one connection and one set of tokens. */
    record Server(
            Settings settings, AdminApi admin, McpEndpoint mcp, Tokens tokens, SignIn signIn) {}

    Server server() {
        Settings settings = Settings.from(environment);
        Connection connection = new Connection(settings);
        SignIn signIn =
                new SignIn(keyring, connection, lockFile(environment), InstantSource.system());
        Tokens tokens = new Tokens(connection, signIn);
        return new Server(
                settings,
                new AdminApi(
                        connection,
                        tokens,
                        new SignInAgain(this, settings, signIn, terminal.isPresent())),
                new McpEndpoint(connection, tokens),
                tokens,
                signIn);
    }

    /** Seals credentials to the server's key before they leave. */
    Sealing sealing(Server server) {
        return new Sealing(
                server.admin(),
                server.settings().server(),
                KnownServers.ofUser(environment),
                environment,
                err);
    }

    /** In the user's cache, by the XDG base directory specification where it is set. */
    private static Path lockFile(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path folder =
                cache.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return folder.resolve("sluice").resolve("sign-in.lock");
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
