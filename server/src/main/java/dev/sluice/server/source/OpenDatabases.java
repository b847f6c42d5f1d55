package dev.sluice.server.source;

import dev.sluice.connector.Capacity;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.Database;
import dev.sluice.connector.Network;
import dev.sluice.connector.Target;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.vault.Vault;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A tenant's open database handles, one for each connection and version of its credential. */
public final class OpenDatabases implements AutoCloseable {
    private final TenantId tenant;
    private final Vault vault;
    private final Network network;
    private final Map<Key, Database> open = new ConcurrentHashMap<>();
    private volatile Set<Key> kept = Set.of();

    private record Key(UUID connection, int credentialVersion) {
        static Key of(SourceConnection connection) {
            return new Key(connection.id(), connection.credentialVersion());
        }
    }

    public OpenDatabases(TenantId tenant, Vault vault, Network network) {
        this.tenant = tenant;
        this.vault = vault;
        this.network = network;
    }

    /**
     * The handle of this connection, opened if need be.
     *
     * @throws SluiceException {@code SOURCE_UNAVAILABLE} for one that was dropped meanwhile
     */
    public Database of(SourceConnection connection) {
        Key key = Key.of(connection);
        if (!kept.contains(key)) {
            throw new SluiceException(
                    ReasonCode.SOURCE_UNAVAILABLE, "The connection is not there any more.");
        }
        Database database = open.computeIfAbsent(key, absent -> open(connection));
        if (!kept.contains(key) && open.remove(key, database)) {
            database.close(); // dropped while it was being opened
        }
        return database;
    }

    private Database open(SourceConnection connection) {
        Database database =
                Connectors.of(connection.settings().type())
                        .open(
                                new Target(
                                        connection.settings(),
                                        SourceConnections.credential(tenant, vault, connection),
                                        network),
                                Capacity.DEFAULT);
        database.warm();
        return database;
    }

    /** Closes the handles of connections that are no more, or have another credential. */
    public void keepOnly(List<SourceConnection> connections) {
        Set<Key> wanted = new HashSet<>();
        connections.forEach(connection -> wanted.add(Key.of(connection)));
        kept = wanted;
        for (Key key : List.copyOf(open.keySet())) {
            if (!wanted.contains(key)) {
                Database database = open.remove(key);
                if (database != null) {
                    database.close();
                }
            }
        }
    }

    @Override
    public void close() {
        keepOnly(List.of());
    }
}
