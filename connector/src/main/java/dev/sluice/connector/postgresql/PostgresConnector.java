package dev.sluice.connector.postgresql;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Capabilities;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Database;
import dev.sluice.connector.Probe;
import dev.sluice.connector.Target;
import dev.sluice.connector.jdbc.SessionDatabase;
import dev.sluice.core.Schema;
import java.util.EnumSet;

/** PostgreSQL 12 and newer. */
public final class PostgresConnector implements Connector {
    @Override
    public String type() {
        return "postgresql";
    }

    @Override
    public String title() {
        return "PostgreSQL";
    }

    @Override
    public int defaultPort() {
        return 5432;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "postgresql",
                Capabilities.Proof.REAL,
                true,
                true,
                true,
                true,
                true,
                EnumSet.of(AuthMethod.PASSWORD),
                EnumSet.allOf(ConnectionMode.class));
    }

    @Override
    public Probe probe(Target target) {
        try (Catalog catalog = new Catalog(new Login(target))) {
            return RoleProbe.run(catalog);
        }
    }

    @Override
    public Schema readSchema(Target target) {
        try (Catalog catalog = new Catalog(new Login(target))) {
            return SchemaReader.read(catalog);
        }
    }

    @Override
    public Database open(Target target, Capacity capacity) {
        return new SessionDatabase<>(
                new PostgresEngine(new Login(target)), target.settings().mode(), capacity);
    }
}
