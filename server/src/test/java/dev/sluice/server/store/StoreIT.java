package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StoreIT {
    private static final TenantId A = new TenantId("alpha");
    private static final TenantId B = new TenantId("beta");

    private static TemporaryStore temporary;
    private static Store store;

    @BeforeAll
    static void open() throws SQLException {
        long start = System.nanoTime();
        temporary = TemporaryStore.create();
        System.out.println("first start " + Duration.ofNanos(System.nanoTime() - start));
        store = temporary.store();
        assertThat(store.createTenant(A)).isTrue();
        assertThat(store.createTenant(B)).isTrue();
        execute(
                store.tenant(B).dataSource(),
                "insert into warehouse_epochs values ('secret-of-beta', 1)");
    }

    @AfterAll
    static void close() {
        temporary.close();
    }

    @Test
    void aTenantIsMadeOnce() {
        assertThat(store.createTenant(A)).isFalse();
        assertThat(store.tenants()).contains(A, B);
    }

    @Test
    void anUnknownTenantIsNotFound() {
        assertThatThrownBy(() -> store.tenant(new TenantId("nobody")))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.NOT_FOUND));
    }

    @Test
    void aTenantWorksInItsOwnSchema() throws SQLException {
        DataSource own = store.tenant(A).dataSource();
        execute(own, "insert into warehouse_epochs values ('own', 7)");
        assertThat(value(own, "select version from warehouse_epochs where name = 'own'"))
                .isEqualTo("7");
        assertThat(value(own, "select current_user || ' ' || current_schema"))
                .isEqualTo("sluice_tenant_alpha tenant_alpha");
        assertThat(value(own, "select count(*) from warehouse_epochs where name like 'secret%'"))
                .isEqualTo("0");
    }

    @Test
    void aTenantCannotReachAnotherTenantOrTheDeployment() {
        DataSource own = store.tenant(A).dataSource();
        refused(() -> execute(own, "select * from tenant_beta.warehouse_epochs"), "42501");
        refused(() -> execute(own, "select * from sluice.tenants"), "42501");
    }

    @Test
    void restartKeepsData() throws SQLException {
        Path directory = TemporaryStore.newDirectory();
        try {
            try (Store first = TemporaryStore.open(directory)) {
                first.createTenant(A);
                execute(
                        first.tenant(A).dataSource(),
                        "insert into warehouse_epochs values ('kept', 3)");
            }
            long start = System.nanoTime();
            try (Store second = TemporaryStore.open(directory)) {
                System.out.println("second start " + Duration.ofNanos(System.nanoTime() - start));
                assertThat(
                                value(
                                        second.tenant(A).dataSource(),
                                        "select version from warehouse_epochs where name = 'kept'"))
                        .isEqualTo("3");
            }
        } finally {
            TemporaryStore.delete(directory);
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static void refused(ThrowingCallable call, String state) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }
}
