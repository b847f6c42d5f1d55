package dev.sluice.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/**
 * A small pool of one role's connections. It needs no server to be made, and finds one again by
 * itself.
 *
 * <p>{@link #getConnection} throws a {@link SluiceException}: {@code STORE_UNAVAILABLE} when the
 * server cannot be reached, {@code OVERLOADED} when all connections are in use for too long.
 */
final class Pool extends ConnectionSource implements AutoCloseable {
    static final Duration WAITING_MAX = Duration.ofSeconds(2);

    private static final Duration VALIDATING_MAX = Duration.ofSeconds(1);
    private static final Duration IDLE_MAX = Duration.ofMinutes(5);

    private final HikariDataSource connections;

    Pool(String name, RoleLogin login, int connectionsMax) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(login);
        config.setMaximumPoolSize(connectionsMax);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE_MAX.toMillis());
        config.setConnectionTimeout(WAITING_MAX.toMillis());
        config.setValidationTimeout(VALIDATING_MAX.toMillis());
        config.setInitializationFailTimeout(-1);
        this.connections = new HikariDataSource(config);
    }

    @Override
    public Connection getConnection() {
        try {
            return connections.getConnection();
        } catch (SQLTransientConnectionException e) {
            throw e.getCause() == null
                    ? new SluiceException(
                            ReasonCode.OVERLOADED,
                            "Too many calls to the store at once; try again shortly.",
                            e)
                    : StoreFailure.unavailable(e);
        } catch (SQLException e) {
            throw StoreFailure.unavailable(e);
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
