package dev.sluice.connector.mysql;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.Route;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.jdbc.LoginException;
import dev.sluice.connector.jdbc.Meter;
import dev.sluice.connector.transport.TlsSockets;
import dev.sluice.core.Secret;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;

/** Opens connections: one set of settings, one version of the credential. */
final class MysqlLogin implements AutoCloseable {
    static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    /** Until a query sets its own, no read waits longer than this. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    /**
     * What a server may ask for. Not what hands the password over readable, to a server that might
     * not be the one; {@code caching_sha2_password} encrypts it for the server's key, which is
     * taken from the server on loopback alone.
     */
    private static final String PASSWORD_PLUGINS =
            "mysql_native_password,caching_sha2_password,client_ed25519,parsec";

    private final ConnectionSettings settings;
    private final Credential credential;
    private final Route route;
    private final @Nullable TlsSockets tls;

    MysqlLogin(Target target) {
        this.settings = target.settings();
        this.credential = target.credential();
        this.tls = TlsSockets.of(settings, credential);
        this.route = target.network().route(settings, credential);
    }

    /** A connection without settings of the session's. */
    MysqlLink open() throws SQLException {
        if (tls == null) {
            return open(null);
        }
        try {
            return open(tls);
        } catch (LoginException e) {
            if (settings.tls().mode() == TlsMode.PREFER) {
                return open(null);
            }
            throw e;
        }
    }

    private MysqlLink open(@Nullable TlsSockets encryption) throws SQLException {
        Meter meter = new Meter();
        try (Secret password = credential.open(SecretName.PASSWORD)) {
            Hooks hooks = new Hooks(password, meter, route.sockets(), encryption);
            try {
                org.mariadb.jdbc.Connection connection =
                        ScopedValue.where(Hooks.CURRENT, hooks)
                                .call(() -> Driver.connect(configuration(encryption != null)));
                Socket socket = hooks.socket();
                if (socket == null) {
                    throw new SQLException("no socket of ours", "08001");
                }
                return new MysqlLink(connection, meter, socket);
            } catch (SQLException e) {
                throw isPlaintextServer(e, hooks, encryption)
                        ? new LoginException(Diagnosis.TLS_NOT_OFFERED)
                        : e;
            }
        }
    }

    /** The driver says so in words alone: it asked for encryption, was greeted, and went. */
    private static boolean isPlaintextServer(
            SQLException e, Hooks hooks, @Nullable TlsSockets encryption) {
        return encryption != null
                && !hooks.encrypting()
                && hooks.socket() != null
                && e.getCause() == null
                && e.getErrorCode() <= 0;
    }

    private Configuration configuration(boolean encrypted) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("credentialType", Hooks.NAME);
        properties.setProperty("socketFactory", Hooks.Sockets.class.getName());
        properties.setProperty("tlsSocketType", Hooks.NAME);
        properties.setProperty("sslMode", encrypted ? "trust" : "disable");
        properties.setProperty("fallbackToSystemKeyStore", "false");
        properties.setProperty("fallbackToSystemTrustStore", "false");
        properties.setProperty("restrictedAuth", PASSWORD_PLUGINS);
        properties.setProperty(
                "allowPublicKeyRetrieval",
                Boolean.toString(ConnectionSettings.isLoopback(settings.host())));
        properties.setProperty("connectTimeout", Long.toString(CONNECT_MAX.toMillis()));
        properties.setProperty("socketTimeout", Long.toString(SILENCE_MAX.toMillis()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectionAttributes", "program_name:sluice");
        // Nothing that a server or a text could turn against us.
        properties.setProperty("allowMultiQueries", "false");
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("permitRedirect", "false");
        properties.setProperty("dumpQueriesOnException", "false");
        // The server parses one statement, and gets its parameters apart from it.
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("cachePrepStmts", "false");
        properties.setProperty("useResetConnection", "true");
        properties.setProperty("jdbcCompliantTruncation", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        // The sockets go where the route leads; the driver must look no name up besides.
        return Configuration.parse("jdbc:mariadb://127.0.0.1:" + settings.port() + "/", properties);
    }

    /** Closes the way, and with it what is still open on it. */
    @Override
    public void close() {
        route.close();
    }
}
