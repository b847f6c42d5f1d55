package dev.sluice.connector.redshift;

import dev.sluice.connector.jdbc.DriverHooks;
import dev.sluice.connector.jdbc.Link;
import dev.sluice.connector.jdbc.Meter;
import java.sql.Connection;

/** A connection of the driver's, with the sockets below it. */
record RedshiftLink(Connection connection, DriverHooks hooks) implements Link {
    @Override
    public Meter meter() {
        return hooks.meter();
    }

    @Override
    public void cut() {
        hooks.cut();
    }
}
