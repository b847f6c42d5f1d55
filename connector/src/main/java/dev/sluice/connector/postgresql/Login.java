package dev.sluice.connector.postgresql;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.NetworkException;
import dev.sluice.connector.Route;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.jdbc.Meter;
import dev.sluice.connector.transport.TlsSockets;
import dev.sluice.core.Secret;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Opens physical connections: one set of settings, one version of the credential. */
final class Login implements AutoCloseable {
    static final int CONNECT_SECONDS_MAX = 10;

    /** Until a query sets its own, no read waits longer than this. */
    static final int SILENCE_SECONDS_MAX = 10;

    static final int CANCEL_SECONDS_MAX = 2;

    /** Below this version some settings that every query makes do not exist. */
    static final int SERVER_VERSION_MIN = 12;

    /** An answer's values in the driver's memory; {@link Backend} bounds the wire besides. */
    static final int RESULT_BYTES_MAX = 8 << 20;

    private final ConnectionSettings settings;
    private final Credential credential;
    private final Route route;
    private final @Nullable TlsSockets tls;

    Login(Target target) {
        this.settings = target.settings();
        this.credential = target.credential();
        this.tls = TlsSockets.of(settings, credential);
        this.route = target.network().route(settings, credential);
    }

    Backend open() throws SQLException {
        Meter meter = new Meter();
        PgConnection connection;
        try (Secret password = credential.open(SecretName.PASSWORD)) {
            Properties properties = properties();
            Hooks hooks = new Hooks(password, meter, route.sockets(), tls);
            hooks.install(properties);
            connection = connect(hooks, properties);
            hooks.loggedIn();
        }
        Backend backend = new Backend(connection, meter);
        if (!connection.getStandardConformingStrings()) {
            backend.close();
            throw new PSQLException(
                    "standard_conforming_strings is off", PSQLState.CONNECTION_REJECTED);
        }
        return backend;
    }

    private PgConnection connect(Hooks hooks, Properties properties) throws SQLException {
        // The sockets go where the route leads; the driver must not look the name up besides.
        HostSpec[] host = {new HostSpec("127.0.0.1", settings.port())};
        try {
            return new PgConnection(host, properties, "");
        } catch (PSQLException e) {
            boolean plaintextServer =
                    tls != null
                            && !settings.tls().mode().mayBePlain()
                            && !hooks.encrypted()
                            && e.getServerErrorMessage() == null
                            && PSQLState.CONNECTION_REJECTED.getState().equals(e.getSQLState());
            throw plaintextServer
                    ? new PSQLException(
                            "not encrypted",
                            PSQLState.CONNECTION_REJECTED,
                            new NetworkException(Diagnosis.TLS_NOT_OFFERED))
                    : e;
        }
    }

    /** What is to be verified our own sockets verify, which know the host's true name. */
    private static String mode(TlsMode mode) {
        return switch (mode) {
            case DISABLE, PREFER -> mode.wireName();
            case REQUIRE, VERIFY_CA, VERIFY_FULL -> TlsMode.REQUIRE.wireName();
        };
    }

    private Properties properties() {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, settings.user());
        PGProperty.PG_DBNAME.set(properties, settings.database());
        PGProperty.SSL_MODE.set(properties, mode(settings.tls().mode()));
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        PGProperty.REQUIRE_AUTH.set(properties, "none,password,md5,scram-sha-256");
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS_MAX);
        PGProperty.SOCKET_TIMEOUT.set(properties, SILENCE_SECONDS_MAX);
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, CANCEL_SECONDS_MAX);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.APPLICATION_NAME.set(properties, "sluice");
        // Lets the driver send everything with the login instead of in further round trips.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, SERVER_VERSION_MIN);
        // Values arrive as the text that is passed on, so nothing is parsed and printed again.
        PGProperty.BINARY_TRANSFER.set(properties, false);
        PGProperty.MAX_RESULT_BUFFER.set(properties, String.valueOf(RESULT_BYTES_MAX));
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        return properties;
    }

    /** Closes the way, and with it what is still open on it. */
    @Override
    public void close() {
        route.close();
    }
}
