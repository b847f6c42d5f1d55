package dev.sluice.server.store;

import dev.sluice.core.TenantId;
import dev.sluice.vault.DataKeyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Tenants' wrapped data keys, in the table {@code tenant_keys}. */
final class TenantKeys implements DataKeyStore {
    private final DataSource deployment;

    TenantKeys(DataSource deployment) {
        this.deployment = deployment;
    }

    @Override
    public Optional<WrappedKey> find(TenantId tenant, int version) {
        return query(
                "select version, wrapped from tenant_keys where tenant = ? and version = ?",
                tenant,
                version);
    }

    @Override
    public Optional<WrappedKey> newest(TenantId tenant) {
        return query(
                "select version, wrapped from tenant_keys where tenant = ?"
                        + " order by version desc limit 1",
                tenant);
    }

    @Override
    public void insertIfAbsent(TenantId tenant, WrappedKey key) {
        try (Connection connection = deployment.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "insert into tenant_keys (tenant, version, wrapped)"
                                        + " values (?, ?, ?) on conflict do nothing")) {
            statement.setString(1, tenant.value());
            statement.setInt(2, key.version());
            statement.setBytes(3, key.wrapped());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    private Optional<WrappedKey> query(String sql, TenantId tenant, Object... more) {
        try (Connection connection = deployment.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, tenant.value());
            for (int i = 0; i < more.length; i++) {
                statement.setObject(2 + i, more[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new WrappedKey(rows.getInt(1), rows.getBytes(2)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }
}
