package dev.sluice.systemtests;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ConfigFile;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.Setting;
import dev.sluice.server.control.ControlPlane.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The product under {@code http://localhost}, which browsers trust like https, in a directory that
 * closing it removes.
 */
public final class Site implements AutoCloseable {
    public static final String PASSWORD = "four words make one";

    private final Path directory;
    private final SluiceServer server;
    private final int port;

    private Site(Path directory, SluiceServer server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    public static Site start() {
        return start(Map.of());
    }

    /** Starts it with more settings, or others. */
    public static Site start(Map<Setting, String> more) {
        return start(more, SluiceServer::start);
    }

    /** The same where the sample database may live beside the store. */
    public static Site startWithSample(Map<Setting, String> more) {
        return start(more, SluiceServer::startWithSample);
    }

    private static Site start(
            Map<Setting, String> more, Function<ServerConfig, SluiceServer> starting) {
        Path directory = temporaryDirectory();
        int port = ServerProcess.freePort();
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.DATA_DIR, directory.toString());
        settings.put(Setting.PORT, Integer.toString(port));
        settings.put(Setting.PUBLIC_URL, "http://localhost:" + port);
        settings.put(Setting.WAREHOUSE_INTEGRATION_ENABLED, "true");
        settings.putAll(more);
        return new Site(
                directory,
                starting.apply(
                        ConfigFile.read(directory.resolve("sluice.yaml"), settings, Map.of())),
                port);
    }

    public String url() {
        return server.url().issuer();
    }

    /** Where it listens, whatever its public URL. */
    public URI here(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public String at(String path) {
        return url() + path;
    }

    public Path dataDir() {
        return directory;
    }

    public SluiceServer server() {
        return server;
    }

    public Identity identity() {
        return server.deployment().identity();
    }

    public TenantId tenant() {
        return server.deployment().store().tenants().getFirst();
    }

    /** An owner with {@link #PASSWORD}. */
    public void createOwner(String email) {
        try (Secret password = Secret.takingOver(PASSWORD.toCharArray())) {
            identity().accounts().createOwner(tenant(), email, password);
        }
    }

    /** The address that the first start prints. */
    public String setupLink() {
        try (Secret token = identity().setupLinks().create(tenant())) {
            return at("/setup/" + new String(token.reveal(), StandardCharsets.US_ASCII));
        }
    }

    /** Changes the store behind the server's back: for what only time brings about. */
    public void execute(String sql) {
        try (Connection store = server.deployment().store().deployment().getConnection();
                Statement statement = store.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row, as the store has it. */
    public String text(String sql) {
        try (Connection store = server.deployment().store().deployment().getConnection();
                Statement statement = store.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
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
