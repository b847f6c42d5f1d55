package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.vault.KeyRing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class StoreIT {
    private final Store store = TemporaryStore.shared();

    @Test
    void aTenantIsMadeOnce() {
        TenantId tenant = TemporaryStore.newTenant(store, "once");
        assertThat(store.createTenant(tenant)).isFalse();
        assertThat(store.tenants()).contains(tenant);
    }

    @Test
    void theDeploymentsNameIsNoTenants() {
        Sql.fails(() -> store.createTenant(Store.DEPLOYMENT), ReasonCode.INVALID_ARGUMENT);
    }

    @Test
    void anUnknownTenantIsNotFound() {
        Sql.fails(() -> store.tenant(new TenantId("never_made")), ReasonCode.NOT_FOUND);
    }

    @Test
    void aTenantWorksInItsOwnSchema() throws SQLException {
        TenantId tenant = TemporaryStore.newTenant(store, "own");
        DataSource own = store.tenant(tenant).dataSource();
        Sql.execute(own, "insert into warehouse_epochs values ('own', 7)");
        assertThat(Sql.value(own, "select version from warehouse_epochs where name = 'own'"))
                .isEqualTo("7");
        assertThat(Sql.value(own, "select current_user || ' ' || current_schema"))
                .isEqualTo("sluice_tenant_" + tenant + " tenant_" + tenant);
        assertThat(store.tenant(tenant)).isSameAs(store.tenant(tenant));
        assertThat(store.tenant(tenant).tenant()).isEqualTo(tenant);
    }

    @Test
    void aDedicatedConnectionIsNotOfThePool() throws SQLException {
        TenantStore tenant = store.tenant(TemporaryStore.newTenant(store, "dedicated"));
        List<Connection> pooled = new ArrayList<>();
        try (Connection dedicated = tenant.dedicatedConnection()) {
            for (int i = 0; i < 8; i++) {
                pooled.add(tenant.dataSource().getConnection());
            }
            try (Statement statement = dedicated.createStatement();
                    ResultSet row = statement.executeQuery("select current_user")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("sluice_tenant_" + tenant.tenant());
            }
            Sql.fails(() -> tenant.dataSource().getConnection().close(), ReasonCode.OVERLOADED);
        } finally {
            for (Connection connection : pooled) {
                connection.close();
            }
        }
    }

    @Test
    void manyTenantsAreMadeAndOpenedAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers =
                    IntStream.range(0, 12)
                            .mapToObj(i -> new TenantId("crowd" + i / 2))
                            .map(tenant -> threads.submit(() -> madeAndOpened(tenant)))
                            .toList();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).startsWith("sluice_tenant_crowd");
            }
        }
    }

    private String madeAndOpened(TenantId tenant) throws SQLException {
        store.createTenant(tenant);
        return Sql.value(store.tenant(tenant).dataSource(), "select current_user");
    }

    @Test
    void aTransactionIsUndoneWhenItsWorkFails() throws SQLException {
        DataSource own = store.tenant(TemporaryStore.newTenant(store, "undo")).dataSource();
        Sql.fails(
                () ->
                        Transactions.inTransaction(
                                own,
                                connection -> {
                                    try (Statement statement = connection.createStatement()) {
                                        statement.execute(
                                                "insert into warehouse_epochs values ('a', 1)");
                                        return statement.execute("select 1 / 0");
                                    }
                                }),
                ReasonCode.INTERNAL);
        assertThat(Sql.value(own, "select count(*) from warehouse_epochs")).isEqualTo("0");
    }

    @Test
    void aRoleWithoutItsTenantStopsTheMakingOfOne() throws SQLException {
        Sql.execute(store.deployment(), "create role sluice_tenant_ghost login");
        Sql.fails(
                () -> store.createTenant(new TenantId("ghost")),
                ReasonCode.CONFIG_INVALID,
                "sluice_tenant_ghost");
        assertThat(store.tenants()).doesNotContain(new TenantId("ghost"));
    }

    @Test
    void aSchemaThatIsOpenToEverybodyStopsTheMakingOfATenant() throws SQLException {
        Sql.execute(
                store.deployment(), "create schema open", "grant usage on schema open to public");
        try {
            Sql.fails(() -> store.createTenant(new TenantId("exposed")), ReasonCode.CONFIG_INVALID);
        } finally {
            Sql.execute(store.deployment(), "drop schema open");
        }
        assertThat(store.createTenant(new TenantId("exposed"))).isTrue();
    }

    @Test
    void aMovedPasswordDoesNotOpen() throws SQLException {
        TenantId victim = TemporaryStore.newTenant(store, "victim");
        TenantId thief = TemporaryStore.newTenant(store, "thief");
        Sql.execute(
                store.deployment(),
                "update tenants set sealed_password ="
                        + " (select sealed_password from tenants where id = '%s') where id = '%s'"
                                .formatted(victim, thief));
        Sql.fails(() -> store.tenant(thief), ReasonCode.SEAL_BROKEN);
    }

    @Test
    void aStoreOutageIsSaidSoonAndEndsByItself() throws SQLException {
        TemporaryStore.Outage outage = TemporaryStore.Outage.prepare();
        try (outage) {
            TenantId tenant = TemporaryStore.newTenant(outage.store(), "outage");
            DataSource own = outage.store().tenant(tenant).dataSource();
            outage.begin();
            Instant asked = Instant.now();
            Sql.fails(
                    () -> Transactions.inTransaction(own, Connection::getCatalog),
                    ReasonCode.STORE_UNAVAILABLE);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
            Sql.fails(own::getConnection, ReasonCode.STORE_UNAVAILABLE);
            outage.end();
            assertThat(Sql.value(own, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void anUnreachableDatabaseIsUnavailable() {
        StoreSettings nowhere =
                new StoreSettings.External(
                        "jdbc:postgresql://127.0.0.1:1/sluice", "sluice", StorePassword.random());
        Sql.fails(
                () ->
                        Store.open(
                                nowhere,
                                new KeyRing(TemporaryStore.masterKey(), new FixedWrapper())),
                ReasonCode.STORE_UNAVAILABLE);
    }

    @Test
    void aDatabaseUserWithTooFewRightsIsSaid() throws SQLException {
        String url = store.embedded().orElseThrow().jdbcUrl().replace("/sluice", "/weak");
        try (Secret password = StorePassword.random()) {
            Sql.execute(
                    store.deployment(),
                    "create role weak login password '%s'".formatted(ScramVerifier.of(password)),
                    "create database weak");
            StoreSettings weak = new StoreSettings.External(url, "weak", password);
            Sql.fails(
                    () ->
                            Store.open(
                                    weak,
                                    new KeyRing(TemporaryStore.masterKey(), new FixedWrapper())),
                    ReasonCode.CONFIG_INVALID,
                    "CREATEROLE");
        }
    }

    @Test
    void aUrlThatSaysWhoLogsInIsRefused() {
        for (String end :
                List.of(
                        "?user=sluice",
                        "?ssl=true&password=hunter2",
                        "?currentSchema=x",
                        "?options=-c%20role=x")) {
            Sql.fails(
                    () ->
                            new StoreSettings.External(
                                    "jdbc:postgresql://db/sluice" + end,
                                    "sluice",
                                    StorePassword.random()),
                    ReasonCode.CONFIG_INVALID,
                    "must not hold");
        }
        Sql.fails(
                () ->
                        new StoreSettings.External(
                                "mysql://db/sluice", "sluice", StorePassword.random()),
                ReasonCode.CONFIG_INVALID);
    }
}
