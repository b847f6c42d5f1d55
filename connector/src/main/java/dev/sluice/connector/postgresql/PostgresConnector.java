package dev.sluice.connector.postgresql;

import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Probe;
import dev.sluice.core.Schema;

/** PostgreSQL 12 and newer. */
public final class PostgresConnector implements Connector {
    @Override
    public String type() {
        return "postgresql";
    }

    @Override
    public int defaultPort() {
        return 5432;
    }

    @Override
    public Probe probe(ConnectionSettings settings, Credential credential) {
        try (Catalog catalog = new Catalog(new Login(settings, credential))) {
            return RoleProbe.run(catalog);
        }
    }

    @Override
    public Schema readSchema(ConnectionSettings settings, Credential credential) {
        try (Catalog catalog = new Catalog(new Login(settings, credential))) {
            return SchemaReader.read(catalog);
        }
    }

    @Override
    public Database open(ConnectionSettings settings, Credential credential, Capacity capacity) {
        return new PostgresDatabase(settings, credential, capacity);
    }
}
