package dev.sluice.server.command;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.Credential;
import dev.sluice.connector.FileSources;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.catalogue.CatalogueSource;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.policy.SchemaFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sluice guard schema}; the rest of {@code sluice guard} needs no driver and is elsewhere.
 */
@Command(name = "guard", description = "Offline checks of the guard.")
public final class GuardCommand {
    private static final String PASSWORD_VARIABLE = "PGPASSWORD";
    private static final String DUCKDB = "jdbc:duckdb:";

    /** Engines whose catalogues can be read, and that nothing else connects to. */
    private static final List<String> MARIA = List.of("mariadb", "mysql");

    @Command(
            name = "schema",
            mixinStandardHelpOptions = true,
            description = "Writes the schema file of a live database to standard output.",
            footer = {
                "",
                "Reads PostgreSQL, MariaDB, MySQL (one database of the server) and files of DuckDB,"
                        + " for 'guard check' and 'policy test'. Of these, 'db connect' knows"
                        + " PostgreSQL alone.",
                "",
                "The password comes from standard input, from a file, or else from the environment"
                        + " variable PGPASSWORD; never from the URL.",
                "",
                "Examples:",
                "  sluice guard schema --url jdbc:postgresql://127.0.0.1:5432/shop --user agent"
                        + " --password-file pw > schema.json",
                "  pass show shop | sluice guard schema --url jdbc:postgresql://db.example.org/shop"
                        + " --user agent --password-stdin > schema.json",
                "  sluice guard schema --url jdbc:mariadb://127.0.0.1:3306/shop --user agent"
                        + " --password-file pw > schema.json",
                "  sluice guard schema --url jdbc:duckdb:/data/shop.db > schema.json"
            })
    int schema(
            @Option(
                            names = "--url",
                            required = true,
                            paramLabel = "JDBC",
                            description =
                                    "jdbc:postgresql://HOST:PORT/DATABASE, jdbc:mariadb:// or"
                                            + " jdbc:mysql:// alike, or jdbc:duckdb:FILE")
                    String url,
            @Option(names = "--user", description = "The role to log in as; a file has none.")
                    @Nullable String user,
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
        try (Secret password = password(fromStandardInput, passwordFile)) {
            Schema schema =
                    read(
                            url,
                            user,
                            tls,
                            Credential.ofPassword(() -> Secret.takingOver(copy(password))));
            System.out.println(SchemaFile.write(schema));
        }
        return 0;
    }

    private static Schema read(
            String url, @Nullable String user, @Nullable String tls, Credential credential) {
        if (url.startsWith(DUCKDB)) {
            if (user != null || tls != null || url.length() == DUCKDB.length()) {
                throw invalid();
            }
            return readFile(Path.of(url.substring(DUCKDB.length())), credential);
        }
        URI uri = uri(url);
        if (user == null) {
            throw new SluiceException(ReasonCode.INVALID_ARGUMENT, "--user is missing.");
        }
        if (MARIA.contains(uri.getScheme())) {
            int port = uri.getPort() < 0 ? CatalogueSource.Maria.DEFAULT_PORT : uri.getPort();
            return new CatalogueSource.Maria(
                            uri.getHost(), port, uri.getPath().substring(1), user, tls(uri, tls))
                    .read(credential);
        }
        Connector connector = Connectors.of(uri.getScheme());
        return connector.readSchema(
                new Target(
                        settings(uri, connector, user, tls(uri, tls)),
                        credential,
                        new DirectNetwork()));
    }

    /** Whoever runs this command may read what it names. */
    private static Schema readFile(Path file, Credential credential) {
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "There is no database file of this name.",
                    Map.of("argument", "url"));
        }
        ConnectionSettings settings =
                new ConnectionSettings(
                        "duckdb",
                        "",
                        0,
                        real.toString(),
                        "",
                        TlsSettings.of(TlsMode.VERIFY_FULL),
                        ConnectionMode.SINGLE_USE,
                        AuthMethod.NONE,
                        null,
                        Map.of());
        FileSources files = new FileSources(List.of(Objects.requireNonNull(real.getParent())));
        return Connectors.check(settings)
                .readSchema(new Target(settings, credential, new DirectNetwork(files)));
    }

    private static TlsMode tls(URI uri, @Nullable String tls) {
        if (tls != null) {
            return TlsMode.of(tls);
        }
        return ConnectionSettings.isLoopback(uri.getHost()) ? TlsMode.PREFER : TlsMode.VERIFY_FULL;
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

    private static ConnectionSettings settings(
            URI uri, Connector connector, String user, TlsMode tls) {
        return ConnectionSettings.of(
                        uri.getScheme(),
                        uri.getHost(),
                        uri.getPort() < 0 ? connector.defaultPort() : uri.getPort(),
                        uri.getPath().substring(1),
                        user,
                        tls)
                .with(ConnectionMode.FRESH);
    }

    private static URI uri(String url) {
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
            return uri;
        } catch (URISyntaxException e) {
            throw invalid();
        }
    }

    private static SluiceException invalid() {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "--url is written jdbc:postgresql://HOST:PORT/DATABASE (mariadb and mysql alike) or"
                        + " jdbc:duckdb:FILE, without parameters; a file has no --user and no"
                        + " --tls.");
    }
}
