package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.vault.Cell;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQL can reach on a tenant's connection, were anybody able to run it there. */
class TenantIsolationIT {
    private static final String DENIED = "42501";
    private static final String NO_SUCH_TABLE = "42P01";

    private final Store store = TemporaryStore.shared();
    private TenantId other;
    private DataSource own;

    @BeforeEach
    void twoTenants() throws SQLException {
        own = store.tenant(TemporaryStore.newTenant(store, "mine")).dataSource();
        other = TemporaryStore.newTenant(store, "other");
        Sql.execute(
                store.tenant(other).dataSource(), "insert into warehouse_epochs values ('x', 1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from tenant_OTHER.warehouse_epochs",
                "select * from tenant_OTHER.warehouse_connections",
                "insert into tenant_OTHER.warehouse_epochs values ('y', 1)",
                "update tenant_OTHER.warehouse_epochs set version = 2",
                "drop table tenant_OTHER.warehouse_epochs",
                "create table tenant_OTHER.mine (a int)",
                "select * from sluice.tenants",
                "select * from sluice.tenant_keys",
                "select * from sluice.signing_keys",
                "select * from sluice.flyway_schema_history",
                "select rolpassword from pg_authid",
                "set role sluice_tenant_OTHER",
                "set role sluice",
                "set session authorization sluice",
                "select set_config('role', 'sluice_tenant_OTHER', false)",
                "select set_config('role', 'sluice', true)",
                "select set_config('session_authorization', 'sluice', false)",
                "alter role sluice_tenant_OTHER password 'mine now'",
                "grant sluice to current_user",
                "create role mine",
                "create database mine",
                "create schema mine",
                "create table mine (a int)",
                "create table public.mine (a int)",
                "create temporary table mine (a int)",
                "create function mine() returns int language sql return 1",
                "create extension pg_trgm",
                "select lo_create(0)",
                "select pg_read_file('/etc/passwd')",
                "copy warehouse_epochs to program 'id'",
                "copy warehouse_epochs to '/tmp/epochs'",
                "select * from pg_ls_dir('/')",
                "alter system set fsync = off",
            })
    void refuses(String statement) {
        assertThat(Sql.state(own, statement.replace("OTHER", other.value()))).isEqualTo(DENIED);
    }

    @Test
    void anotherSearchPathFindsNothing() {
        assertThat(
                        Sql.state(
                                own,
                                "set search_path = tenant_" + other + ", sluice",
                                "select * from warehouse_epochs"))
                .isEqualTo(NO_SUCH_TABLE);
        assertThat(
                        Sql.state(
                                own,
                                "select set_config('search_path', 'sluice', false)",
                                "select * from tenants"))
                .isEqualTo(NO_SUCH_TABLE);
    }

    @Test
    void resettingTheRoleLeadsNowhere() {
        assertThat(Sql.state(own, "reset role", "select * from sluice.tenants")).isEqualTo(DENIED);
        assertThat(Sql.state(own, "reset session authorization", "select * from sluice.tenants"))
                .isEqualTo(DENIED);
        assertThat(Sql.state(own, "reset all", "discard all", "select * from sluice.tenants"))
                .isEqualTo(DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"warehouse_query_log", "audit_log"})
    void recordsAreOnlyAdded(String table) {
        for (String statement :
                List.of(
                        "update " + table + " set request_id = 'changed'",
                        "delete from " + table,
                        "truncate " + table,
                        "drop table " + table,
                        "alter table " + table + " add column a int",
                        "alter table " + table + " disable trigger all",
                        "create rule r as on insert to " + table + " do instead nothing")) {
            assertThat(Sql.state(own, statement)).as(statement).isEqualTo(DENIED);
        }
    }

    @Test
    void recordsCanBeAddedAndRead() throws SQLException {
        Sql.execute(
                own,
                "insert into audit_log (id, principal, action, subject, details, request_id)"
                        + " values (gen_random_uuid(), 'ana', 'test', 'it', '{}', 'r1')",
                "insert into warehouse_query_log (receipt, kind, ok, request_id, node, sequence)"
                        + " values (gen_random_uuid(), 'intent', true, 'r1', 'n', 1)");
        assertThat(Sql.value(own, "select request_id from audit_log")).isEqualTo("r1");
        assertThat(Sql.value(own, "select request_id from warehouse_query_log")).isEqualTo("r1");
        assertThat(
                        Sql.state(
                                own,
                                "insert into audit_log (id, principal, action, subject, details,"
                                        + " request_id) select id, 'eve', 'test', 'it', '{}', 'r2'"
                                        + " from audit_log on conflict (id) do update set"
                                        + " principal = 'eve'"))
                .isEqualTo(DENIED);
    }

    @Test
    void aLockedRecordIsStillARecord() {
        assertThat(Sql.state(own, "select * from audit_log for update")).isEqualTo(DENIED);
    }

    @Test
    void everyTableOfATenantIsInReach() throws SQLException {
        assertThat(
                        Sql.value(
                                own,
                                "select string_agg(relname, ',') from pg_class"
                                        + " where relnamespace = current_schema()::regnamespace"
                                        + " and relkind = 'r' and relname not like 'flyway%'"
                                        + " and not has_table_privilege(oid, 'select, insert')"))
                .as("a new table needs a grant in its migration")
                .isNull();
    }

    @Test
    void whatMigrationsDidIsOutOfReach() {
        assertThat(Sql.state(own, "select * from flyway_schema_history")).isEqualTo(DENIED);
    }

    @Test
    void noTableOfAnotherTenantOrOfTheDeploymentIsInReachByAnyStatement() throws SQLException {
        String tables =
                Sql.value(
                        store.deployment(),
                        "select string_agg(n.nspname || '.' || c.relname, ',') from pg_class c"
                                + " join pg_namespace n on n.oid = c.relnamespace"
                                + " where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')"
                                + " and n.nspname in ('sluice', 'tenant_"
                                + other
                                + "')");
        assertThat(tables.split(",", -1)).hasSizeGreaterThan(20);
        for (String table : tables.split(",", -1)) {
            for (String statement :
                    List.of(
                            "select * from %s",
                            "select count(*) from %s",
                            "insert into %s default values",
                            "delete from %s",
                            "truncate %s",
                            "drop table %s",
                            "alter table %s rename to mine",
                            "copy %s to stdout",
                            "comment on table %s is 'mine'",
                            "grant all on %s to current_user")) {
                assertThat(Sql.state(own, statement.formatted(table)))
                        .as(statement.formatted(table))
                        .isEqualTo(DENIED);
            }
        }
    }

    @Test
    void whatIsSealedForOneTenantOpensForNoOther() {
        TenantId mine = TemporaryStore.newTenant(store, "sealing");
        Cell cell = new Cell("warehouse_connections", "row", "sealed_password");
        byte[] sealed;
        try (Secret secret = Secret.takingOver("hunter2".toCharArray())) {
            sealed = store.vault().seal(mine, cell, secret);
            store.vault().seal(other, cell, secret); // so that the other has a key, too
        }
        assertThatThrownBy(() -> store.vault().open(other, cell, sealed))
                .isInstanceOf(SluiceException.class);
        Cell elsewhere = new Cell("warehouse_connections", "another", "sealed_password");
        assertThatThrownBy(() -> store.vault().open(mine, elsewhere, sealed))
                .isInstanceOf(SluiceException.class);
    }
}
