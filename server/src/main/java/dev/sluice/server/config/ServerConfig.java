package dev.sluice.server.config;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.proxy.TrustedProxies;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of all settings, checked. */
public final class ServerConfig {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    private final ConfigValues values;

    ServerConfig(ConfigValues values) {
        this.values = values;
    }

    /**
     * Checks every value now, so that a bad one stops the start and not the first request.
     *
     * @throws SluiceException {@code CONFIG_INVALID} naming the setting
     */
    static ServerConfig checked(ConfigValues values) {
        ServerConfig config = new ServerConfig(values);
        config.port();
        config.publicUrl();
        config.tlsFiles();
        config.olderTls();
        config.tenant();
        config.tenantDeletion();
        config.signingKeyAge();
        config.integrationEnabled();
        config.allowPlaintextSources();
        config.allowPrivateSources();
        config.allowSshAgent();
        config.clientRegistration();
        config.localClientDocuments();
        config.allowedOrigins();
        config.argon2id();
        config.privateIssuers();
        config.fileSources();
        config.trustedProxies();
        if (!LOOPBACK.contains(config.bind()) && config.publicUrl().isEmpty()) {
            throw invalid(
                    Setting.PUBLIC_URL,
                    "is needed when bind is not a loopback address: tokens name the server by it");
        }
        if (values.text(Setting.DATABASE_URL) != null
                && values.text(Setting.DATABASE_USER) == null) {
            throw invalid(Setting.DATABASE_USER, "is needed together with database_url");
        }
        return config;
    }

