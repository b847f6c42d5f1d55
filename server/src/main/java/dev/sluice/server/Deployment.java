package dev.sluice.server;

import dev.sluice.connector.FileSources;
import dev.sluice.connector.Network;
import dev.sluice.connector.transport.NetworkRules;
import dev.sluice.connector.transport.SourceNetwork;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.audit.QueryLog;
import dev.sluice.server.budget.DailyBudgets;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.control.ControlPlane;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.federation.Federation;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.ClientBlocks;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.identity.Consents;
import dev.sluice.server.identity.DeviceRequests;
import dev.sluice.server.identity.Erasure;
import dev.sluice.server.identity.Exchanges;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.Invitations;
import dev.sluice.server.identity.Ledger;
import dev.sluice.server.identity.Members;
import dev.sluice.server.identity.PasswordHash;
import dev.sluice.server.identity.PersonGrants;
import dev.sluice.server.identity.PushedRequests;
import dev.sluice.server.identity.Registrations;
import dev.sluice.server.identity.Sealer;
import dev.sluice.server.identity.SetupLinks;
import dev.sluice.server.identity.SigningKeys;
import dev.sluice.server.identity.TenantGrants;
import dev.sluice.server.identity.TenantSchemas;
import dev.sluice.server.identity.Tokens;
import dev.sluice.server.lifecycle.Export;
import dev.sluice.server.lifecycle.Housekeeping;
import dev.sluice.server.lifecycle.Housekeeping.Task;
import dev.sluice.server.lifecycle.TenantLife;
import dev.sluice.server.passkey.Passkeys;
import dev.sluice.server.sealing.SealedCredentials;
import dev.sluice.server.sealing.SealingKeys;
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
import dev.sluice.server.store.Transactions;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.Tenants;
import dev.sluice.vault.Cell;
import dev.sluice.vault.KeyNames;
import dev.sluice.vault.KeyRotation;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
    private final InstantSource clock = InstantSource.system();
    private final Ledger ledger = new Ledger(schemas());
    private final TenantLife life;
    private final Export export;
    private final Erasure erasure;
    private final SealingKeys sealingKeys;
    private final SourceNetwork network;

    private Deployment(
            Store store,
            SourceNetwork network,
            Set<String> privateIssuers,
            PasswordHash passwords) {
        this.store = store;
        this.network = network;
        this.tenants = new Tenants(this::openTenant);
        this.life = new TenantLife(store.deployment(), ledger, clock);
        this.export = new Export(store.deployment(), schemas(), ledger);
        this.erasure = new Erasure(store.deployment(), schemas(), ledger, clock);
        this.sealingKeys = new SealingKeys(store.deployment(), sealer(), ledger, clock);
        Accounts accounts = new Accounts(store.deployment(), ledger, passwords, clock);
        Tokens tokens = new Tokens(store.deployment(), ledger, clock);
        Grants grants = new Grants(store.deployment(), ledger, clock);
        Members members = new Members(store.deployment(), ledger, clock);
        Invitations invitations = new Invitations(store.deployment(), accounts, ledger, clock);
        Passkeys passkeys = new Passkeys(store.deployment(), ledger, clock);
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
                                new Registrations(store.deployment(), ledger, clock),
                                new PersonGrants(store.deployment(), grants, clock)),
                        new SessionStore(
                                new Sessions(store.deployment(), ledger, clock),
                                new Visits(store.deployment(), clock),
                                new SessionNotes(store.deployment(), sealer(), clock)),
                        invitations,
                        new Federation(
                                store.deployment(),
                                sealer(),
                                new Federation.People(accounts, members, invitations, ledger),
                                privateIssuers,
                                clock),
                        passkeys,
                        SecondFactors.of(
                                store.deployment(),
                                sealer(),
                                grants,
                                ledger,
                                passkeys::present,
                                clock));
    }

    /** Opens the store that the configuration names, for the server. */
    public static Deployment open(ServerConfig config) {
        return open(config, Use.SERVER, StoreSettings.Embedded::new);
    }

    /** The same where the sample database lives beside the embedded store, in the same server. */
    public static Deployment openWithSample(ServerConfig config) {
        return open(config, Use.SERVER_WITH_SAMPLE, StoreSettings.Embedded::new);
    }

    /** What a deployment is opened for. */
    private enum Use {
        SERVER,
        SERVER_WITH_SAMPLE,
        COMMAND
    }

    /** The same for a command, which may have to share an embedded store with a server. */
    public static Deployment attach(ServerConfig config) {
        return open(
                config,
                Use.COMMAND,
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

    private static Deployment open(
            ServerConfig config, Use use, Function<Path, StoreSettings> embedded) {
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
        Store store = Store.open(settings, ConfiguredKeys.of(config));
        try {
            Deployment deployment =
                    new Deployment(
                            store,
                            network(config, use == Use.SERVER_WITH_SAMPLE ? 0 : storePort(store)),
                            privateIssuers(config),
                            config.argon2id() ? PasswordHash.ARGON2ID : PasswordHash.BCRYPT);
            deployment.requireTenant(config.tenant(), use != Use.COMMAND);
            deployment.identity.signingKeys().current();
            deployment.sealingKeys.current();
            return deployment;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static int storePort(Store store) {
        return store.embedded().map(EmbeddedPostgres::port).orElse(0);
    }

    /** How sources are reached, and that none of them is this server itself, or its store. */
    private static SourceNetwork network(ServerConfig config, int storePort) {
        NetworkRules rules =
                new NetworkRules(
                        config.allowPrivateSources(),
                        config.allowSshAgent(),
                        port -> port == config.port() || port == storePort);
        String agent = System.getenv("SSH_AUTH_SOCK");
        return new SourceNetwork(
                rules,
                agent == null || agent.isEmpty() ? null : Path.of(agent),
                new FileSources(config.fileSources()));
    }

    private static Set<String> privateIssuers(ServerConfig config) {
        return config.privateIssuers().stream().map(URI::toString).collect(Collectors.toSet());
    }

    /** A server makes its tenant; a command makes the first one only, or a slip would. */
    private void requireTenant(TenantId tenant, boolean creating) {
        List<TenantId> known = store.tenants();
        if (known.contains(tenant)) {
            store.tenant(tenant);
        } else if (creating || known.isEmpty()) {
            createTenant(tenant, Actor.SERVER);
        } else {
            throw new SluiceException(
                    ReasonCode.NOT_FOUND,
                    "There is no tenant '"
                            + tenant
                            + "': sluice admin create-tenant --tenant "
                            + tenant);
        }
    }

    /**
     * Makes a tenant with its schema, its role and its keys.
     *
     * @return false when there is one of this name already
     * @throws SluiceException {@code INVALID_ARGUMENT} for a name that cannot be had
     */
    public boolean createTenant(TenantId tenant, Actor by) {
        boolean made =
                store.createTenant(
                        tenant,
                        connection -> {
                            ledger.log(connection, by, "tenant.created", tenant.value(), Map.of());
                            return true;
                        });
        store.tenant(tenant);
        return made;
    }

    /** What a server has to do every hour; the caller starts and closes it. */
    public Housekeeping housekeeping(ServerConfig config) {
        return new Housekeeping(
                store.deployment(),
                List.of(
                        new Task("deletions", () -> purge(config.tenantDeletion())),
                        new Task("erasures", erasure::finish),
                        new Task(
                                "signing keys",
                                () ->
                                        identity.signingKeys()
                                                .rotateWhenOlderThan(
                                                        config.signingKeyAge(), Actor.SERVER))),
                List.of(new Task("closing of tenants", this::forgetTheGone)));
    }

    /** Destroys the tenants whose deletion was asked for longer ago. */
    public void purge(Duration age) {
        Instant moment = clock.instant().minus(age);
        for (TenantId tenant : life.deletedUntil(moment)) {
            boolean purged =
                    store.purgeTenant(
                            tenant,
                            moment,
                            connection -> {
                                ledger.log(
                                        connection,
                                        Actor.SERVER,
                                        "tenant.purged",
                                        tenant.value(),
                                        Map.of());
                                return true;
                            });
            if (purged) {
                tenants.forget(tenant);
            }
        }
    }

    /** Another node may have purged them. */
    private void forgetTheGone() {
        List<TenantId> known = store.tenants();
        for (TenantId tenant : tenants.open()) {
            if (!known.contains(tenant)) {
                tenants.forget(tenant);
                store.forget(tenant);
            }
        }
    }

    public TenantLife tenantLife() {
        return life;
    }

    public ClientBlocks clientBlocks() {
        return new ClientBlocks(store.deployment(), ledger, clock);
    }

    public TenantGrants tenantGrants() {
        return new TenantGrants(store.deployment(), identity.delegation().grants(), clock);
    }

    public Export export() {
        return export;
    }

    public Erasure erasure() {
        return erasure;
    }

    /** What every data key is wrapped under. */
    public List<KeyRotation.Entry> keys() {
        return store.vault().rotation().status();
    }

    /** The keys that data keys are wrapped under from now on. */
    public KeyNames currentKeys() {
        return store.vault().rotation().current();
    }

    /**
     * Wraps every data key under the next master key and wrapper.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when there is no next one
     */
    public KeyRotation.Result rotateKeys(KeyRotation.Progress progress, Actor by) {
        KeyRotation rotation = store.vault().rotation();
        if (!rotation.changing()) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "There is nothing to change to: set WAREHOUSE_MASTER_KEY_NEXT or"
                            + " key_wrapper_next, for the server too.");
        }
        KeyRotation.Result result = rotation.run(progress);
        identity.signingKeys().current(); // what was rewrapped opens
        ledgerOf(by, result);
        return result;
    }

    private void ledgerOf(Actor by, KeyRotation.Result result) {
        KeyNames names = currentKeys();
        Transactions.inTransaction(
                store.deployment(),
                connection -> {
                    ledger.log(
                            connection,
                            by,
                            "keys.rotated",
                            names.master(),
                            Map.of(
                                    "wrapper", names.wrapper(),
                                    "rewrapped", Integer.toString(result.rewrapped()),
                                    "failed", Integer.toString(result.failed().size())));
                    return true;
                });
    }

    /** The key that clients seal credentials to. */
    public SealingKeys sealingKeys() {
        return sealingKeys;
    }

    /** Opens what clients sealed. */
    public SealedCredentials sealedCredentials() {
        return new SealedCredentials(sealingKeys, store.deployment(), clock);
    }

    public Store store() {
        return store;
    }

    /** How sources are reached. */
    public Network network() {
        return network;
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
                new OpenDatabases(id, store.vault(), network),
                new MaskKeys(id, tenantStore.dataSource(), store.vault()),
                new DailyBudgets(clock));
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
        network.close();
        store.close();
    }
}
