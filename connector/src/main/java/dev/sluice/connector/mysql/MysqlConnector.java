package dev.sluice.connector.mysql;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Capabilities;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Database;
import dev.sluice.connector.Probe;
import dev.sluice.connector.Target;
import dev.sluice.connector.catalogue.MariaCatalogue;
import dev.sluice.connector.jdbc.JdbcCatalog;
import dev.sluice.connector.jdbc.JdbcDatabase;
import dev.sluice.core.Schema;
import java.util.EnumSet;

/** MySQL 8.0 and newer, or MariaDB 10.5 and newer: two engines with one protocol. */
public final class MysqlConnector implements Connector {
    private static final int PORT = 3306;

    private final Flavour flavour;

    private MysqlConnector(Flavour flavour) {
        this.flavour = flavour;
    }

    public static MysqlConnector mysql() {
        return new MysqlConnector(Flavour.MYSQL);
    }

    public static MysqlConnector mariadb() {
        return new MysqlConnector(Flavour.MARIADB);
    }

    @Override
    public String type() {
        return flavour.type();
    }

    @Override
    public String title() {
        return flavour.title();
    }

    @Override
    public int defaultPort() {
        return PORT;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                flavour.type(),
                flavour.proof(),
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
        try (MysqlEngine engine = engine(target);
                JdbcCatalog<MysqlLink> catalog = new JdbcCatalog<>(engine)) {
            return RoleProbe.run(catalog, target.settings().database());
        }
    }

    @Override
    public Schema readSchema(Target target) {
        String database = target.settings().database();
        try (MysqlEngine engine = engine(target);
                JdbcCatalog<MysqlLink> catalog = new JdbcCatalog<>(engine)) {
            return catalog.read(connection -> MariaCatalogue.read(connection, database));
        }
    }

    @Override
    public Database open(Target target, Capacity capacity) {
        return JdbcDatabase.open(engine(target), target.settings().mode(), capacity);
    }

    private MysqlEngine engine(Target target) {
        return new MysqlEngine(flavour, target.settings().database(), new MysqlLogin(target));
    }
}
