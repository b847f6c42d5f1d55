package dev.sluice.server.admin;

import dev.sluice.connector.Capabilities;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Network;
import dev.sluice.connector.Probe;
import dev.sluice.connector.SecretBundle;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.Target;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.audit.AdminLog;
import dev.sluice.server.source.Acceptance;
import dev.sluice.server.source.NewConnection;
import dev.sluice.server.source.SourceConnection;
import dev.sluice.server.source.SourceConnections;
import dev.sluice.server.source.Tested;
import dev.sluice.server.store.Transactions;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.vault.Vault;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Makes, tests and drops a tenant's connections. No method returns a password. */
public final class ConnectionService {
    private final Vault vault;
    private final Network network;

    public ConnectionService(Vault vault, Network network) {
        this.vault = vault;
        this.network = network;
    }

    /**
     * Connects once, looks what the role can do, and keeps the connection with its secrets sealed.
     * Nothing of it is visible to anybody until a policy says so.
     *
     * @param secrets stay open
     * @throws SluiceException {@code CONNECTION_EXISTS}, {@code SOURCE_UNAVAILABLE}, {@code
     *     INVALID_ARGUMENT}, {@code ENGINE_EXPERIMENTAL}, {@code ROLE_TOO_POWERFUL}
     */
    public SourceConnection connect(
            Tenant tenant, NewConnection added, SecretBundle secrets, AdminLog.Actor actor) {
        if (tenant.currentState().connection(added.name()).isPresent()) {
            throw exists(added.name());
        }
        Tested tested = look(added.settings(), secrets, added.accepted());
        SourceConnection connection =
                SourceConnections.create(tenant.id(), vault, added, secrets, actor.user(), tested);
        return Change.of(
                tenant,
                store -> {
                    if (!SourceConnections.insert(store, connection)) {
                        throw exists(added.name());
                    }
                    AdminLog.append(
                            store, actor, "connection.created", added.name(), record(connection));
                    return connection;
                });
    }

    /** What the record says of a connection: nothing secret, and every risk that was taken. */
    private static Map<String, Object> record(SourceConnection connection) {
        ConnectionSettings settings = connection.settings();
        return Map.of(
                "type", settings.type(),
                "host", settings.host(),
                "database", settings.database(),
                "user", settings.user(),
                "auth", settings.auth().wireName(),
                "accepted",
                        connection.accepted().stream().map(Acceptance::wireName).sorted().toList(),
                "powers",
                        connection.probe().powers().stream()
                                .map(power -> power.kind().wireName())
                                .toList());
    }

    /** Tests settings and secrets that are not in use yet, and refuses what nobody accepted. */
    private Tested look(
            ConnectionSettings settings, Credential credential, Set<Acceptance> accepted) {
        Connector connector = Connectors.check(settings);
        if (connector.capabilities().proof() == Capabilities.Proof.WIRE
                && !accepted.contains(Acceptance.EXPERIMENTAL)) {
            throw Risks.experimental(connector);
        }
        Target target = new Target(settings, credential, network);
        Probe probe = connector.probe(target);
        Risks.check(probe, accepted);
        return new Tested(probe, connector.readSchema(target));
    }

    /**
     * Connects again and keeps what is there now.
     *
     * @throws SluiceException {@code NOT_FOUND}, {@code SOURCE_UNAVAILABLE}, {@code
     *     CONNECTION_CHANGED}
     */
    public SourceConnection test(Tenant tenant, String name, AdminLog.Actor actor) {
        SourceConnection connection = find(tenant, name);
        Connector connector = Connectors.check(connection.settings());
        Target target =
                new Target(
                        connection.settings(),
                        SourceConnections.credential(tenant.id(), vault, connection),
                        network);
        Tested tested = new Tested(connector.probe(target), connector.readSchema(target));
        Transactions.Work<SourceConnection> work =
                store -> {
                    if (!SourceConnections.tested(store, connection, tested)) {
                        throw changed();
                    }
                    AdminLog.append(
                            store,
                            actor,
                            "connection.tested",
                            name,
                            Map.of("tables", tested.probe().tables()));
                    return connection.tested(tested, Instant.now());
                };
        // Nothing that was decided goes stale when the test found what was known.
        return tested.equals(connection.tested())
                ? Transactions.inTransaction(tenant.store(), work)
                : Change.of(tenant, work);
    }

    /**
     * Replaces secrets: the new ones are tried at the database first, and when they hold, the old
     * ones are gone from the store in the same moment in which every node opens new connections
     * with the new ones. Secrets that are not named stay as they are.
     *
     * @param secrets stay open
     * @throws SluiceException {@code NOT_FOUND}, {@code CONNECTION_CHANGED}, and as {@link
     *     #connect}
     */
    public SourceConnection rotate(
            Tenant tenant, String name, SecretBundle secrets, AdminLog.Actor actor) {
        SourceConnection connection = find(tenant, name);
        try (SecretBundle old = SourceConnections.secrets(tenant.id(), vault, connection);
                SecretBundle all = old.with(secrets)) {
            Tested tested = look(connection.settings(), all, connection.accepted());
            SourceConnection rotated =
                    SourceConnections.rotated(tenant.id(), vault, connection, all, tested);
            return Change.of(
                    tenant,
                    store -> {
                        if (!SourceConnections.rotate(store, rotated)) {
                            throw changed();
                        }
                        AdminLog.append(
                                store,
                                actor,
                                "connection.rotated",
                                name,
                                Map.of(
                                        "secrets",
                                        secrets.names().stream()
                                                .map(SecretName::value)
                                                .sorted()
                                                .toList(),
                                        "credential_version",
                                        rotated.credentialVersion()));
                        return rotated;
                    });
        }
    }

    /**
     * Removes the connection and its sealed secrets. Running queries on it are cancelled.
     *
     * @throws SluiceException {@code NOT_FOUND}
     */
    public void drop(Tenant tenant, String name, AdminLog.Actor actor) {
        SourceConnection connection = find(tenant, name);
        Change.of(
                tenant,
                store -> {
                    if (!SourceConnections.delete(store, connection)) {
                        throw unknown();
                    }
                    AdminLog.append(store, actor, "connection.deleted", name, Map.of());
                    return connection;
                });
    }

    private static SourceConnection find(Tenant tenant, String name) {
        return tenant.currentState().connection(name).orElseThrow(ConnectionService::unknown);
    }

    private static SluiceException changed() {
        return new SluiceException(
                ReasonCode.CONNECTION_CHANGED,
                "The connection was changed or dropped meanwhile; look, and try again.");
    }

    private static SluiceException unknown() {
        return new SluiceException(ReasonCode.NOT_FOUND, "There is no such connection.");
    }

    private static SluiceException exists(String name) {
        return new SluiceException(
                ReasonCode.CONNECTION_EXISTS,
                "A connection named '"
                        + name
                        + "' exists already; drop it first or choose"
                        + " another name.");
    }
}
