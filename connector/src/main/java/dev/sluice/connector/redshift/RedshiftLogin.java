package dev.sluice.connector.redshift;

import com.amazon.redshift.jdbc.RedshiftConnectionImpl;
import com.amazon.redshift.logger.RedshiftLogger;
import com.amazon.redshift.util.HostSpec;
import com.amazon.redshift.util.RedshiftProperties;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Route;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.jdbc.DriverHooks;
import dev.sluice.connector.transport.TlsSockets;
import dev.sluice.core.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens physical connections: one set of settings, one version of the credential.
 *
 * <p>The driver takes the password as a string, which is out of our reach. Its entrance for URLs is
 * gone round: it would read settings from files that lie about.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/mgmt/jdbc20-configuration-options.html">
 *     Driver options</a>
 */
final class RedshiftLogin {
    static final int CONNECT_SECONDS_MAX = 10;

    /** Until a query sets its own, no read waits longer than this. */
    static final int SILENCE_SECONDS_MAX = 30;

    /** Connection rejected: how the driver says that a server does not encrypt. */
    private static final String NOT_OFFERED = "08004";

    private static final RedshiftLogger SILENT = new RedshiftLogger(null, "OFF", false, null, null);

    private final Target target;
    private final Route route;
    private final @Nullable TlsSockets tls;

    RedshiftLogin(Target target) {
        this.target = target;
        this.tls = TlsSockets.of(target.settings(), target.credential());
        this.route = target.network().route(target.settings(), target.credential());
    }

    boolean encrypts() {
        return !target.settings().tls().mode().mayBePlain();
    }

    RedshiftLink open() throws SQLException {
        TlsMode mode = target.settings().tls().mode();
        if (mode != TlsMode.PREFER) {
            return open(mode != TlsMode.DISABLE);
        }
        try {
            return open(true);
        } catch (SQLException e) {
            if (!NOT_OFFERED.equals(e.getSQLState())) {
                throw e;
            }
            return open(false);
        }
    }

    private RedshiftLink open(boolean encrypted) throws SQLException {
        ConnectionSettings settings = target.settings();
        RedshiftProperties properties = properties(encrypted);
        HostSpec[] host = {new HostSpec(settings.host(), settings.port())};
        DriverHooks hooks = new DriverHooks(route.sockets(), tls);
        try (Secret password = target.credential().open(SecretName.PASSWORD)) {
            properties.setProperty(
                    "password", new String(password.reveal(), StandardCharsets.UTF_8));
            Connection connection =
                    hooks.<Connection, SQLException>during(() ->
                            new RedshiftConnectionImpl(
                                    host,
                                    settings.user(),
                                    settings.database(),
                                    properties,
                                    "",
                                    SILENT));
            return new RedshiftLink(connection, hooks);
        } catch (SQLException e) {
            hooks.cut();
            IOException network = hooks.failure();
            throw network == null ? e : new SQLException("not connected", "08001", network);
        } catch (RuntimeException e) {
            hooks.cut();
            throw e;
        } finally {
            properties.clear();
        }
    }

    private static RedshiftProperties properties(boolean encrypted) {
        RedshiftProperties properties = new RedshiftProperties();
        // The driver demands encryption or not; whom to trust is our factory's matter.
        if (encrypted) {
            properties.setProperty("sslmode", "verify-ca");
            properties.setProperty("sslfactory", DriverHooks.Encryption.class.getName());
        } else {
            properties.setProperty("ssl", "false");
        }
        properties.setProperty("socketfactory", DriverHooks.Sockets.class.getName());
        properties.setProperty("connecttimeout", Integer.toString(CONNECT_SECONDS_MAX));
        properties.setProperty("sockettimeout", Integer.toString(SILENCE_SECONDS_MAX));
        // Another thread would log in, and find no hooks; the two timeouts above bound it as well.
        properties.setProperty("logintimeout", "0");
        properties.setProperty("applicationname", "sluice");
        properties.setProperty("tcpkeepalive", "true");
        // Text is passed on as it comes, by the thread that asked for it.
        properties.setProperty("binarytransfer", "false");
        properties.setProperty("enablefetchringbuffer", "false");
        properties.setProperty("readonlymode", "ignore");
        properties.setProperty("logservererrordetail", "false");
        return properties;
    }

    void close() {
        route.close();
    }
}
