package dev.sluice.server.store;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.vault.LocalKeyFile;
import dev.sluice.vault.MasterKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A store for tests, on an embedded server of its own. */
public final class TemporaryStore implements AutoCloseable {
    private static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private static TemporaryStore shared;

    private final Path directory;
    private final Store store;

    private TemporaryStore(Path directory) {
        this.directory = directory;
        this.store = open(directory);
    }

    public static TemporaryStore create() {
        return new TemporaryStore(newDirectory());
    }

    /** One store for all tests of this JVM that do not mind others' tenants in it. */
    public static synchronized Store shared() {
        if (shared == null) {
            TemporaryStore fresh = create();
            Runtime.getRuntime().addShutdownHook(new Thread(fresh::close));
            shared = fresh;
        }
        return shared.store;
    }

    /** A new tenant of this name followed by a number. */
    public static TenantId newTenant(Store store, String name) {
        TenantId tenant = new TenantId(name + TENANTS.incrementAndGet());
        store.createTenant(tenant);
        return tenant;
    }

    public Store store() {
        return store;
    }

    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        store.close();
        delete(directory);
    }

    /** A directory that an unprivileged account may enter, as the data directory has to be. */
    static Path newDirectory() {
        try {
            return Files.createTempDirectory("sluice-store-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Store open(Path directory) {
        return Store.open(
                new StoreSettings.Embedded(directory), masterKey(), keyWrapper(directory));
    }

    static MasterKey masterKey() {
        return MasterKey.ofBase64(
                "the test's key",
                Secret.takingOver(MASTER_KEY.getBytes(StandardCharsets.US_ASCII)));
    }

    static LocalKeyFile keyWrapper(Path directory) {
        return LocalKeyFile.open(directory.resolve("keys").resolve("wrapping.key"));
    }

    static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
