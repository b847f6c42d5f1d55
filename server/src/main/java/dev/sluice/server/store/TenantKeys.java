package dev.sluice.server.store;

import dev.sluice.core.TenantId;
import dev.sluice.vault.DataKeyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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

    @Override
    public List<StoredKey> all() {
        try (Connection connection = deployment.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "select tenant, version, wrapped from tenant_keys"
                                        + " order by tenant, version");
                ResultSet rows = statement.executeQuery()) {
            List<StoredKey> all = new ArrayList<>();
            while (rows.next()) {
                all.add(
                        new StoredKey(
                                new TenantId(rows.getString(1)),
                                new WrappedKey(rows.getInt(2), rows.getBytes(3))));
            }
            return all;
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    @Override
    public boolean replace(TenantId tenant, WrappedKey before, WrappedKey after) {
        try (Connection connection = deployment.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "update tenant_keys set wrapped = ?"
                                        + " where tenant = ? and version = ? and wrapped = ?")) {
            statement.setBytes(1, after.wrapped());
            statement.setString(2, tenant.value());
            statement.setInt(3, before.version());
            statement.setBytes(4, before.wrapped());
            return statement.executeUpdate() == 1;
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
