package dev.sluice.connector.sqlserver;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Capabilities;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Database;
import dev.sluice.connector.EngineOption;
import dev.sluice.connector.Probe;
import dev.sluice.connector.Route;
import dev.sluice.connector.Target;
import dev.sluice.connector.jdbc.JdbcCatalog;
import dev.sluice.connector.jdbc.JdbcDatabase;
import dev.sluice.connector.oauth.OauthOptions;
import dev.sluice.connector.transport.TlsSockets;
import dev.sluice.core.Schema;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** SQL Server 2016 and newer, Azure SQL, and Azure Synapse. */
public final class SqlServerConnector implements Connector {
    private static final EngineOption TENANT =
            new EngineOption(
                    TokenSources.TENANT_ID,
                    "the Microsoft Entra tenant that issues tokens, by its id or domain",
                    false,
                    Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,127}"));

    private static final List<EngineOption> OPTIONS =
            Stream.concat(Stream.of(TENANT), OauthOptions.ALL.stream()).toList();

    private final Edition edition;

    private SqlServerConnector(Edition edition) {
        this.edition = edition;
    }

    public static SqlServerConnector sqlServer() {
        return new SqlServerConnector(Edition.SQL_SERVER);
    }

    public static SqlServerConnector synapse() {
        return new SqlServerConnector(Edition.SYNAPSE);
    }

    @Override
    public String type() {
        return edition.type();
    }

    @Override
    public String title() {
        return edition.title();
    }

    @Override
    public int defaultPort() {
        return 1433;
    }

    @Override
    public Capabilities capabilities() {
        boolean full = edition == Edition.SQL_SERVER;
        return new Capabilities(
                null,
                Capabilities.Proof.WIRE,
                true,
                false,
                full,
                true,
                full,
                Set.of(
                        AuthMethod.PASSWORD,
                        AuthMethod.TOKEN,
                        AuthMethod.OAUTH_CLIENT,
                        AuthMethod.OAUTH_REFRESH),
                EnumSet.allOf(ConnectionMode.class));
    }

    @Override
    public List<EngineOption> options() {
        return OPTIONS;
    }

    @Override
    public Probe probe(Target target) {
        try (SqlServerEngine engine = engine(target);
                JdbcCatalog<TdsLink> catalog = new JdbcCatalog<>(engine)) {
            return RoleProbe.run(catalog, edition, engine.encrypts());
        }
    }

    @Override
    public Schema readSchema(Target target) {
        try (SqlServerEngine engine = engine(target);
                JdbcCatalog<TdsLink> catalog = new JdbcCatalog<>(engine)) {
            return SchemaReader.read(catalog);
        }
    }

    @Override
    public Database open(Target target, Capacity capacity) {
        return JdbcDatabase.open(engine(target), target.settings().mode(), capacity);
    }

    private SqlServerEngine engine(Target target) {
        ConnectionSettings settings = target.settings();
        TlsSockets tls = TlsSockets.of(settings, target.credential());
        TokenSource tokens = TokenSources.of(target);
        Route route = target.network().route(settings, target.credential());
        return new SqlServerEngine(
                new TdsLogin(settings, target.credential(), route, tls, tokens), edition);
    }
}
