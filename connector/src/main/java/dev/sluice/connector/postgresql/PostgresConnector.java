package dev.sluice.connector.postgresql;

import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Grants;
import dev.sluice.connector.Probe;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;

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
        boolean weak;
        try (Secret password = credential.open()) {
            weak = RoleProbe.isWeak(password);
        }
        try (Catalog catalog = new Catalog(new Login(settings, credential))) {
            return RoleProbe.run(catalog, weak);
        }
    }

    @Override
    public Schema readSchema(ConnectionSettings settings, Credential credential) {
        try (Catalog catalog = new Catalog(new Login(settings, credential))) {
            return SchemaReader.read(catalog);
        }
    }

    @Override
    public String setupSql(ConnectionSettings settings, Grants grants) {
        return SetupSql.of(settings, grants);
    }

    @Override
    public Database open(ConnectionSettings settings, Credential credential, Capacity capacity) {
        return new PostgresDatabase(settings, credential, capacity);
    }
}
