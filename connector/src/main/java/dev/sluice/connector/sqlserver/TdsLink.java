package dev.sluice.connector.sqlserver;

import dev.sluice.connector.jdbc.DriverHooks;
import dev.sluice.connector.jdbc.Link;
import dev.sluice.connector.jdbc.Meter;
import java.sql.Connection;
import java.time.Duration;

/** A connection of the driver's, with the sockets below it. */
final class TdsLink implements Link {
    private final Connection connection;
    private final DriverHooks hooks;
    private volatile Duration timeout = Duration.ZERO;

    TdsLink(Connection connection, DriverHooks hooks) {
        this.connection = connection;
        this.hooks = hooks;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Meter meter() {
        return hooks.meter();
    }

    @Override
    public void cut() {
        hooks.cut();
    }

    /** What the next statement may take. */
    void allow(Duration next) {
        timeout = next;
    }

    /** In whole seconds, since the driver knows no other, at least one. */
    int timeoutSeconds() {
        return (int) Math.max(1, timeout.plusMillis(999).toSeconds());
    }
}
