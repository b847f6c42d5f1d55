package dev.sluice.server.command;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.TlsMode;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.policy.SchemaFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sluice guard schema}; the rest of {@code sluice guard} needs no driver and is elsewhere.
 */
@Command(name = "guard", description = "Offline checks of the guard.")
public final class GuardCommand {
    private static final String PASSWORD_VARIABLE = "PGPASSWORD";

    @Command(
            name = "schema",
            mixinStandardHelpOptions = true,
            description = "Writes the schema file of a live database to standard output.",
            footer = {
                "",
                "The password comes from standard input, from a file, or else from the environment"
                        + " variable PGPASSWORD; never from the URL.",
                "",
                "Examples:",
                "  sluice guard schema --url jdbc:postgresql://127.0.0.1:5432/shop --user agent"
                        + " --password-file pw > schema.json",
                "  pass show shop | sluice guard schema --url jdbc:postgresql://db.example.org/shop"
                        + " --user agent --password-stdin > schema.json"
            })
    int schema(
            @Option(
                            names = "--url",
                            required = true,
                            paramLabel = "JDBC",
                            description = "jdbc:postgresql://HOST:PORT/DATABASE")
                    String url,
            @Option(names = "--user", required = true, description = "The role to log in as.")
                    String user,
            @Option(
                            names = "--tls",
                            paramLabel = "MODE",
                            description =
                                    "disable, prefer, require, verify-ca or verify-full (default:"
                                            + " prefer on loopback, else verify-full).")
                    @Nullable String tls,
            @Option(
                            names = "--password-stdin",
                            description = "Read the password from standard input.")
                    boolean fromStandardInput,
            @Option(
                            names = "--password-file",
                            paramLabel = "FILE",
                            description = "Read the password from a file.")
                    @Nullable Path passwordFile) {
        if (fromStandardInput && passwordFile != null) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "Give one of --password-stdin and --password-file.");
        }
        ConnectionSettings settings = settings(url, user, tls);
        Connector connector = Connectors.of(settings.type());
        try (Secret password = password(fromStandardInput, passwordFile)) {
            Schema schema = connector.readSchema(settings, () -> Secret.takingOver(copy(password)));
            System.out.println(SchemaFile.write(schema));
        }
        return 0;
    }

    /** A connector may want it more than once and closes what it is given. */
    private static byte[] copy(Secret password) {
        return password.reveal().clone();
    }

    private static Secret password(boolean fromStandardInput, @Nullable Path file) {
        if (fromStandardInput) {
            return PasswordInput.of(System.in);
        }
        return file != null
                ? PasswordInput.of(file)
                : Secret.takingOver(
                        System.getenv().getOrDefault(PASSWORD_VARIABLE, "").toCharArray());
    }

    private static ConnectionSettings settings(String url, String user, @Nullable String tls) {
        try {
            if (!url.startsWith("jdbc:")) {
                throw invalid();
            }
            URI uri = new URI(url.substring("jdbc:".length()));
            if (uri.getUserInfo() != null) {
                throw new SluiceException(
                        ReasonCode.INVALID_ARGUMENT,
                        "--url holds no user and no password: give --user, and the password by"
                                + " --password-stdin or --password-file.");
            }
            if (uri.getScheme() == null
                    || uri.getHost() == null
                    || uri.getPath() == null
                    || uri.getPath().length() < 2
                    || uri.getQuery() != null) {
                throw invalid();
            }
            Connector connector = Connectors.of(uri.getScheme());
            TlsMode standard =
                    ConnectionSettings.isLoopback(uri.getHost())
                            ? TlsMode.PREFER
                            : TlsMode.VERIFY_FULL;
            return new ConnectionSettings(
                    uri.getScheme(),
                    uri.getHost(),
                    uri.getPort() < 0 ? connector.defaultPort() : uri.getPort(),
                    uri.getPath().substring(1),
                    user,
                    tls == null ? standard : TlsMode.of(tls),
                    null,
                    ConnectionMode.FRESH,
                    false);
        } catch (URISyntaxException e) {
            throw invalid();
        }
    }

    private static SluiceException invalid() {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "--url is written jdbc:postgresql://HOST:PORT/DATABASE, without parameters.");
    }
}
