package dev.sluice.server.store;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.vault.KeyRing;
import dev.sluice.vault.Vault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The store of one deployment: its own schema, its tenants', and the vault whose keys are kept
 * there. Safe for use by several threads.
 */
public final class Store implements AutoCloseable {
    /**
     * In place of a tenant where the deployment's own secrets are sealed; no tenant can have this
     * name.
     */
    public static final TenantId DEPLOYMENT = new TenantId("sluice_deployment");

    private static final String SCHEMA = "sluice";
    private static final int CONNECTIONS_MAX = 8;

    /** SQLSTATE insufficient_privilege. */
    private static final String DENIED = "42501";

    /** A server that says nothing for so long is taken for dead; no statement of ours takes it. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    private final @Nullable EmbeddedPostgres embedded;
    private final String jdbcUrl;
    private final RoleLogin owner;
    private final Pool deployment;
    private final Vault vault;
    private final Tenants tenants;
    private final Map<TenantId, TenantStore> opened = new ConcurrentHashMap<>();
    private boolean closed;

    private Store(
            @Nullable EmbeddedPostgres embedded, String jdbcUrl, RoleLogin owner, KeyRing keys) {
        this.embedded = embedded;
        this.jdbcUrl = jdbcUrl;
        this.owner = owner;
        this.deployment = new Pool("store", owner, CONNECTIONS_MAX);
        this.vault = new Vault(keys, new TenantKeys(deployment));
        this.tenants = new Tenants(deployment, vault);
    }

    /**
     * Opens the store, starts its server when that is embedded, and brings the deployment's schema
     * up to date.
     *
     * @param keys closed with the store
     * @throws SluiceException {@code CONFIG_INVALID} when the settings cannot work, {@code
     *     STORE_UNAVAILABLE} when the server does not start or answer
     */
    public static Store open(StoreSettings settings, KeyRing keys) {
        return switch (settings) {
            case StoreSettings.Embedded(var directory) -> {
                EmbeddedPostgres server = EmbeddedPostgres.start(directory);
                try {
                    yield open(server, server.jdbcUrl(), server.user(), server::password, keys);
                } catch (RuntimeException e) {
                    server.close();
                    throw server.explained(e);
                }
            }
            case StoreSettings.External(var url, var user, var password) ->
                    open(null, url, user, () -> copy(password), keys);
        };
    }

    private static Store open(
            @Nullable EmbeddedPostgres embedded,
            String jdbcUrl,
            String user,
            Supplier<Secret> password,
            KeyRing keys) {
        RoleLogin owner = new RoleLogin(jdbcUrl, user, password, SCHEMA, ANSWER_MAX);
        asOwner(() ->
                Transactions.inTransaction(
                        owner,
                        connection -> {
                            prepare(connection);
                            return true;
                        }));
        Migrations.run(owner, SCHEMA, "db/deployment", Map.of());
        return new Store(embedded, jdbcUrl, owner, keys);
    }

    private static Secret copy(Secret secret) {
        return Secret.takingOver(secret.reveal().clone());
    }

    /** Closes the database to everybody, so that a tenant's role has only what it is given. */
    private static void prepare(Connection connection) throws SQLException {
        lockCatalogue(connection);
        String database = '"' + connection.getCatalog().replace("\"", "\"\"") + '"';
        try (Statement statement = connection.createStatement()) {
            statement.execute("create schema if not exists " + SCHEMA);
            statement.execute("revoke all on schema " + SCHEMA + " from public");
            statement.execute("revoke all on schema public from public");
            statement.execute("revoke all on database " + database + " from public");
        }
    }

    private static <T> T asOwner(Supplier<T> work) {
        try {
            return work.get();
        } catch (SluiceException e) {
            if (e.getCause() instanceof SQLException sql && DENIED.equals(sql.getSQLState())) {
                throw new SluiceException(
                        ReasonCode.CONFIG_INVALID,
                        "The store's database user lacks a right that Sluice needs: it must own"
                                + " the database and have CREATEROLE.",
                        e);
            }
            throw e;
        }
    }

