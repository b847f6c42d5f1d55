package dev.sluice.server.source;

import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.guard.MaskKey;
import dev.sluice.server.store.StoreFailure;
import dev.sluice.vault.Cell;
import dev.sluice.vault.Vault;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * The keys of one tenant's keyed hashes: one for each source, random, sealed in the tenant's store.
 * A key is made when a policy first needs it and stays the same, so that masked values do.
 */
public final class MaskKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TenantId tenant;
    private final DataSource store;
    private final Vault vault;
    private final Map<String, MaskKey> opened = new ConcurrentHashMap<>();

    public MaskKeys(TenantId tenant, DataSource store, Vault vault) {
        this.tenant = tenant;
        this.store = store;
        this.vault = vault;
    }

    /**
     * The source's key.
     *
     * @throws SluiceException {@code STORE_UNAVAILABLE}, {@code SEAL_BROKEN}
     */
    public MaskKey of(String source) {
        return opened.computeIfAbsent(source, this::load);
    }

    private MaskKey load(String source) {
        try (Connection connection = store.getConnection()) {
            Optional<byte[]> known = find(connection, source);
            if (known.isEmpty()) {
                insert(connection, source);
                // Another node may have been first: what stands in the store counts.
                known = find(connection, source);
            }
            byte[] sealed =
                    known.orElseThrow(() -> new IllegalStateException("a key was not kept"));
            try (Secret key = vault.open(tenant, cell(source), sealed)) {
                return MaskKey.of(key.reveal());
            }
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    private static Optional<byte[]> find(Connection connection, String source) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select sealed_key from warehouse_mask_keys where source = ?")) {
            select.setString(1, source);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    private void insert(Connection connection, String source) throws SQLException {
        byte[] random = new byte[MaskKey.BYTES];
        RANDOM.nextBytes(random);
        try (Secret key = Secret.takingOver(random);
                PreparedStatement insert =
                        connection.prepareStatement(
                                "insert into warehouse_mask_keys (source, sealed_key) values (?, ?)"
                                        + " on conflict do nothing")) {
            insert.setString(1, source);
            insert.setBytes(2, vault.seal(tenant, cell(source), key));
            insert.executeUpdate();
        }
    }

    private static Cell cell(String source) {
        return new Cell("warehouse_mask_keys", source, "sealed_key");
    }
}
