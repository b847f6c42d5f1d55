package dev.sluice.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.vault.DataKeyStore.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final TenantId A = new TenantId("tenant_a");
    private static final TenantId B = new TenantId("tenant_b");
    private static final Cell CELL = new Cell("warehouse_connections", "17", "sealed_password");
    private static final String TEXT = "correct horse battery staple";

    @TempDir private Path directory;
    private final MemoryKeyStore keys = new MemoryKeyStore();
    private Vault vault;

    @BeforeEach
    void open() {
        vault = vault(1, "wrapping.key");
    }

    @AfterEach
    void close() {
        vault.close();
    }

    @Test
    void opensWhatItSealed() {
        for (int length : new int[] {0, 1, 15, 16, 17, 1000, Vault.SECRET_BYTES_MAX}) {
            byte[] plain = new byte[length];
            new Random(length).nextBytes(plain);
            try (Secret opened = vault.open(A, CELL, seal(A, CELL, plain))) {
                assertThat(opened.reveal()).isEqualTo(plain);
            }
        }
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTime() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(seen.add(Base64.getEncoder().encodeToString(sealed()))).isTrue();
        }
    }

    @Test
    void refusesEveryFlippedBit() {
        byte[] sealed = sealed();
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            broken(() -> vault.open(A, CELL, changed));
        }
    }

    @Test
    void refusesEveryOtherByteAtEveryPlaceOfTheHeader() {
        byte[] sealed = sealed();
        for (int place = 0; place < 13; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = sealed.clone();
                changed[place] = (byte) value;
                if (!Arrays.equals(changed, sealed)) {
                    broken(() -> vault.open(A, CELL, changed));
                }
            }
        }
    }

    @Test
    void refusesEveryTruncationAndExtension() {
        byte[] sealed = sealed();
        for (int length = 0; length < sealed.length; length++) {
            byte[] shorter = Arrays.copyOf(sealed, length);
            broken(() -> vault.open(A, CELL, shorter));
        }
        broken(() -> vault.open(A, CELL, Arrays.copyOf(sealed, sealed.length + 1)));
        broken(() -> vault.open(A, CELL, new byte[Vault.SECRET_BYTES_MAX + 1000]));
    }

    @Test
    void refusesGarbage() {
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            if (i % 2 == 0 && garbage.length > 5) {
                System.arraycopy(new byte[] {1, 0, 0, 0, 1}, 0, garbage, 0, 5);
            }
            broken(() -> vault.open(A, CELL, garbage));
        }
    }

    @Test
    void refusesAnotherTenant() {
        byte[] sealed = sealed();
        broken(() -> vault.open(B, CELL, sealed));
        seal(B, CELL, new byte[1]); // now B has a key of the same version
        broken(() -> vault.open(B, CELL, sealed));
    }

    @Test
    void refusesAnotherTenantEvenWithTheDataKeyCopied() {
        byte[] sealed = sealed();
        Vault other = vault(1, "wrapping.key");
        keys.keys.put(B, keys.keys.get(A));
        broken(() -> other.open(B, CELL, sealed));
        other.close();
    }

    @Test
    void refusesAnotherPlace() {
        byte[] sealed = sealed();
        for (Cell other :
                List.of(
                        new Cell("warehouse_connections", "18", "sealed_password"),
                        new Cell("warehouse_connections", "17", "other"),
                        new Cell("other", "17", "sealed_password"),
                        new Cell("warehouse_connections1", "7", "sealed_password"),
                        new Cell("warehouse_connection", "s17", "sealed_password"),
                        new Cell("warehouse_connections", "17s", "ealed_password"),
                        new Cell("17", "warehouse_connections", "sealed_password"))) {
            broken(() -> vault.open(A, other, sealed));
        }
    }

    @Test
    void namesThatRunTogetherAreStillDifferentPlaces() {
        byte[] header = {1};
        Set<String> seen = new HashSet<>();
        String letters = "aaaaaa";
        for (int first = 1; first < 5; first++) {
            for (int second = first + 1; second < 6; second++) {
                Cell cell =
                        new Cell(
                                letters.substring(0, first),
                                letters.substring(first, second),
                                letters.substring(second));
                assertThat(seen.add(Arrays.toString(Context.ofCell(header, A, cell)))).isTrue();
            }
        }
    }

    @Test
    void needsTheSameMasterKeyAndTheSameWrapper() {
        byte[] sealed = sealed();
        try (Vault otherMaster = vault(2, "wrapping.key")) {
            otherKeys(() -> otherMaster.open(A, CELL, sealed));
            otherKeys(() -> otherMaster.seal(A, CELL, secret(TEXT)));
        }
        try (Vault otherWrapper = vault(1, "other.key")) {
            otherKeys(() -> otherWrapper.open(A, CELL, sealed));
        }
        try (Vault same = vault(1, "wrapping.key");
                Secret opened = same.open(A, CELL, sealed)) {
            assertThat(opened.reveal()).asString(StandardCharsets.UTF_8).isEqualTo(TEXT);
        }
    }

    @Test
    void aMasterKeyDoesNotOpenADataKeyWithoutTheWrapper() {
        sealed();
        byte[] wrapped = keys.keys.get(A).get(1).wrapped();
        int start = 2 + Byte.toUnsignedInt(wrapped[1]);
        byte[] outer = Arrays.copyOfRange(wrapped, start, wrapped.length);
        try (Secret tenantKey = master(1).tenantKey(A)) {
            byte[] context = Context.ofDataKey("data-key", A, 1);
            assertThatThrownBy(() -> Aes.decrypt(tenantKey.reveal(), outer, 0, context))
                    .isInstanceOf(Aes.BrokenSeal.class);
        }
    }

    @Test
    void refusesEveryFlippedByteOfAWrappedKey() {
        byte[] sealed = sealed();
        byte[] wrapped = keys.keys.get(A).get(1).wrapped();
        for (int i = 0; i < wrapped.length; i++) {
            byte[] changed = wrapped.clone();
            changed[i] ^= 1;
            keys.keys.put(A, Map.of(1, new WrappedKey(1, changed)));
            try (Vault fresh = vault(1, "wrapping.key")) {
                assertThatThrownBy(() -> fresh.open(A, CELL, sealed))
                        .isInstanceOfSatisfying(
                                SluiceException.class,
                                e ->
                                        assertThat(e.code())
                                                .isIn(
                                                        ReasonCode.SEAL_BROKEN,
                                                        ReasonCode.CONFIG_INVALID));
            }
        }
        for (int length = 0; length < wrapped.length; length++) {
            byte[] shorter = Arrays.copyOf(wrapped, length);
            keys.keys.put(A, Map.of(1, new WrappedKey(1, shorter)));
            try (Vault fresh = vault(1, "wrapping.key")) {
                assertThatThrownBy(() -> fresh.open(A, CELL, sealed))
                        .isInstanceOf(SluiceException.class);
            }
        }
    }

    @Test
    void opensOldVersionsAndSealsWithTheNewest() {
        byte[] old = sealed();
        LocalKeyFile wrapper = LocalKeyFile.open(directory.resolve("wrapping.key"));
        keys.insertIfAbsent(A, new DataKeys(new KeyRing(master(1), wrapper)).create(A, 2));
        try (Vault fresh = vault(1, "wrapping.key");
                Secret opened = fresh.open(A, CELL, old)) {
            assertThat(opened.reveal()).asString(StandardCharsets.UTF_8).isEqualTo(TEXT);
            assertThat(fresh.seal(A, CELL, secret(TEXT))[4]).isEqualTo((byte) 2);
        }
    }

    @Test
    void asksTheStoreOncePerKey() {
        byte[] sealed = sealed();
        int lookups = keys.lookups;
        for (int i = 0; i < 100; i++) {
            vault.open(A, CELL, sealed).close();
            sealed();
        }
        assertThat(keys.lookups).isEqualTo(lookups);
    }

    @Test
    void manyThreadsAgreeOnOneKey() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<byte[]> sealing =
                    () -> {
                        try (Vault node = vault(1, "wrapping.key")) {
                            return node.seal(A, CELL, secret(TEXT));
                        }
                    };
            List<Future<byte[]>> sealed =
                    threads.invokeAll(IntStream.range(0, 50).mapToObj(_ -> sealing).toList());
            for (Future<byte[]> each : sealed) {
                vault.open(A, CELL, each.get()).close();
            }
        }
        assertThat(keys.keys.get(A)).hasSize(1);
    }

    @Test
    void refusesALargerSecret() {
        Secret large = Secret.takingOver(new byte[Vault.SECRET_BYTES_MAX + 1]);
        assertThatThrownBy(() -> vault.seal(A, CELL, large))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.INVALID_ARGUMENT));
    }

    @Test
    void refusesNamesOfNoLengthOrTooMuch() {
        String longest = "x".repeat(Cell.NAME_BYTES_MAX);
        assertThat(new Cell(longest, longest, longest).row()).isEqualTo(longest);
        for (String name : List.of("", longest + "x", "\u00e4".repeat(Cell.NAME_BYTES_MAX))) {
            assertThatThrownBy(() -> new Cell(name, "r", "c"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Cell("t", name, "c"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Cell("t", "r", name))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void doesNothingAfterItIsClosed() {
        byte[] sealed = sealed();
        vault.close();
        assertThatThrownBy(() -> vault.open(A, CELL, sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> vault.seal(A, CELL, secret(TEXT)))
                .isInstanceOf(IllegalStateException.class);
    }

    private byte[] sealed() {
        return seal(A, CELL, TEXT.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] seal(TenantId tenant, Cell cell, byte[] plain) {
        return vault.seal(tenant, cell, Secret.takingOver(plain));
    }

    private Vault vault(int master, String wrapperFile) {
        return new Vault(
                new KeyRing(master(master), LocalKeyFile.open(directory.resolve(wrapperFile))),
                keys);
    }

    private static MasterKey master(int number) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) number);
        return MasterKey.ofBase64("KEY", Secret.takingOver(Base64.getEncoder().encode(key)));
    }

    private static Secret secret(String text) {
        return Secret.takingOver(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void broken(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ReasonCode.SEAL_BROKEN);
                            assertThat(e.getMessage())
                                    .isEqualTo(
                                            "A stored secret cannot be opened: it was changed, or"
                                                    + " it belongs elsewhere.");
                            assertThat(e.details()).isEmpty();
                            assertThat(e.getCause()).isNull();
                        });
    }

    private static void otherKeys(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ReasonCode.CONFIG_INVALID);
                            assertThat(e.getMessage())
                                    .contains("another master key or key wrapper");
                        });
    }
}
