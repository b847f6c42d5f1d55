package dev.sluice.server.demo;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.SecretBundle;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.admin.ConnectionService;
import dev.sluice.server.admin.PolicyService;
import dev.sluice.server.audit.AdminLog;
import dev.sluice.server.source.NewConnection;
import dev.sluice.server.store.EmbeddedPostgres;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;

/** Puts the sample shop into the embedded PostgreSQL and connects a tenant to it. */
public final class DemoShop {
    private static final String DATABASE = "shop";
    private static final String ROLE = "shop_agent";
    private static final int PASSWORD_BYTES = 24;
    private static final AdminLog.Actor ACTOR = new AdminLog.Actor("demo", "demo");

    private DemoShop() {}

    /**
     * Creates the database with a role that can only read it, the connection {@code shop}, and a
     * policy for one agent.
     *
     * @param agent the client that the policy is for
     * @throws SluiceException when the database cannot be created
     */
    public static void create(EmbeddedPostgres server, Vault vault, Tenant tenant, String agent) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        try (Secret owner = server.password()) {
            createDatabase(server, owner, password);
        } catch (SQLException e) {
            throw new SluiceException(
                    ReasonCode.STORE_UNAVAILABLE, "The sample database could not be created.", e);
        }
        ConnectionService connections = new ConnectionService(vault, new DirectNetwork());
        try (SecretBundle secrets =
                SecretBundle.ofPassword(Secret.takingOver(password.toCharArray()))) {
            connections.connect(
                    tenant,
                    new NewConnection(DATABASE, settings(server), Set.of()),
                    secrets,
                    ACTOR);
        }
        new PolicyService(connections)
                .apply(tenant, ShopDatabase.policy().replace("@USER@", agent), ACTOR);
    }

    private static ConnectionSettings settings(EmbeddedPostgres server) {
        return ConnectionSettings.of(
                "postgresql", "127.0.0.1", server.port(), DATABASE, ROLE, TlsMode.DISABLE);
    }

    private static void createDatabase(EmbeddedPostgres server, Secret owner, String password)
            throws SQLException {
        try (Connection connection = login(server, owner, server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + ROLE + " login password '" + password + "'");
            statement.execute("create database " + DATABASE);
        }
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + DATABASE;
        try (Connection connection = login(server, owner, url);
                Statement statement = connection.createStatement()) {
            ShopDatabase.create(connection);
            statement.execute("revoke all on database " + DATABASE + " from public");
            statement.execute("revoke all on schema public from public");
            statement.execute("grant connect on database " + DATABASE + " to " + ROLE);
            statement.execute("grant usage on schema shop to " + ROLE);
            statement.execute("grant select on all tables in schema shop to " + ROLE);
            statement.execute("revoke all on shop.employees from " + ROLE);
        }
    }

    private static Connection login(EmbeddedPostgres server, Secret owner, String url)
            throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", server.user());
        login.setProperty("password", new String(owner.reveal(), StandardCharsets.UTF_8));
        return DriverManager.getConnection(url, login);
    }
}
