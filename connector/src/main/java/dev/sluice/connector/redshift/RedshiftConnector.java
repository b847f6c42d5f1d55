package dev.sluice.connector.redshift;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Capabilities;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Database;
import dev.sluice.connector.Probe;
import dev.sluice.connector.Target;
import dev.sluice.connector.jdbc.JdbcCatalog;
import dev.sluice.connector.jdbc.JdbcDatabase;
import dev.sluice.core.Schema;
import java.util.EnumSet;
import java.util.Set;

/**
 * Amazon Redshift, provisioned or serverless. The guard's dialect for it is not one that a policy
 * can name yet, so no query of an agent's runs there.
 */
public final class RedshiftConnector implements Connector {
    @Override
    public String type() {
        return "redshift";
    }

    @Override
    public String title() {
        return "Amazon Redshift";
    }

    @Override
    public int defaultPort() {
        return 5439;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                null,
                Capabilities.Proof.WIRE,
                true,
                true,
                true,
                true,
                true,
                Set.of(AuthMethod.PASSWORD),
                EnumSet.allOf(ConnectionMode.class));
    }

    @Override
    public Probe probe(Target target) {
        try (RedshiftEngine engine = engine(target);
                JdbcCatalog<RedshiftLink> catalog = new JdbcCatalog<>(engine)) {
            return RoleProbe.run(catalog, engine.encrypts());
        }
    }

    @Override
    public Schema readSchema(Target target) {
        try (RedshiftEngine engine = engine(target);
                JdbcCatalog<RedshiftLink> catalog = new JdbcCatalog<>(engine)) {
            return SchemaReader.read(catalog);
        }
    }

    @Override
    public Database open(Target target, Capacity capacity) {
        return JdbcDatabase.open(engine(target), target.settings().mode(), capacity);
    }

    private static RedshiftEngine engine(Target target) {
        return new RedshiftEngine(new RedshiftLogin(target));
    }
}
