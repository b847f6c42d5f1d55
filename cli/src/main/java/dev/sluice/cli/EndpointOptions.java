package dev.sluice.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a database is and how to reach it; what is not given, the wizard or the server fills. */
final class EndpointOptions {
    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "The kind of database, for example postgresql (default) or mariadb.")
    @Nullable String type;

    @Option(names = "--host", paramLabel = "HOST", description = "Host name or address.")
    @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Default: the engine's own.")
    @Nullable Integer port;

    @Option(
            names = "--database",
            paramLabel = "NAME",
            description = "The database's name, or a file's or folder's path for duckdb.")
    @Nullable String database;

    @Option(names = "--user", paramLabel = "NAME", description = "The dedicated database user.")
    @Nullable String user;

    @Option(
            names = "--auth",
            paramLabel = "METHOD",
            description =
                    "none, password, key-pair, token, oauth-client, oauth-refresh or"
                            + " service-account; default: what the given secret is for.")
    @Nullable String auth;

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "A setting of the engine's own, repeatable: warehouse=WH for snowflake.")
    Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description =
                    "disable, prefer, require, verify-ca or verify-full; default: verify-full,"
                            + " and prefer for a database on this machine.")
    @Nullable String tls;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The certificates (PEM) that may sign the server's; default: Java's own.")
    @Nullable Path ca;

    @Option(
            names = "--client-cert",
            paramLabel = "FILE",
            description = "Our certificate (PEM), for databases that want one.")
    @Nullable Path clientCertificate;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "single-use (default), pooled or fresh: how long a database session lives.")
    @Nullable String mode;

    @Option(
            names = "--ssh",
            paramLabel = "USER@HOST[:PORT]",
            description = "An SSH server on the way, repeatable in the order of the way.")
    List<String> ssh = new ArrayList<>();

    @Option(
            names = "--ssh-host-key",
            paramLabel = "SHA256:…",
            description =
                    "The fingerprint of an SSH server's key, repeatable in the order of the way;"
                            + " without it you are shown it and asked.")
    List<String> sshHostKeys = new ArrayList<>();

    /** Whether the engine is reached over a network, as far as this side knows. */
    boolean overNetwork() {
        return !"duckdb".equals(type);
    }
}
