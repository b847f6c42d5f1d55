package dev.sluice.server.admin;

import dev.sluice.connector.Connector;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Probe;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
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

    public ConnectionService(Vault vault) {
        this.vault = vault;
    }

    /**
     * Connects once, looks what the role can do, and keeps the connection with its password sealed.
     * Nothing of it is visible to anybody until a policy says so.
     *
     * @param password stays open
     * @throws SluiceException {@code CONNECTION_EXISTS}, {@code SOURCE_UNAVAILABLE}, {@code
     *     INVALID_ARGUMENT}
     */
    public SourceConnection connect(
            Tenant tenant, NewConnection added, Secret password, AdminLog.Actor actor) {
        if (tenant.currentState().connection(added.name()).isPresent()) {
            throw exists(added.name());
        }
        Connector connector = Connectors.of(added.settings().type());
        Credential credential = () -> Secret.takingOver(password.reveal().clone());
        Probe probe = connector.probe(added.settings(), credential);
        Schema catalogue = connector.readSchema(added.settings(), credential);
        SourceConnection connection =
                SourceConnections.create(
                        tenant.id(), vault, added, password, actor.user(), probe, catalogue);
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
        Connector connector = Connectors.of(connection.settings().type());
        Credential credential = SourceConnections.credential(tenant.id(), vault, connection);
        Probe probe = connector.probe(connection.settings(), credential);
        Schema catalogue = connector.readSchema(connection.settings(), credential);
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
     * Removes the connection and its sealed password. Running queries on it are cancelled.
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
