package dev.sluice.server.epoch;

import dev.sluice.core.SluiceException;
import dev.sluice.server.store.StoreFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * One tenant's versions as this node last saw them. They may be behind: the insert of an intent
 * compares them with the store's, and whoever is told that one was stale reads them again.
 */
public final class TenantEpochs {
    /** The version of the policy that is in force. */
    public static final String POLICY = "policy";

    /** Has the version 1 while the tenant is suspended, else 0. */
    public static final String SUSPENDED = "suspended";

    /** Versions remembered; beyond it they are all forgotten and read again. */
    private static final int KNOWN_MAX = 50_000;

    private final DataSource store;
    private final Map<String, Long> known = new ConcurrentHashMap<>();

    /**
     * @param store the tenant's own
     */
    public TenantEpochs(DataSource store) {
        this.store = store;
    }

    /** The name under which a token's version is kept. */
    public static String token(String id) {
        return "token:" + id;
    }

    /** The name under which an account's or a client's version is kept. */
    public static String account(String id) {
        return "account:" + id;
    }

    /**
     * The version last seen, read from the store at first sight.
     *
     * @throws SluiceException {@code STORE_UNAVAILABLE}
     */
    public long version(String name) {
        Long version = known.get(name);
        return version != null ? version : refresh(name);
    }

    /**
     * Reads the version from the store.
     *
     * @throws SluiceException {@code STORE_UNAVAILABLE}
     */
    public long refresh(String name) {
        try (Connection connection = store.getConnection()) {
            long version = read(connection, name);
            if (known.size() >= KNOWN_MAX) {
                known.clear();
            }
            known.put(name, version);
            return version;
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    /** Forgets the version last seen: somebody else has raised it. */
    public void forget(String name) {
        known.remove(name);
    }

    /** The version as this connection's transaction sees it. */
    public static long read(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select version from warehouse_epochs where name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /**
     * Raises a version; what was decided under the one before is stale from the commit on.
     *
     * @param connection of the tenant's store, so that the version changes together with what it
     *     stands for
     * @return the new version
     */
    public long raise(Connection connection, String name) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "insert into warehouse_epochs (name, version) values (?, 1)"
                                + " on conflict (name) do update"
                                + " set version = warehouse_epochs.version + 1 returning"
                                + " version")) {
            upsert.setString(1, name);
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                known.remove(name);
                return row.getLong(1);
            }
        }
    }
}
