package dev.sluice.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that can be configured. The documentation and {@code .env.example} name the same. */
public enum Setting {
    PORT("port", "SLUICE_PORT", "7433", "TCP port of the server"),
    BIND(
            "bind",
            "SLUICE_BIND",
            "127.0.0.1",
            "address to listen on; anything but loopback needs public_url, and tls_certificate or"
                    + " a TLS proxy in front"),
    PUBLIC_URL(
            "public_url",
            "SLUICE_PUBLIC_URL",
            null,
            "the address that clients use, without a trailing slash; default http://<bind>:<port>"),
    TLS_CERTIFICATE(
            "tls_certificate",
            "SLUICE_TLS_CERTIFICATE",
            null,
            "file with the server's certificate and those that lead to its CA, as PEM; the server"
                    + " then speaks HTTPS alone, and reads the file anew when it changes"),
    TLS_KEY(
            "tls_key",
            "SLUICE_TLS_KEY",
            null,
            "file with the certificate's key, PKCS#8 as PEM without a passphrase"),
    TLS_MIN_VERSION(
            "tls_min_version",
            "SLUICE_TLS_MIN_VERSION",
            "1.3",
            "the oldest TLS that clients may speak with the server: 1.3 or 1.2"),
    ALLOWED_ORIGINS(
            "allowed_origins",
            "SLUICE_ALLOWED_ORIGINS",
            "",
            "origins, separated by commas, that browsers may call /api/mcp from besides our own"),
    TRUSTED_PROXIES(
            "trusted_proxies",
            "SLUICE_TRUSTED_PROXIES",
            "",
            "addresses or ranges (10.1.0.0/16), separated by commas, of the proxies in front, whose"
                    + " X-Forwarded-For or Forwarded header names the client; from anybody else"
                    + " these headers count for nothing"),
    DATA_DIR(
            "data_dir",
            "SLUICE_DATA_DIR",
            null,
            "keys, and the embedded PostgreSQL; default /var/lib/sluice for root, else"
                    + " ~/.local/share/sluice"),
    DATABASE_URL(
            "database_url",
            "SLUICE_DATABASE_URL",
            null,
            "JDBC URL of a PostgreSQL that holds the store instead of the embedded one"),
    DATABASE_USER("database_user", "SLUICE_DATABASE_USER", null, "its role; it needs CREATEROLE"),
    DATABASE_PASSWORD(
            "database_password", "SLUICE_DATABASE_PASSWORD", null, "its password", Trait.SECRET),
    TENANT("tenant", "SLUICE_TENANT", "main", "name of the tenant that the first start creates"),
    TENANT_DELETION_DAYS(
            "tenant_deletion_days",
            "SLUICE_TENANT_DELETION_DAYS",
            "30",
            "days from the deletion of a tenant, which suspends it at once, to the destruction of"
                    + " its data; 0 to 30"),
    SIGNING_KEY_DAYS(
            "signing_key_days",
            "SLUICE_SIGNING_KEY_DAYS",
            "30",
            "age at which the key that signs access tokens is replaced, in days; 1 to 365"),
    PASSWORD_HASH(
            "password_hash",
            "SLUICE_PASSWORD_HASH",
            "bcrypt",
            "how passwords are hashed: bcrypt or argon2id; others are hashed anew at the next"
                    + " sign-in"),
    REFUSALS_PER_MINUTE(
            "refusals_per_minute",
            "SLUICE_REFUSALS_PER_MINUTE",
            "120",
            "queries of one caller that may be refused or fail before the caller has to wait, and"
                    + " how many come back in a minute; 1 to 60000"),
    ALLOW_PLAINTEXT_SOURCES(
            "allow_plaintext_sources",
            "SLUICE_ALLOW_PLAINTEXT_SOURCES",
            "false",
            "permit connections without TLS to databases that are not on this host"),
    ALLOW_PRIVATE_SOURCES(
            "allow_private_sources",
            "SLUICE_ALLOW_PRIVATE_SOURCES",
            "true",
            "let databases and SSH servers have addresses of this host and of private networks;"
                    + " link-local addresses, metadata services of clouds and the server's own"
                    + " ports are never reached"),
    ALLOW_SSH_AGENT(
            "allow_ssh_agent",
            "SLUICE_ALLOW_SSH_AGENT",
            "false",
            "let SSH tunnels log in with the keys of the agent at SSH_AUTH_SOCK, which is then open"
                    + " to everybody who may add a connection"),
    CLIENT_REGISTRATION(
            "client_registration",
            "SLUICE_CLIENT_REGISTRATION",
            "true",
            "let programs register as OAuth clients by themselves (RFC 7591); each still needs a"
                    + " person's consent"),
    LOCAL_CLIENT_DOCUMENTS(
            "local_client_documents",
            "SLUICE_LOCAL_CLIENT_DOCUMENTS",
            "false",
            "fetch OAuth clients' metadata documents from this machine too, over http if need be:"
                    + " for development"),
    FILE_SOURCES(
            "file_sources",
            "SLUICE_FILE_SOURCES",
            "",
            "directories, separated by commas, beneath which connections may name files of this"
                    + " host (DuckDB); none by default. Who may add a connection may then read"
                    + " every database and Parquet file there"),
    PRIVATE_ISSUERS(
            "private_issuers",
            "SLUICE_PRIVATE_ISSUERS",
            "",
            "origins, separated by commas, of identity providers that may have private addresses;"
                    + " all others have to be on the public internet"),
    WAREHOUSE_INTEGRATION_ENABLED(
            "WAREHOUSE_INTEGRATION_ENABLED",
            "WAREHOUSE_INTEGRATION_ENABLED",
            "false",
            "offer databases to agents at all; `sluice up` writes true into a new sluice.yaml"),
    WAREHOUSE_MASTER_KEY(
            "WAREHOUSE_MASTER_KEY",
            "WAREHOUSE_MASTER_KEY",
            null,
            "32 bytes in base64 that tenant keys are derived from; default: a generated file",
            Trait.SECRET),
    WAREHOUSE_MASTER_KEY_NEXT(
            "WAREHOUSE_MASTER_KEY_NEXT",
            "WAREHOUSE_MASTER_KEY_NEXT",
            null,
            "the master key that a rotation changes to: while it is set, it wraps and both open;"
                    + " see keys.md",
            Trait.SECRET),
    KEY_WRAPPER(
            "key_wrapper",
            "SLUICE_KEY_WRAPPER",
            "local",
            "what wraps data keys besides the master key: local (a file), vault:URL/MOUNT/KEY,"
                    + " aws-kms:ARN, google-kms:NAME or azure-key-vault:URL; see keys.md"),
    KEY_WRAPPER_NEXT(
            "key_wrapper_next",
            "SLUICE_KEY_WRAPPER_NEXT",
            null,
            "the wrapper that a rotation changes to: while it is set, it wraps and both open"),
    VAULT_TOKEN(
            "vault_token",
            "SLUICE_VAULT_TOKEN",
            null,
            "the token for HashiCorp Vault; a file is read anew at each use",
            Trait.SECRET),
    VAULT_NAMESPACE(
            "vault_namespace", "SLUICE_VAULT_NAMESPACE", "", "its namespace, where it has them"),
    GOOGLE_CREDENTIALS(
            "google_credentials",
            "SLUICE_GOOGLE_CREDENTIALS",
            null,
            "the JSON key file of a Google service account; default: the machine's own account",
            Trait.SECRET),
    AZURE_TENANT_ID(
            "azure_tenant_id",
            "SLUICE_AZURE_TENANT_ID",
            null,
            "the directory of the application that signs in to Azure; default: the machine's own"
                    + " identity"),
    AZURE_CLIENT_ID("azure_client_id", "SLUICE_AZURE_CLIENT_ID", null, "the application's id"),
    AZURE_CLIENT_SECRET(
            "azure_client_secret",
            "SLUICE_AZURE_CLIENT_SECRET",
            null,
            "the application's secret",
            Trait.SECRET),
    DELTA_SHARING_BASE_URL(
            "DELTA_SHARING_BASE_URL",
            "DELTA_SHARING_BASE_URL",
            null,
            "where Delta shares are served",
            Trait.LATER),
    ICEBERG_REST_ENABLED(
            "ICEBERG_REST_ENABLED",
            "ICEBERG_REST_ENABLED",
            "false",
            "serve Iceberg tables",
            Trait.LATER),
    BLOB_READ_WRITE_TOKEN(
            "BLOB_READ_WRITE_TOKEN",
            "BLOB_READ_WRITE_TOKEN",
            null,
            "token of the object store that shares are published to",
            Trait.SECRET,
            Trait.LATER),
    CRON_SECRET(
            "CRON_SECRET",
            "CRON_SECRET",
            null,
            "secret that the publishing job's endpoint asks for",
            Trait.SECRET,
            Trait.LATER);

