package dev.sluice.server.api;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.SecretBundle;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.RecentLogin;
import dev.sluice.server.admin.ConnectionService;
import dev.sluice.server.control.RequestId;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import dev.sluice.server.sealing.SealedCredentials;
import dev.sluice.server.sealing.Sender;
import dev.sluice.server.source.NewConnection;
import dev.sluice.server.source.SourceConnection;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/connections}. No answer holds a password. */
@RestController
@Requires(Permission.CONNECTIONS)
public final class ConnectionsController {
    private final AdminTenants tenants;
    private final ConnectionService connections;
    private final SealedCredentials sealed;
    private final boolean plaintextAllowed;

    /**
     * @param plaintextAllowed whether the deployment permits connections without TLS off loopback
     */
    public ConnectionsController(
            AdminTenants tenants,
            ConnectionService connections,
            SealedCredentials sealed,
            boolean plaintextAllowed) {
        this.tenants = tenants;
        this.connections = connections;
        this.sealed = sealed;
        this.plaintextAllowed = plaintextAllowed;
    }

    /**
     * A connection as it is sent to be made.
     *
     * @param credentials its secrets, sealed
     * @param password refused: a secret in clear
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Wanted(
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
            @Nullable String mode) {}

    /** A connection as it is shown. */
    record Shown(
            String name,
            String type,
            String host,
            int port,
            String database,
            String user,
            String tls,
            String mode,
            Instant createdAt,
            Instant testedAt,
            ShownProbe probe) {
        static Shown of(SourceConnection connection) {
            ConnectionSettings settings = connection.settings();
            return new Shown(
                    connection.name(),
                    settings.type(),
                    settings.host(),
                    settings.port(),
                    settings.database(),
                    settings.user(),
                    settings.tls().mode().wireName(),
                    settings.mode().wireName(),
                    connection.createdAt(),
                    connection.testedAt(),
                    ShownProbe.of(connection.probe()));
        }
    }

    @GetMapping("/api/v1/connections")
    Map<String, List<Shown>> list(Authenticated caller) {
        return Map.of(
                "connections",
                tenants.of(caller).currentState().connections().stream().map(Shown::of).toList());
    }

    @PostMapping("/api/v1/connections")
    @ResponseStatus(HttpStatus.CREATED)
    Shown connect(Authenticated caller, RequestId request, @RequestBody Wanted wanted) {
        char[] clear = wanted.password();
        if (clear != null) {
            Arrays.fill(clear, '\0');
            throw SealedCredentials.notSealed();
        }
        NewConnection added = new NewConnection(required("name", wanted.name()), settings(wanted));
        try (SecretBundle secrets =
                sealed.open(Sender.of(caller.principal(), added.name()), wanted.credentials())) {
            return Shown.of(
                    connections.connect(
                            tenants.of(caller),
                            added,
                            secrets,
                            AdminTenants.actor(caller, request)));
        }
    }

    private ConnectionSettings settings(Wanted wanted) {
        String type = required("type", wanted.type());
        return new ConnectionSettings(
                type,
                required("host", wanted.host()),
                wanted.port() == null ? Connectors.of(type).defaultPort() : wanted.port(),
                required("database", wanted.database()),
                required("user", wanted.user()),
                new TlsSettings(
                        wanted.tls() == null ? defaultTls(wanted) : TlsMode.of(wanted.tls()),
                        wanted.ca(),
                        null,
                        plaintextAllowed),
                wanted.mode() == null
                        ? ConnectionMode.SINGLE_USE
                        : ConnectionMode.of(wanted.mode()),
                AuthMethod.PASSWORD,
                null,
                Map.of());
    }

    /** On this host there is nobody in between; anywhere else the server must show who it is. */
    private static TlsMode defaultTls(Wanted wanted) {
        return ConnectionSettings.isLoopback(String.valueOf(wanted.host()))
                ? TlsMode.PREFER
                : TlsMode.VERIFY_FULL;
    }

    @RecentLogin(false)
    @PostMapping("/api/v1/connections/{name}/test")
    ShownProbe test(Authenticated caller, RequestId request, @PathVariable("name") String name) {
        return ShownProbe.of(
                connections.test(tenants.of(caller), name, AdminTenants.actor(caller, request)));
    }

    @DeleteMapping("/api/v1/connections/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drop(Authenticated caller, RequestId request, @PathVariable("name") String name) {
        connections.drop(tenants.of(caller), name, AdminTenants.actor(caller, request));
    }

    private static String required(String argument, @Nullable String value) {
        if (value == null) {
            throw invalid(argument, argument + " is missing.");
        }
        return value;
    }

    private static SluiceException invalid(String argument, String message) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT, message, Map.of("argument", argument));
    }
}