    /** 1 to 65,535. */
    public int port() {
        String text = required(Setting.PORT);
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw invalid(Setting.PORT, "must be a number between 1 and 65535, not '" + text + "'");
        }
        throw invalid(Setting.PORT, "must be between 1 and 65535, not " + text);
    }

    public String bind() {
        return required(Setting.BIND);
    }

    /** The configured address, empty when it follows from the address listened on. */
    public Optional<String> publicUrl() {
        String text = values.text(Setting.PUBLIC_URL);
        if (text == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            if (isOrigin(uri)) {
                return Optional.of(text);
            }
        } catch (URISyntaxException e) {
            throw invalid(Setting.PUBLIC_URL, "is not a URL: " + text);
        }
        throw invalid(
                Setting.PUBLIC_URL,
                "must look like https://sluice.example.org, without a path: " + text);
    }

    /**
     * The files of the server's own certificate.
     *
     * @param certificate the chain
     * @param key its key
     */
    public record TlsFiles(Path certificate, Path key) {}

    /** Empty where TLS ends at a proxy in front. */
    public Optional<TlsFiles> tlsFiles() {
        String certificate = values.text(Setting.TLS_CERTIFICATE);
        String key = values.text(Setting.TLS_KEY);
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null) {
            throw invalid(Setting.TLS_CERTIFICATE, "is needed together with tls_key");
        }
        if (key == null) {
            throw invalid(Setting.TLS_KEY, "is needed together with tls_certificate");
        }
        return Optional.of(new TlsFiles(Path.of(certificate), Path.of(key)));
    }

    /** Whether clients may speak TLS 1.2 besides 1.3. */
    public boolean olderTls() {
        return switch (required(Setting.TLS_MIN_VERSION)) {
            case "1.3" -> false;
            case "1.2" -> true;
            case String other ->
                    throw invalid(
                            Setting.TLS_MIN_VERSION, "must be 1.3 or 1.2, not '" + other + "'");
        };
    }

    public List<URI> allowedOrigins() {
        return origins(Setting.ALLOWED_ORIGINS);
    }

    /** Origins of identity providers that may be anywhere, for example in this network. */
    public List<URI> privateIssuers() {
        return origins(Setting.PRIVATE_ISSUERS);
    }

    /** Absolute directories beneath which connections may name files. */
    public List<Path> fileSources() {
        return Arrays.stream(required(Setting.FILE_SOURCES).split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(ServerConfig::directory)
                .toList();
    }

    private static Path directory(String name) {
        try {
            Path path = Path.of(name);
            // The root would be every file of the host, keys included.
            if (path.isAbsolute() && path.equals(path.normalize()) && path.getNameCount() > 0) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw invalid(Setting.FILE_SOURCES, "is not a list of directories: " + name);
        }
        throw invalid(
                Setting.FILE_SOURCES,
                "is a list of absolute directories without '.' and '..', and not '/': " + name);
    }

    private List<URI> origins(Setting setting) {
        return Arrays.stream(required(setting).split(",", -1))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .map(origin -> origin(setting, origin))
                .toList();
    }

    private static URI origin(Setting setting, String text) {
        try {
            URI uri = new URI(text);
            if (isOrigin(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw invalid(setting, "holds what is no origin: " + text);
        }
        throw invalid(setting, "holds what does not look like https://app.example.org: " + text);
    }

    /** The proxies whose word on their clients' addresses counts. */
    public TrustedProxies trustedProxies() {
        try {
            return TrustedProxies.parse(required(Setting.TRUSTED_PROXIES));
        } catch (IllegalArgumentException e) {
            throw invalid(
                    Setting.TRUSTED_PROXIES,
                    "holds what is no range of addresses like 10.1.0.0/16 or 2001:db8::/48: "
                            + e.getMessage());
        }
    }

    /** Scheme, host and perhaps a port, and nothing else. */
    private static boolean isOrigin(URI uri) {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    public Path dataDir() {
        String text = values.text(Setting.DATA_DIR);
        return Path.of(text != null ? text : defaultDataDir()).toAbsolutePath().normalize();
    }

    private static String defaultDataDir() {
        return "root".equals(System.getProperty("user.name"))
                ? "/var/lib/sluice"
                : System.getProperty("user.home") + "/.local/share/sluice";
    }

    /** Where the store is, empty for the embedded one. */
    public Optional<String> databaseUrl() {
        return Optional.ofNullable(values.text(Setting.DATABASE_URL));
    }

    public String databaseUser() {
        return required(Setting.DATABASE_USER);
    }

    /** A new copy, to be closed by the caller; empty when none is set. */
    public Optional<Secret> databasePassword() {
        return values.secret(Setting.DATABASE_PASSWORD);
    }

    /** A new copy, to be closed by the caller; empty when a key file is to be used. */
    public Optional<Secret> masterKey() {
        return values.secret(Setting.WAREHOUSE_MASTER_KEY);
    }

    /** The master key that a rotation changes to; a new copy, to be closed by the caller. */
    public Optional<Secret> nextMasterKey() {
        return values.secret(Setting.WAREHOUSE_MASTER_KEY_NEXT);
    }

    /** {@code local}, or the text of a key service. */
    public String keyWrapper() {
        return required(Setting.KEY_WRAPPER);
    }

    public Optional<String> nextKeyWrapper() {
        return Optional.ofNullable(values.text(Setting.KEY_WRAPPER_NEXT));
    }

    /** A new copy at each call, to be closed by the caller. */
    public Optional<Secret> vaultToken() {
        return values.secret(Setting.VAULT_TOKEN);
    }

    /** Empty for none. */
    public String vaultNamespace() {
        return required(Setting.VAULT_NAMESPACE);
    }

    /** A new copy, to be closed by the caller. */
    public Optional<Secret> googleCredentials() {
        return values.secret(Setting.GOOGLE_CREDENTIALS);
    }

    /** The directory and the application that sign in to Azure. */
    public Optional<AzureApplication> azureApplication() {
        String directory = values.text(Setting.AZURE_TENANT_ID);
        if (directory == null) {
            return Optional.empty();
        }
        return Optional.of(new AzureApplication(directory, required(Setting.AZURE_CLIENT_ID)));
    }

    /** An application of a directory. */
    public record AzureApplication(String directory, String client) {}

    /** A new copy at each call, to be closed by the caller. */
    public Secret azureClientSecret() {
        return values.secret(Setting.AZURE_CLIENT_SECRET)
                .orElseThrow(() ->
                        invalid(
                                Setting.AZURE_CLIENT_SECRET,
                                "is needed together with azure_tenant_id"));
    }

    public TenantId tenant() {
        try {
            return new TenantId(required(Setting.TENANT));
        } catch (IllegalArgumentException e) {
            throw invalid(Setting.TENANT, "is not a tenant's name: " + e.getMessage());
        }
    }

    /** From a tenant's deletion to the destruction of its data. */
    public Duration tenantDeletion() {
        return Duration.ofDays(number(Setting.TENANT_DELETION_DAYS, 0, 30));
    }

    /** The age at which the key that signs tokens is replaced. */
    public Duration signingKeyAge() {
        return Duration.ofDays(number(Setting.SIGNING_KEY_DAYS, 1, 365));
    }

    /** Queries of one caller that may be refused or fail, at once and a minute. */
    public int refusalsPerMinute() {
        return number(Setting.REFUSALS_PER_MINUTE, 1, 60_000);
    }

    private int number(Setting setting, int least, int most) {
        String text = required(setting);
        String range = "must be a number between " + least + " and " + most + ", not '";
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(setting, range + text + "'");
        }
        throw invalid(setting, range + text + "'");
    }

    public boolean integrationEnabled() {
        return flag(Setting.WAREHOUSE_INTEGRATION_ENABLED);
    }

    public boolean allowPlaintextSources() {
        return flag(Setting.ALLOW_PLAINTEXT_SOURCES);
    }

    /** Whether sources may be on this host and in private networks. */
    public boolean allowPrivateSources() {
        return flag(Setting.ALLOW_PRIVATE_SOURCES);
    }

    /** Whether tunnels may use the SSH agent of the account that the server runs under. */
    public boolean allowSshAgent() {
        return flag(Setting.ALLOW_SSH_AGENT);
    }

    /** Whether anybody may register an OAuth client. */
    public boolean clientRegistration() {
        return flag(Setting.CLIENT_REGISTRATION);
    }

    /** Whether metadata documents of clients may be fetched from this machine too. */
    public boolean localClientDocuments() {
        return flag(Setting.LOCAL_CLIENT_DOCUMENTS);
    }

    /** Whether passwords are hashed with Argon2id instead of bcrypt. */
    public boolean argon2id() {
        return switch (required(Setting.PASSWORD_HASH)) {
            case "bcrypt" -> false;
            case "argon2id" -> true;
            case String other ->
                    throw invalid(
                            Setting.PASSWORD_HASH,
                            "must be bcrypt or argon2id, not '" + other + "'");
        };
    }

    private boolean flag(Setting setting) {
        return switch (required(setting)) {
            case "true" -> true;
            case "false" -> false;
            case String other ->
                    throw invalid(setting, "must be true or false, not '" + other + "'");
        };
    }

    private String required(Setting setting) {
        @Nullable String text = values.text(setting);
        if (text == null) {
            throw invalid(setting, "is needed");
        }
        return text;
    }

    private static SluiceException invalid(Setting setting, String problem) {
        return new SluiceException(
                ReasonCode.CONFIG_INVALID,
                setting.key() + " (" + setting.variable() + ") " + problem);
    }
}