    /** Variables of the same prefix that the command line reads. */
    static final List<String> VARIABLES_OF_THE_COMMAND_LINE =
            List.of(
                    "SLUICE_URL",
                    "SLUICE_TOKEN",
                    "SLUICE_CLIENT_ID",
                    "SLUICE_CLIENT_SECRET",
                    "SLUICE_CLIENT_SECRET_FILE",
                    "SLUICE_SERVER_KEY",
                    "SLUICE_CONFIG",
                    "SLUICE_JAVA_HOME",
                    "SLUICE_JAVA_OPTS");

    private enum Trait {
        SECRET,
        LATER
    }

    private final String key;
    private final String variable;
    private final @Nullable String defaultValue;
    private final String description;
    private final boolean secret;
    private final boolean later;

    Setting(
            String key,
            String variable,
            @Nullable String defaultValue,
            String description,
            Trait... traits) {
        this.key = key;
        this.variable = variable;
        this.defaultValue = defaultValue;
        this.description = description;
        this.secret = Arrays.asList(traits).contains(Trait.SECRET);
        this.later = Arrays.asList(traits).contains(Trait.LATER);
    }

    /** The key in {@code sluice.yaml}. */
    public String key() {
        return key;
    }

    /**
     * The environment variable; a secret's value may also stand in the file that it names with
     * {@code _FILE} appended.
     */
    public String variable() {
        return variable;
    }

    public @Nullable String defaultValue() {
        return defaultValue;
    }

    public String description() {
        return description;
    }

    /** Never printed, and never read from {@code sluice.yaml}. */
    public boolean secret() {
        return secret;
    }

    /** Known by name, and refused when set: this version does not have what it configures. */
    public boolean later() {
        return later;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }
}
