package dev.sluice.connector.sqlserver;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.Route;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.jdbc.DriverHooks;
import dev.sluice.connector.jdbc.LoginException;
import dev.sluice.connector.transport.TlsSockets;
import dev.sluice.core.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens physical connections: one set of settings, one version of the credential.
 *
 * <p>The driver takes passwords and tokens as strings and keeps them as long as the connection
 * lives; that is out of our reach.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/sql/connect/jdbc/setting-the-connection-properties">
 *     Connection properties</a>
 */
final class TdsLogin {
    static final int CONNECT_SECONDS_MAX = 10;

    /** Until a query sets its own, no read waits longer than this. */
    static final int SILENCE_SECONDS_MAX = 30;

    /**
     * The driver prints packets, and with them values and what hides a password, on its finest
     * levels. Held here, since a logger that nobody holds forgets its level.
     */
    private static final Logger SILENCED = Logger.getLogger("com.microsoft.sqlserver.jdbc");

    static {
        SILENCED.setLevel(Level.OFF);
    }

    private final ConnectionSettings settings;
    private final Credential credential;
    private final Route route;
    private final @Nullable TlsSockets tls;
    private final @Nullable TokenSource tokens;

    /**
     * @param tls null for connections that are never encrypted
     * @param tokens null for logins by password
     */
    TdsLogin(
            ConnectionSettings settings,
            Credential credential,
            Route route,
            @Nullable TlsSockets tls,
            @Nullable TokenSource tokens) {
        this.settings = settings;
        this.credential = credential;
        this.route = route;
        this.tls = tls;
        this.tokens = tokens;
    }

    TdsLink open() throws SQLException {
        if (settings.tls().mode() != TlsMode.PREFER) {
            return open(settings.tls().mode() != TlsMode.DISABLE);
        }
        try {
            return open(true);
        } catch (SQLException e) {
            // Only a server that does not encrypt: what failed otherwise fails again.
            if (SqlServerCauses.of(e).diagnosis() != Diagnosis.CONNECTION_REJECTED) {
                throw e;
            }
            return open(false);
        }
    }

    private TdsLink open(boolean encrypted) throws SQLException {
        if (tokens == null) {
            try (Secret password = credential.open(SecretName.PASSWORD)) {
                return connect(encrypted, "password", password);
            }
        }
        try (Secret token = tokens.token()) {
            try {
                return connect(encrypted, "accessToken", token);
            } catch (SQLException e) {
                if (!SqlServerCauses.isLoginRefused(e) || !tokens.refused(token)) {
                    throw e;
                }
            }
        }
        // It may have been withdrawn before its time: another one, once.
        try (Secret token = tokens.token()) {
            return connect(encrypted, "accessToken", token);
        }
    }

    private TdsLink connect(boolean encrypted, String secretName, Secret secret)
            throws SQLException {
        Properties properties = properties(encrypted);
        properties.setProperty(secretName, new String(secret.reveal(), StandardCharsets.UTF_8));
        DriverHooks hooks = new DriverHooks(route.sockets(), tls);
        try {
            Connection connection =
                    hooks.<Connection, SQLException>during(
                            () -> new SQLServerDriver().connect("jdbc:sqlserver://", properties));
            if (connection == null) {
                throw new SQLException("the driver does not take the settings", "08001");
            }
            return new TdsLink(connection, hooks);
        } catch (SQLException e) {
            hooks.cut();
            throw told(e, hooks, encrypted);
        } catch (RuntimeException e) {
            hooks.cut();
            throw e;
        } finally {
            properties.clear();
        }
    }

    /** The driver keeps what kept a socket from connecting, and what a server lacks, to itself. */
    private static SQLException told(SQLException e, DriverHooks hooks, boolean encrypted) {
        IOException network = hooks.failure();
        if (network != null) {
            return new SQLException("not connected", "08001", network);
        }
        boolean silent = !isFromServer(e) && Diagnosis.ofNetwork(e).isEmpty();
        return silent && encrypted ? new LoginException(Diagnosis.CONNECTION_REJECTED) : e;
    }

    boolean encrypts() {
        return !settings.tls().mode().mayBePlain();
    }

    /** Frees what reaches the database, after the last connection. */
    void close() {
        if (tokens != null) {
            tokens.close();
        }
        route.close();
    }

    private static boolean isFromServer(SQLException e) {
        return e instanceof SQLServerException known && known.getSQLServerError() != null;
    }

    private Properties properties(boolean encrypted) {
        Properties properties = new Properties();
        properties.setProperty("serverName", settings.host());
        properties.setProperty("portNumber", Integer.toString(settings.port()));
        properties.setProperty("databaseName", settings.database());
        if (settings.auth() == AuthMethod.PASSWORD) {
            properties.setProperty("user", settings.user());
        }
        properties.setProperty("encrypt", Boolean.toString(encrypted));
        properties.setProperty("trustServerCertificate", "false");
        properties.setProperty("socketFactoryClass", DriverHooks.Sockets.class.getName());
        if (encrypted) {
            properties.setProperty("trustManagerClass", DriverHooks.Trust.class.getName());
        }
        properties.setProperty("applicationName", "sluice");
        // A server with readable secondaries sends us to one of them.
        properties.setProperty("applicationIntent", "ReadOnly");
        properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS_MAX));
        properties.setProperty("socketTimeout", Integer.toString(SILENCE_SECONDS_MAX * 1_000));
        // No attempts of the driver's own, which we would neither bound nor count.
        properties.setProperty("connectRetryCount", "0");
        properties.setProperty("TransparentNetworkIPResolution", "false");
        // What an answer may hold is counted below the driver, so it need not keep the whole.
        properties.setProperty("responseBuffering", "adaptive");
        return properties;
    }
}
