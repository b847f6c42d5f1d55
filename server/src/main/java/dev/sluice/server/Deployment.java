package dev.sluice.server;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.audit.QueryLog;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.control.ControlPlane;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.federation.Federation;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.identity.Consents;
import dev.sluice.server.identity.DeviceRequests;
import dev.sluice.server.identity.Exchanges;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.Invitations;
import dev.sluice.server.identity.Ledger;
import dev.sluice.server.identity.Members;
import dev.sluice.server.identity.PushedRequests;
import dev.sluice.server.identity.Registrations;
import dev.sluice.server.identity.Sealer;
import dev.sluice.server.identity.SetupLinks;
import dev.sluice.server.identity.SigningKeys;
import dev.sluice.server.identity.TenantSchemas;
import dev.sluice.server.identity.Tokens;
import dev.sluice.server.session.SessionNotes;
import dev.sluice.server.session.SessionStore;
import dev.sluice.server.session.Sessions;
import dev.sluice.server.session.Visits;
import dev.sluice.server.source.MaskKeys;
import dev.sluice.server.source.OpenDatabases;
import dev.sluice.server.store.EmbeddedPostgres;
import dev.sluice.server.store.Store;
import dev.sluice.server.store.StoreSettings;
import dev.sluice.server.store.TenantStore;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.Tenants;
import dev.sluice.vault.Cell;
import dev.sluice.vault.KeyWrapper;
import dev.sluice.vault.LocalKeyFile;
import dev.sluice.vault.MasterKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The store and what stands on it, without any endpoint: what the server runs on, and what the
 * commands for the host's operator use.
 */
public final class Deployment implements AutoCloseable {
    /** Names this process in the query logs; a new one for each start. */
    private final String node = UUID.randomUUID().toString();

    private final Store store;
    private final Tenants tenants;
    private final ControlPlane.Identity identity;

    private Deployment(Store store, Set<String> privateIssuers) {
        this.store = store;
        this.tenants = new Tenants(this::openTenant);
        InstantSource clock = InstantSource.system();
        Ledger ledger = new Ledger(schemas());
        Accounts accounts = new Accounts(store.deployment(), ledger, clock);
        Tokens tokens = new Tokens(store.deployment(), ledger, clock);
        Grants grants = new Grants(store.deployment(), ledger, clock);
        Members members = new Members(store.deployment(), ledger, clock);
        Invitations invitations = new Invitations(store.deployment(), accounts, ledger, clock);
        this.identity =
                new ControlPlane.Identity(
                        accounts,
                        members,
                        new Clients(store.deployment(), ledger, clock),
                        tokens,
                        new SigningKeys(store.deployment(), sealer(), tokens, ledger, clock),
                        new SetupLinks(store.deployment(), accounts, ledger, clock),
                        new ControlPlane.Delegation(
                                grants,
                                new Exchanges(store.deployment(), ledger, clock),
                                new DeviceRequests(store.deployment(), grants, ledger, clock),
                                new PushedRequests(store.deployment(), clock),
                                new Consents(store.deployment()),
                                new Registrations(store.deployment(), ledger, clock)),
                        new SessionStore(
                                new Sessions(store.deployment(), clock),
                                new Visits(store.deployment(), clock),
                                new SessionNotes(store.deployment(), sealer(), clock)),
                        invitations,
                        new Federation(
                                store.deployment(),
                                sealer(),
                                new Federation.People(accounts, members, invitations, ledger),
                                privateIssuers,
                                clock),
                        SecondFactors.of(
                                store.deployment(), sealer(), grants, ledger, _ -> false, clock));
    }

    /** Opens the store that the configuration names, for the server. */
    public static Deployment open(ServerConfig config) {
        return open(config, StoreSettings.Embedded::new);
    }

    /** The same for a command, which may have to share an embedded store with a server. */
    public static Deployment attach(ServerConfig config) {
        return open(
                config,
                dataDir ->
                        EmbeddedPostgres.running(dataDir)
                                .<StoreSettings>map(running -> running)
                                .orElseGet(() -> stopped(dataDir)));
    }

    /** A misspelt directory must not become a deployment of its own. */
    private static StoreSettings stopped(Path dataDir) {
        if (!Files.isDirectory(dataDir.resolve("store"))) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "There is no Sluice in "
                            + dataDir
                            + ": start 'sluice up' first, or name its directory with --data-dir.");
        }
        return new StoreSettings.Embedded(dataDir);
    }

    private static Deployment open(ServerConfig config, Function<Path, StoreSettings> embedded) {
        Path dataDir = config.dataDir();
        StoreSettings settings =
                config.databaseUrl()
                        .<StoreSettings>map(url ->
                                new StoreSettings.External(
                                        url,
                                        config.databaseUser(),
                                        config.databasePassword()
                                                .orElseGet(() -> Secret.takingOver(new byte[0]))))
                        .orElseGet(() -> embedded.apply(dataDir));
        Path keys = dataDir.resolve("keys");
        MasterKey master =
                config.masterKey()
                        .map(text -> MasterKey.ofBase64("WAREHOUSE_MASTER_KEY", text))
                        .orElseGet(() -> MasterKey.ofFile(keys.resolve("master.key")));
        KeyWrapper wrapper = LocalKeyFile.open(keys.resolve("wrapper.key"));
        Store store = Store.open(settings, master, wrapper);
        try {
            Deployment deployment = new Deployment(store, privateIssuers(config));
            store.createTenant(config.tenant());
            store.tenant(config.tenant());
            deployment.identity.signingKeys().current();
            return deployment;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Set<String> privateIssuers(ServerConfig config) {
        return config.privateIssuers().stream().map(URI::toString).collect(Collectors.toSet());
    }

    public Store store() {
        return store;
    }

    public Tenants tenants() {
        return tenants;
    }

    /** Accounts, clients, tokens, signing keys and setup links. */
    public ControlPlane.Identity identity() {
        return identity;
    }

    private Tenant openTenant(TenantId id) {
        TenantStore tenantStore = store.tenant(id);
        return new Tenant(
                id,
                tenantStore.dataSource(),
                new QueryLog(id.value(), tenantStore::dedicatedConnection, node),
                new OpenDatabases(id, store.vault()),
                new MaskKeys(id, tenantStore.dataSource(), store.vault()));
    }

    private TenantSchemas schemas() {
        return new TenantSchemas() {
            @Override
            public String of(TenantId tenant) {
                return store.tenant(tenant).schema();
            }

            @Override
            public void forget(TenantId tenant, String epoch) {
                tenants.known(tenant).ifPresent(known -> known.epochs().forget(epoch));
            }
        };
    }

    private Sealer sealer() {
        return new Sealer() {
            @Override
            public byte[] seal(String row, Secret plain) {
                return store.vault().seal(Store.DEPLOYMENT, cell(row), plain);
            }

            @Override
            public Secret open(String row, byte[] sealed) {
                return store.vault().open(Store.DEPLOYMENT, cell(row), sealed);
            }

            private static Cell cell(String row) {
                return new Cell("identity", row, "sealed");
            }
        };
    }

    @Override
    public void close() {
        tenants.close();
        store.close();
    }
}
