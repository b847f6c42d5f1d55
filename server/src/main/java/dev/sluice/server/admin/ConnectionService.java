package dev.sluice.server.admin;

import dev.sluice.connector.Connector;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.Network;
import dev.sluice.connector.Probe;
import dev.sluice.connector.SecretBundle;
import dev.sluice.connector.Target;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.server.audit.AdminLog;
import dev.sluice.server.source.NewConnection;
import dev.sluice.server.source.SourceConnection;
import dev.sluice.server.source.SourceConnections;
import dev.sluice.server.store.Transactions;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.vault.Vault;
import java.util.Map;

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
     *     INVALID_ARGUMENT}
     */
    public SourceConnection connect(
            Tenant tenant, NewConnection added, SecretBundle secrets, AdminLog.Actor actor) {
        if (tenant.currentState().connection(added.name()).isPresent()) {
            throw exists(added.name());
        }
        Connector connector = Connectors.check(added.settings());
        Target target = new Target(added.settings(), secrets, network);
        Probe probe = connector.probe(target);
        Schema catalogue = connector.readSchema(target);
        SourceConnection connection =
                SourceConnections.create(
                        tenant.id(), vault, added, secrets, actor.user(), probe, catalogue);
        return Change.of(
                tenant,
                store -> {
                    if (!SourceConnections.insert(store, connection)) {
                        throw exists(added.name());
                    }
                    AdminLog.append(
                            store,
                            actor,
                            "connection.created",
                            added.name(),
                            Map.of(
                                    "type", added.settings().type(),
                                    "host", added.settings().host(),
                                    "database", added.settings().database(),
                                    "user", added.settings().user()));
                    return connection;
                });
    }

    /**
     * Connects again and keeps what is there now.
     *
     * @throws SluiceException {@code NOT_FOUND}, {@code SOURCE_UNAVAILABLE}
     */
    public Probe test(Tenant tenant, String name, AdminLog.Actor actor) {
        SourceConnection connection = find(tenant, name);
        Connector connector = Connectors.check(connection.settings());
        Target target =
                new Target(
                        connection.settings(),
                        SourceConnections.credential(tenant.id(), vault, connection),
                        network);
        Probe probe = connector.probe(target);
        Schema catalogue = connector.readSchema(target);
        boolean changed =
                !probe.equals(connection.probe()) || !catalogue.equals(connection.catalogue());
        Transactions.Work<Probe> work =
                store -> {
                    if (!SourceConnections.tested(store, connection, probe, catalogue)) {
                        throw unknown();
                    }
                    AdminLog.append(
                            store,
                            actor,
                            "connection.tested",
                            name,
                            Map.of("tables", probe.tables()));
                    return probe;
                };
        // Nothing that was decided goes stale when the test found what was known.
        return changed ? Change.of(tenant, work) : Transactions.inTransaction(tenant.store(), work);
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
