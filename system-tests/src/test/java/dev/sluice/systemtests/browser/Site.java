package dev.sluice.systemtests.browser;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ConfigFile;
import dev.sluice.server.config.Setting;
import dev.sluice.server.control.ControlPlane.Identity;
import dev.sluice.systemtests.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The product under {@code http://localhost}, which browsers trust like https, in a directory that
 * closing it removes.
 */
final class Site implements AutoCloseable {
    static final String PASSWORD = "four words make one";

    private final Path directory;
    private final SluiceServer server;

    private Site(Path directory, SluiceServer server) {
        this.directory = directory;
        this.server = server;
    }

    static Site start() {
        Path directory = temporaryDirectory();
        int port = ServerProcess.freePort();
        Map<Setting, String> settings =
                Map.of(
                        Setting.DATA_DIR,
                        directory.toString(),
                        Setting.PORT,
                        Integer.toString(port),
                        Setting.PUBLIC_URL,
                        "http://localhost:" + port,
                        Setting.WAREHOUSE_INTEGRATION_ENABLED,
                        "true");
        return new Site(
                directory,
                SluiceServer.start(
                        ConfigFile.read(directory.resolve("sluice.yaml"), settings, Map.of())));
    }

    String url() {
        return server.url().issuer();
    }

    String at(String path) {
        return url() + path;
    }

    SluiceServer server() {
        return server;
    }

    Identity identity() {
        return server.deployment().identity();
    }

    TenantId tenant() {
        return server.deployment().store().tenants().getFirst();
    }

    /** An owner with {@link #PASSWORD}. */
    void createOwner(String email) {
        try (Secret password = Secret.takingOver(PASSWORD.toCharArray())) {
            identity().accounts().createOwner(tenant(), email, password);
        }
    }

    /** The address that the first start prints. */
    String setupLink() {
        try (Secret token = identity().setupLinks().create(tenant())) {
            return at("/setup/" + new String(token.reveal(), StandardCharsets.US_ASCII));
        }
    }

    /** Changes the store behind the server's back: for what only time brings about. */
    void execute(String sql) {
        try (Connection store = server.deployment().store().deployment().getConnection();
                Statement statement = store.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The store's own user has to pass through it on the way to its files. */
    private static Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("sluice-site-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