    /** Until the transaction ends; the server fails when two nodes change one grant at once. */
    static void lockCatalogue(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "select pg_advisory_xact_lock(hashtextextended('sluice.catalogue', 0))");
        }
    }

    /**
     * The deployment's schema, as the role that owns everything: a pool of at most 8 connections.
     * {@code getConnection} throws {@link SluiceException}: {@code STORE_UNAVAILABLE} or {@code
     * OVERLOADED}, after at most 2 s.
     */
    public DataSource deployment() {
        return deployment;
    }

    /** The server, when it is our own. */
    public Optional<EmbeddedPostgres> embedded() {
        return Optional.ofNullable(embedded);
    }

    /** Seals and opens tenants' secrets; open for as long as the store is. */
    public Vault vault() {
        return vault;
    }

    /**
     * Makes a tenant: its row, its login role and its schema.
     *
     * @return false when there is one of this name already
     * @throws SluiceException {@code INVALID_ARGUMENT} for the name that is ours, and for that of a
     *     tenant that was deleted
     */
    public boolean createTenant(TenantId tenant) {
        return createTenant(tenant, connection -> true);
    }

    /**
     * The same, with more work in the transaction that makes the tenant.
     *
     * @param also on the deployment's connection
     */
    public boolean createTenant(TenantId tenant, Transactions.Work<?> also) {
        if (tenant.equals(DEPLOYMENT)) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT, "No tenant can be named '" + tenant + "'.");
        }
        return asOwner(() -> tenants.create(tenant, also));
    }

    /** All tenants, by name. */
    public List<TenantId> tenants() {
        return tenants.all();
    }

    /**
     * One tenant's part of the store, whose schema is brought up to date the first time.
     *
     * @throws SluiceException {@code NOT_FOUND} when there is no such tenant
     */
    public TenantStore tenant(TenantId tenant) {
        TenantStore known = opened.get(tenant);
        return known != null ? known : openTenant(tenant);
    }

    private synchronized TenantStore openTenant(TenantId tenant) {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        TenantStore known = opened.get(tenant);
        if (known != null) {
            return known;
        }
        Optional<Tenants.Login> found = tenants.find(tenant);
        if (found.isEmpty()) {
            throw new SluiceException(ReasonCode.NOT_FOUND, "There is no tenant '" + tenant + "'.");
        }
        Tenants.Login login = found.get();
        tenants.password(tenant, login).close(); // a broken seal is said here, not by the pool
        String schema = Tenants.schema(tenant);
        Migrations.run(owner, schema, "db/tenant", Map.of("tenant_role", login.role()));
        TenantStore fresh =
                new TenantStore(
                        tenant,
                        new RoleLogin(
                                jdbcUrl,
                                login.role(),
                                () -> tenants.password(tenant, login),
                                schema,
                                ANSWER_MAX));
        try {
            fresh.checkIdentity();
        } catch (RuntimeException e) {
            fresh.close();
            throw e;
        }
        opened.put(tenant, fresh);
        return fresh;
    }

    /**
     * Deletes a tenant with its schema, its role, its keys and all rows that name it. What was
     * sealed for it cannot be read again, wherever a copy is.
     *
     * @param deletedUntil one that was deleted later, or taken back, stays
     * @param also on the deployment's connection, in the same transaction
     * @return false when there is no such tenant
     */
    public boolean purgeTenant(TenantId tenant, Instant deletedUntil, Transactions.Work<?> also) {
        boolean purged = asOwner(() -> tenants.purge(tenant, deletedUntil, also));
        if (purged) {
            forget(tenant);
        }
        return purged;
    }

    /** Closes what this node has open of a tenant. */
    public synchronized void forget(TenantId tenant) {
        TenantStore known = opened.remove(tenant);
        if (known != null) {
            known.close();
        }
    }

    /** Closes the pools and the vault, and stops an embedded server. */
    @Override
    public synchronized void close() {
        closed = true;
        opened.values().forEach(TenantStore::close);
        opened.clear();
        deployment.close();
        vault.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
