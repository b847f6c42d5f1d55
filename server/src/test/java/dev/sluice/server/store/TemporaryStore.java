package dev.sluice.server.store;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.vault.KeyRing;
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

    /** The programs are linked, which is what makes this fast; all else is copied. */
    private static final String COPY =
            """
            set -e
            cp -al "$1/." "$2"
            for each in lock store/data store/log store/password store/port store/start.log; do
              rm -rf "$2/$each"
              cp -a "$1/$each" "$2/$each"
            done
            """;

    private static TemporaryStore shared;
    private static Path template;

    private final Path directory;
    private final Store store;

    private TemporaryStore(Path directory) {
        this.directory = directory;
        this.store = open(directory);
    }

    public static TemporaryStore create() {
        return new TemporaryStore(newPreparedDirectory());
    }

    /** A directory of an embedded server, for tests that open it themselves. */
    public record Directory(Path path) implements AutoCloseable {
        @Override
        public void close() {
            delete(path);
        }
    }

    public static Directory prepareDirectory() {
        return new Directory(newPreparedDirectory());
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

    /** An empty directory, which is left to the caller to delete. */
    static Path newDirectory() {
        try {
            return Files.createTempDirectory("sluice-store-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A directory with a database in it that was never used: a copy, which is sooner made. */
    static synchronized Path newPreparedDirectory() {
        if (template == null) {
            Path made = newDirectory();
            EmbeddedPostgres.start(made).close();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
            template = made;
        }
        Path directory = newDirectory();
        try {
            int status =
                    new ProcessBuilder(
                                    "/bin/sh",
                                    "-c",
                                    COPY,
                                    "copy",
                                    template.toString(),
                                    directory.toString())
                            .inheritIO()
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new IOException("cp failed with status " + status);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Store open(Path directory) {
        return Store.open(
                new StoreSettings.Embedded(directory),
                new KeyRing(masterKey(), keyWrapper(directory)));
    }

    /** A store on a server that can be stopped and started beneath it. */
    static final class Outage implements AutoCloseable {
        private final Path directory = newPreparedDirectory();
        private EmbeddedPostgres server = EmbeddedPostgres.start(directory);
        private final Store store =
                Store.open(
                        new StoreSettings.External(
                                server.jdbcUrl(), server.user(), server.password()),
                        new KeyRing(masterKey(), new FixedWrapper()));

        static Outage prepare() {
            return new Outage();
        }

        Store store() {
            return store;
        }

        void begin() {
            server.close();
        }

        void end() {
            server = EmbeddedPostgres.start(directory);
        }

        @Override
        public void close() {
            store.close();
            server.close();
            delete(directory);
        }
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
