package dev.sluice.server.store;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.vault.Cell;
import dev.sluice.vault.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The rows of {@code tenants}, and the role and the schema that belong to each. */
final class Tenants {
    /** SQLSTATE of a role or schema that exists already. */
    private static final List<String> EXISTS = List.of("42710", "42P06");

    private static final int CONNECTIONS_OF_A_ROLE_MAX = 40;

    private final DataSource deployment;
    private final Vault vault;

    Tenants(DataSource deployment, Vault vault) {
        this.deployment = deployment;
        this.vault = vault;
    }

    /** How a tenant's role logs in. */
    record Login(String role, Sealed password) {}

    /** A role's password as it stands in the table. */
    static final class Sealed {
        private final byte[] bytes;

        private Sealed(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    static String schema(TenantId tenant) {
        return "tenant_" + tenant;
    }

    static String role(TenantId tenant) {
        return "sluice_tenant_" + tenant;
    }

    private static Cell passwordCell(TenantId tenant) {
        return new Cell("tenants", tenant.value(), "sealed_password");
    }

    Optional<Login> find(TenantId tenant) {
        try (Connection connection = deployment.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "select login_role, sealed_password from tenants where id = ?")) {
            statement.setString(1, tenant.value());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Login(rows.getString(1), new Sealed(rows.getBytes(2))))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    List<TenantId> all() {
        try (Connection connection = deployment.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from tenants order by id")) {
            List<TenantId> tenants = new ArrayList<>();
            while (rows.next()) {
                tenants.add(new TenantId(rows.getString(1)));
            }
            return tenants;
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    Secret password(TenantId tenant, Login login) {
        return vault.open(tenant, passwordCell(tenant), login.password().bytes);
    }

    /** Row, role and schema in one transaction; false when the tenant exists. */
    boolean create(TenantId tenant, Transactions.Work<?> also) {
        try (Secret password = StorePassword.random()) {
            byte[] sealed = vault.seal(tenant, passwordCell(tenant), password);
            return Transactions.inTransaction(
                    deployment,
                    connection -> {
                        Store.lockCatalogue(connection);
                        requireUnused(connection, tenant);
                        if (!insert(connection, tenant, sealed)) {
                            return false;
                        }
                        makeRole(connection, tenant, password);
                        makeSchema(connection, tenant);
                        checkIsolation(connection, tenant);
                        also.on(connection);
                        return true;
                    });
        }
    }

    private static void requireUnused(Connection connection, TenantId tenant) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select 1 from purged_tenants where id = ?")) {
            statement.setString(1, tenant.value());
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    throw new SluiceException(
                            ReasonCode.INVALID_ARGUMENT,
                            "A tenant named '"
                                    + tenant
                                    + "' was deleted; its name cannot be used again.");
                }
            }
        }
    }

    /**
     * Schema, role, keys and rows in one transaction; false when there is no such tenant, or it was
     * taken back meanwhile, or deleted later than this.
     */
    boolean purge(TenantId tenant, Instant deletedUntil, Transactions.Work<?> also) {
        return Transactions.inTransaction(
                deployment,
                connection -> {
                    Store.lockCatalogue(connection);
                    if (!deleteRow(connection, tenant, deletedUntil)) {
                        return false;
                    }
                    delete(connection, "delete from tenant_keys where tenant = ?", tenant);
                    delete(connection, "insert into purged_tenants values (?, now())", tenant);
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("drop schema " + schema(tenant) + " cascade");
                        statement.execute(
                                "revoke all on database "
                                        + quoted(connection.getCatalog())
                                        + " from "
                                        + role(tenant));
                        statement.execute("drop role " + role(tenant));
                    }
                    also.on(connection);
                    return true;
                });
    }

    private static boolean deleteRow(Connection connection, TenantId tenant, Instant deletedUntil)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "delete from tenants where id = ? and deleted_at <= ?")) {
            statement.setString(1, tenant.value());
            statement.setObject(2, deletedUntil.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate() > 0;
        }
    }

    private static boolean delete(Connection connection, String sql, TenantId tenant)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, tenant.value());
            return statement.executeUpdate() > 0;
        }
    }

    private static boolean insert(Connection connection, TenantId tenant, byte[] sealed)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "insert into tenants (id, login_role, sealed_password)"
                                + " values (?, ?, ?) on conflict (id) do nothing")) {
            statement.setString(1, tenant.value());
            statement.setString(2, role(tenant));
            statement.setBytes(3, sealed);
            return statement.executeUpdate() == 1;
        }
    }

    private static void makeRole(Connection connection, TenantId tenant, Secret password)
            throws SQLException {
        String role = role(tenant);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create role %s login connection limit %d password '%s'"
                            .formatted(
                                    role, CONNECTIONS_OF_A_ROLE_MAX, ScramVerifier.of(password)));
        } catch (SQLException e) {
            throw alreadyThere(e, "role " + role);
        }
    }

    private static void makeSchema(Connection connection, TenantId tenant) throws SQLException {
        String schema = schema(tenant);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create schema " + schema);
            statement.execute("revoke all on schema " + schema + " from public");
            statement.execute("grant usage on schema " + schema + " to " + role(tenant));
            statement.execute(
                    "grant connect on database "
                            + quoted(connection.getCatalog())
                            + " to "
                            + role(tenant));
        } catch (SQLException e) {
            throw alreadyThere(e, "schema " + schema);
        }
    }

    /** On a database that is not ours to close, a revoke does nothing but warn. */
    private static void checkIsolation(Connection connection, TenantId tenant) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select has_database_privilege(r, current_database(), 'create')
                            or has_database_privilege(r, current_database(), 'temporary')
                            or exists (
                                select from pg_namespace n
                                where n.nspname <> s and n.nspname !~ '^pg_'
                                  and n.nspname <> 'information_schema'
                                  and (has_schema_privilege(r, n.oid, 'usage')
                                    or has_schema_privilege(r, n.oid, 'create')))
                            or exists (select from pg_auth_members m where m.member = r::regrole)
                        from (select ?::text as r, ?::text as s) as asked
                        """)) {
            statement.setString(1, role(tenant));
            statement.setString(2, schema(tenant));
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next() && rows.getBoolean(1)) {
                    throw new SluiceException(
                            ReasonCode.CONFIG_INVALID,
                            "The store's database gives every role more than a tenant may have."
                                    + " Let Sluice's user own the database, and revoke what other"
                                    + " schemas grant to PUBLIC.");
                }
            }
        }
    }

    private static SQLException alreadyThere(SQLException e, String what) {
        if (e.getSQLState() != null && EXISTS.contains(e.getSQLState())) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "The store's server has a "
                            + what
                            + " that this deployment did not make. Use a server of its own, or drop"
                            + " what is left of an earlier one.",
                    e);
        }
        return e;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
