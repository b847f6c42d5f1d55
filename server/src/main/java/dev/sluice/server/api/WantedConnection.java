package dev.sluice.server.api;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Capabilities;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.SshAuth;
import dev.sluice.connector.SshHop;
import dev.sluice.connector.SshTunnel;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.source.Acceptance;
import dev.sluice.server.source.NewConnection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection as it is sent to be made; what is not named has the engine's default.
 *
 * @param credentials its secrets, sealed
 * @param password refused: a secret in clear
 * @param tls default: verify-full, and prefer on loopback
 * @param accept what the caller, an owner, accepts about it
 */
@SuppressWarnings("ArrayRecordComponent")
record WantedConnection(
        @Nullable String name,
        @Nullable String type,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String database,
        @Nullable String user,
        @Nullable String credentials,
        char @Nullable [] password,
        @Nullable String tls,
        @Nullable String ca,
        @Nullable String clientCertificate,
        @Nullable String mode,
        @Nullable String auth,
        @Nullable List<Hop> ssh,
        @Nullable Map<String, String> options,
        @Nullable List<String> accept) {

    /** An SSH server on the way. */
    record Hop(
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String user,
            @Nullable String auth,
            @Nullable String hostKey) {
        SshHop read() {
            return new SshHop(
                    required("ssh.host", host),
                    port == null ? SshHop.PORT_DEFAULT : port,
                    required("ssh.user", user),
                    auth == null ? SshAuth.KEY : SshAuth.of(auth),
                    hostKey);
        }
    }

    /**
     * @param plaintextAllowed whether the deployment permits connections without TLS off loopback
     * @throws SluiceException {@code INVALID_ARGUMENT} with {@code details.argument}
     */
    NewConnection read(boolean plaintextAllowed) {
        Connector connector = Connectors.of(required("type", type));
        return new NewConnection(
                required("name", name), settings(connector, plaintextAllowed), accepted());
    }

    Set<Acceptance> accepted() {
        Set<Acceptance> accepted = EnumSet.noneOf(Acceptance.class);
        if (accept != null) {
            accept.forEach(it -> accepted.add(Acceptance.of(String.valueOf(it))));
        }
        return accepted;
    }

    private ConnectionSettings settings(Connector connector, boolean plaintextAllowed) {
        Capabilities can = connector.capabilities();
        String at = can.network() ? required("host", host) : text(host);
        int through = port == null ? (at.isEmpty() ? 0 : connector.defaultPort()) : port;
        return new ConnectionSettings(
                connector.type(),
                at,
                through,
                required("database", database),
                text(user),
                new TlsSettings(
                        tls == null ? defaultTls(at) : TlsMode.of(tls),
                        ca,
                        clientCertificate,
                        plaintextAllowed),
                mode == null ? defaultMode(can) : ConnectionMode.of(mode),
                auth == null ? defaultAuth(can) : AuthMethod.of(auth),
                ssh == null || ssh.isEmpty()
                        ? null
                        : new SshTunnel(ssh.stream().map(Hop::read).toList()),
                options == null ? Map.of() : options);
    }

    /** On this host there is nobody in between; anywhere else the server must show who it is. */
    private static TlsMode defaultTls(String host) {
        if (host.isEmpty()) {
            return TlsMode.DISABLE;
        }
        return ConnectionSettings.isLoopback(host) ? TlsMode.PREFER : TlsMode.VERIFY_FULL;
    }

    private static ConnectionMode defaultMode(Capabilities can) {
        return can.modes().contains(ConnectionMode.SINGLE_USE)
                ? ConnectionMode.SINGLE_USE
                : EnumSet.copyOf(can.modes()).iterator().next();
    }

    private static AuthMethod defaultAuth(Capabilities can) {
        if (can.auth().contains(AuthMethod.PASSWORD)) {
            return AuthMethod.PASSWORD;
        }
        if (can.auth().size() == 1) {
            return can.auth().iterator().next();
        }
        throw invalid(
                "auth",
                "auth is missing: one of "
                        + String.join(
                                ", ",
                                EnumSet.copyOf(can.auth()).stream()
                                        .map(AuthMethod::wireName)
                                        .toList())
                        + ".");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String required(String argument, @Nullable String value) {
        if (value == null) {
            throw invalid(argument, argument + " is missing.");
        }
        return value;
    }

    static SluiceException invalid(String argument, String message) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT, message, Map.of("argument", argument));
    }
}
