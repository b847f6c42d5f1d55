package dev.sluice.server.store;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * One tenant's part of the store. Every connection logs in as the tenant's own role, finds the
 * tenant's tables without naming a schema, and reaches nothing else.
 */
public final class TenantStore {
    private static final int CONNECTIONS_MAX = 8;

    private final TenantId tenant;
    private final RoleLogin login;
    private final Pool pool;

    TenantStore(TenantId tenant, RoleLogin login) {
        this.tenant = tenant;
        this.login = login;
        this.pool = new Pool("store-" + tenant, login, CONNECTIONS_MAX);
    }

    public TenantId tenant() {
        return tenant;
    }

    /** The name of the tenant's schema, for the role that owns all of them. */
    public String schema() {
        return Tenants.schema(tenant);
    }

    /**
     * A pool of at most 8 connections. {@code getConnection} throws {@link SluiceException}: {@code
     * STORE_UNAVAILABLE} or {@code OVERLOADED}, after at most 2 s.
     */
    public DataSource dataSource() {
        return pool;
    }

    /**
     * A connection outside the pool, for one owner that keeps it; the owner closes it.
     *
     * @throws SQLException when the server cannot be reached in 2 s
     */
    public Connection dedicatedConnection() throws SQLException {
        return login.getConnection();
    }

    /** Fails closed should the connections be anybody's but the tenant's. */
    void checkIdentity() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_user, current_schema()")) {
            row.next();
            if (!Tenants.role(tenant).equals(row.getString(1))
                    || !Tenants.schema(tenant).equals(row.getString(2))) {
                throw new SluiceException(
                        ReasonCode.CONFIG_INVALID,
                        "The store's URL overrides whom connections log in as, or their schema.");
            }
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    void close() {
        pool.close();
    }
}
