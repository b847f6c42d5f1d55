package dev.sluice.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Exposure;
import dev.sluice.core.Limits;
import dev.sluice.core.Mask;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import dev.sluice.core.TenantId;
import dev.sluice.guard.Decision;
import dev.sluice.guard.Guard;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.MaskKey;
import dev.sluice.server.store.Store;
import dev.sluice.server.store.TemporaryStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MaskKeysIT {
    private static final TableName TABLE = TableName.parse("a.t");

    private final Store store = TemporaryStore.shared();

    private MaskKeys keys(TenantId tenant) {
        return new MaskKeys(tenant, store.tenant(tenant).dataSource(), store.vault());
    }

    /** What a query binds under a key tells keys from each other. */
    private static List<String> bound(MaskKey key) {
        SequencedMap<String, Policy.ColumnRule> columns = new LinkedHashMap<>();
        columns.put("x", new Policy.ColumnRule(new Exposure.Select(), new Mask.KeyedHash()));
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(TABLE, new Policy.TableRule("", columns, List.of()));
        Schema schema =
                Schema.of(
                        List.of(
                                new Schema.Table(
                                        TABLE,
                                        List.of(new Schema.Column("x", "text")),
                                        List.of(),
                                        List.of())));
        Policy policy = new Policy("s", "postgresql", "a", Limits.DEFAULT, tables);
        Decision decision = Guard.of(policy, schema, key).check("SELECT x FROM t", Map.of());
        return ((Decision.Allowed) decision)
                .query().parameters().stream().map(GuardedQuery.Parameter::value).toList();
    }

    @Test
    void aSourceKeepsItsKeyAndSharesItWithNoOther() {
        TenantId tenant = TemporaryStore.newTenant(store, "masked");
        List<String> first = bound(keys(tenant).of("shop"));

        assertThat(first).hasSize(2).doesNotHaveDuplicates();
        assertThat(bound(keys(tenant).of("shop"))).as("on another node").isEqualTo(first);
        assertThat(bound(keys(tenant).of("hr"))).doesNotContainAnyElementsOf(first);
        TenantId other = TemporaryStore.newTenant(store, "masked");
        assertThat(bound(keys(other).of("shop"))).doesNotContainAnyElementsOf(first);
    }

    @Test
    void theStoreHoldsTheKeySealed() throws Exception {
        TenantId tenant = TemporaryStore.newTenant(store, "masked");
        String inner = bound(keys(tenant).of("shop")).getLast();
        DataSource own = store.tenant(tenant).dataSource();

        try (var connection = own.getConnection();
                var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "select encode(sealed_key, 'hex') from warehouse_mask_keys")) {
            assertThat(row.next()).isTrue();
            // The padded key starts with the key's 32 bytes, each turned by the pad.
            assertThat(row.getString(1)).hasSizeGreaterThan(64).doesNotContain(plain(inner));
            assertThat(row.next()).isFalse();
        }
    }

    private static String plain(String padded) {
        StringBuilder key = new StringBuilder();
        int pad = Integer.parseInt(padded.substring(padded.length() - 2), 16);
        for (int i = 2; i < 2 + 64; i += 2) {
            key.append("%02x".formatted(Integer.parseInt(padded.substring(i, i + 2), 16) ^ pad));
        }
        return key.toString();
    }
}
