package dev.sluice.server.api;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.SecretBundle;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.RecentLogin;
import dev.sluice.server.admin.ConnectionService;
import dev.sluice.server.control.RequestId;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import dev.sluice.server.permission.Roles;
import dev.sluice.server.sealing.SealedCredentials;
import dev.sluice.server.sealing.Sender;
import dev.sluice.server.source.NewConnection;
import dev.sluice.server.source.SourceConnection;
import java.time.InstantSource;
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

/** {@code /api/v1/connections}. No answer holds a secret. */
@RestController
@Requires(Permission.CONNECTIONS)
public final class ConnectionsController {
    private final AdminTenants tenants;
    private final ConnectionService connections;
    private final Roles roles;
    private final SealedCredentials sealed;
    private final InstantSource clock;
    private final boolean plaintextAllowed;

    /**
     * @param plaintextAllowed whether the deployment permits connections without TLS off loopback
     */
    public ConnectionsController(
            AdminTenants tenants,
            ConnectionService connections,
            Roles roles,
            SealedCredentials sealed,
            InstantSource clock,
            boolean plaintextAllowed) {
        this.tenants = tenants;
        this.connections = connections;
        this.roles = roles;
        this.sealed = sealed;
        this.clock = clock;
        this.plaintextAllowed = plaintextAllowed;
    }

    /**
     * The secrets that replace those of the same names.
     *
     * @param password refused: a secret in clear
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Renewed(@Nullable String credentials, char @Nullable [] password) {}

    @GetMapping("/api/v1/connections")
    Map<String, List<ShownConnection>> list(Authenticated caller) {
        return Map.of(
                "connections",
                tenants.of(caller).currentState().connections().stream().map(this::shown).toList());
    }

    @GetMapping("/api/v1/engines")
    Map<String, List<ShownEngine>> engines() {
        return Map.of("engines", Connectors.all().stream().map(ShownEngine::of).toList());
    }

    @PostMapping("/api/v1/connections")
    @ResponseStatus(HttpStatus.CREATED)
    ShownConnection connect(
            Authenticated caller, RequestId request, @RequestBody WantedConnection wanted) {
        refuseClear(wanted.password());
        NewConnection added = wanted.read(plaintextAllowed);
        if (!added.accepted().isEmpty()) {
            roles.require(caller.principal(), Permission.CONNECTION_RISKS);
        }
        try (SecretBundle secrets = secrets(caller, added, wanted.credentials())) {
            return shown(
                    connections.connect(
                            tenants.of(caller),
                            added,
                            secrets,
                            AdminTenants.actor(caller, request)));
        }
    }

    /** Where nothing is asked for at the login, there may be nothing to seal. */
    private SecretBundle secrets(
            Authenticated caller, NewConnection added, @Nullable String credentials) {
        return credentials == null && added.settings().auth() == AuthMethod.NONE
                ? SecretBundle.empty()
                : sealed.open(Sender.of(caller.principal(), added.name()), credentials);
    }

    private static void refuseClear(char @Nullable [] secret) {
        if (secret != null) {
            Arrays.fill(secret, '\0');
            throw SealedCredentials.notSealed();
        }
    }

    @PostMapping("/api/v1/connections/{name}/rotate")
    ShownConnection rotate(
            Authenticated caller,
            RequestId request,
            @PathVariable("name") String name,
            @RequestBody Renewed renewed) {
        refuseClear(renewed.password());
        try (SecretBundle secrets =
                sealed.open(Sender.of(caller.principal(), name), renewed.credentials())) {
            if (secrets.names().isEmpty()) {
                throw WantedConnection.invalid(
                        "credentials", "Name the secrets that are replaced.");
            }
            return shown(
                    connections.rotate(
                            tenants.of(caller),
                            name,
                            secrets,
                            AdminTenants.actor(caller, request)));
        }
    }

    @RecentLogin(false)
    @PostMapping("/api/v1/connections/{name}/test")
    ShownConnection test(
            Authenticated caller, RequestId request, @PathVariable("name") String name) {
        return shown(
                connections.test(tenants.of(caller), name, AdminTenants.actor(caller, request)));
    }

    @DeleteMapping("/api/v1/connections/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drop(Authenticated caller, RequestId request, @PathVariable("name") String name) {
        connections.drop(tenants.of(caller), name, AdminTenants.actor(caller, request));
    }

    private ShownConnection shown(SourceConnection connection) {
        return ShownConnection.of(connection, clock.instant());
    }
}
