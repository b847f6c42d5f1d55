package dev.sluice.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.vault.DataKeyStore.WrappedKey;
import dev.sluice.vault.KeyRotation.Standing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRotationTest {
    private static final Cell CELL = new Cell("warehouse_connections", "17", "sealed_secrets");
    private static final int TENANTS = 20;

    @TempDir private Path directory;
    private final MemoryKeyStore keys = new MemoryKeyStore();
    private final Map<TenantId, byte[]> sealed = new HashMap<>();

    private static MasterKey master(int number) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) number);
        return MasterKey.ofBase64("KEY", Secret.takingOver(Base64.getEncoder().encode(key)));
    }

    private KeyWrapper wrapper(String name) {
        return LocalKeyFile.open(directory.resolve(name));
    }

    private KeyRing old() {
        return new KeyRing(master(1), wrapper("old.key"));
    }

    private KeyRing both() {
        return new KeyRing(List.of(master(2), master(1)), List.of(wrapper("old.key")));
    }

    private void sealForMany() {
        try (Vault vault = new Vault(old(), keys)) {
            for (int i = 0; i < TENANTS; i++) {
                TenantId tenant = new TenantId("tenant_" + i);
                Secret secret = Secret.takingOver(tenant.value().getBytes(StandardCharsets.UTF_8));
                sealed.put(tenant, vault.seal(tenant, CELL, secret));
            }
        }
    }

    private void opensAll(KeyRing ring) {
        try (Vault vault = new Vault(ring, keys)) {
            sealed.forEach((tenant, bytes) -> {
                try (Secret opened = vault.open(tenant, CELL, bytes)) {
                    assertThat(opened.reveal())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(tenant.value());
                }
            });
        }
    }

    private void opensNone(KeyRing ring) {
        try (Vault vault = new Vault(ring, keys)) {
            sealed.forEach((tenant, bytes) ->
                    assertThatThrownBy(() -> vault.open(tenant, CELL, bytes))
                            .isInstanceOfSatisfying(
                                    SluiceException.class,
                                    e ->
                                            assertThat(e.code())
                                                    .isEqualTo(ReasonCode.CONFIG_INVALID)));
        }
    }

    private KeyRotation.Result rotate(KeyRing ring) {
        try (ring) {
            return new KeyRotation(ring, keys).run((_, _, _) -> {});
        }
    }

    private List<Standing> standings(KeyRing ring) {
        try (ring) {
            return new KeyRotation(ring, keys)
                    .status().stream().map(KeyRotation.Entry::standing).distinct().toList();
        }
    }

    @Test
    void afterwardsTheNewMasterKeyAloneOpensAndTheOldOneNothing() {
        sealForMany();
        assertThat(standings(both())).containsExactly(Standing.READABLE);
        opensAll(both());

        assertThat(rotate(both())).isEqualTo(new KeyRotation.Result(TENANTS, 0, List.of()));

        opensAll(both());
        opensAll(new KeyRing(master(2), wrapper("old.key")));
        opensNone(old());
        assertThat(standings(both())).containsExactly(Standing.CURRENT);
        assertThat(standings(old())).containsExactly(Standing.LOST);
        assertThat(rotate(both())).isEqualTo(new KeyRotation.Result(0, TENANTS, List.of()));
    }

    /** Not by its name only: the bytes themselves do not open under the old keys. */
    @Test
    void theOldKeysDoNotOpenTheNewBytesUnderTheirOwnName() {
        sealForMany();
        TenantId tenant = new TenantId("tenant_0");
        byte[] before = keys.keys.get(tenant).get(1).wrapped();
        rotate(both());
        byte[] forged = keys.keys.get(tenant).get(1).wrapped().clone();
        System.arraycopy(before, 0, forged, 0, 2 + before[1]);
        keys.keys.get(tenant).put(1, new WrappedKey(1, forged));

        try (Vault vault = new Vault(old(), keys)) {
            assertThatThrownBy(() -> vault.open(tenant, CELL, sealed.get(tenant)))
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            e -> assertThat(e.code()).isEqualTo(ReasonCode.SEAL_BROKEN));
        }
    }

    @Test
    void movesFromOneWrapperToAnother() {
        sealForMany();
        KeyRing moving =
                new KeyRing(List.of(master(1)), List.of(wrapper("new.key"), wrapper("old.key")));

        assertThat(rotate(moving).rewrapped()).isEqualTo(TENANTS);

        opensAll(new KeyRing(master(1), wrapper("new.key")));
        opensNone(old());
    }

    @Test
    void movesBothAtOnce() {
        sealForMany();
        rotate(
                new KeyRing(
                        List.of(master(2), master(1)),
                        List.of(wrapper("new.key"), wrapper("old.key"))));

        opensAll(new KeyRing(master(2), wrapper("new.key")));
        opensNone(new KeyRing(master(2), wrapper("old.key")));
        opensNone(new KeyRing(master(1), wrapper("new.key")));
    }

    @Test
    void goesOnWhereItWasInterrupted() {
        sealForMany();
        KeyRing ring = both();
        assertThatThrownBy(() ->
                        new KeyRotation(ring, keys)
                                .run((done, _, _) -> {
                                    if (done == 7) {
                                        throw new IllegalStateException("killed");
                                    }
                                }))
                .hasMessage("killed");
        ring.close();
        assertThat(standings(both()))
                .containsExactlyInAnyOrder(Standing.CURRENT, Standing.READABLE);
        opensAll(both());

        assertThat(rotate(both())).isEqualTo(new KeyRotation.Result(TENANTS - 7, 7, List.of()));

        opensNone(old());
    }

    @Test
    void aVaultInUseSealsUnderTheNewKeysAndReadsBoth() {
        sealForMany();
        TenantId fresh = new TenantId("fresh");
        try (Vault vault = new Vault(both(), keys)) {
            vault.open(new TenantId("tenant_1"), CELL, sealed.get(new TenantId("tenant_1")))
                    .close();
            Secret secret = Secret.takingOver(fresh.value().getBytes(StandardCharsets.UTF_8));
            sealed.put(fresh, vault.seal(fresh, CELL, secret));
            assertThat(vault.rotation().run((_, _, _) -> {}).current()).isEqualTo(1);
            vault.open(new TenantId("tenant_1"), CELL, sealed.get(new TenantId("tenant_1")))
                    .close();
            vault.open(new TenantId("tenant_2"), CELL, sealed.get(new TenantId("tenant_2")))
                    .close();
        }
        opensAll(new KeyRing(master(2), wrapper("old.key")));
    }

    @Test
    void whatDoesNotOpenIsReportedAndLeftAsItIs() {
        sealForMany();
        TenantId broken = new TenantId("tenant_3");
        byte[] changed = keys.keys.get(broken).get(1).wrapped().clone();
        changed[changed.length - 1] ^= 1;
        keys.keys.get(broken).put(1, new WrappedKey(1, changed));
        TenantId garbage = new TenantId("tenant_4");
        keys.keys.get(garbage).put(1, new WrappedKey(1, new byte[] {9, 9}));

        KeyRotation.Result result = rotate(both());

        assertThat(result.rewrapped()).isEqualTo(TENANTS - 2);
        assertThat(result.failed())
                .extracting(KeyRotation.Entry::tenant)
                .containsExactly("tenant_3", "tenant_4");
        assertThat(keys.keys.get(broken).get(1).wrapped()).isEqualTo(changed);
    }

    @Test
    void aWrapperThatLosesKeysDestroysNothing() {
        sealForMany();
        KeyWrapper losing =
                new KeyWrapper() {
                    @Override
                    public String id() {
                        return "losing";
                    }

                    @Override
                    public byte[] wrap(byte[] key, byte[] context) {
                        return new byte[key.length];
                    }

                    @Override
                    public byte[] unwrap(byte[] wrapped, byte[] context) {
                        return wrapped.clone();
                    }

                    @Override
                    public void close() {}
                };

        rotate(new KeyRing(List.of(master(1)), List.of(losing, wrapper("old.key"))));

        opensAll(old());
    }

    @Test
    void whatAnotherRotationReplacedMeanwhileStays() {
        sealForMany();
        TenantId last = new TenantId("tenant_9");
        try (KeyRing one = both();
                KeyRing other = both()) {
            new KeyRotation(one, keys)
                    .run((done, _, _) -> {
                        if (done == 1) {
                            new KeyRotation(other, keys).run((_, _, _) -> {});
                        }
                    });
        }
        assertThat(keys.keys.get(last)).hasSize(1);
        opensAll(new KeyRing(master(2), wrapper("old.key")));
    }
}
