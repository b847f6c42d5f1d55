package dev.sluice.server.command;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ConfigFile;
import dev.sluice.server.config.Setting;
import dev.sluice.server.demo.DemoShop;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.tenant.Tenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server in a temporary directory with the sample shop, its policy and an agent. Closing it
 * removes everything.
 */
public final class DemoServer implements AutoCloseable {
    private final Path directory;
    private final SluiceServer server;
    private final Clients.Created agent;

    private DemoServer(Path directory, SluiceServer server, Clients.Created agent) {
        this.directory = directory;
        this.server = server;
        this.agent = agent;
    }

    /**
     * Starts it.
     *
     * @param port null for any free one
     * @throws SluiceException when something is taken or missing on this host
     */
    public static DemoServer start(@Nullable Integer port) {
        return start(port, Map.of());
    }

    /** The same with other settings on top. */
    public static DemoServer start(@Nullable Integer port, Map<Setting, String> more) {
        Path directory = temporaryDirectory();
        SluiceServer server = null;
        try {
            Map<Setting, String> settings = new EnumMap<>(Setting.class);
            settings.put(Setting.DATA_DIR, directory.toString());
            settings.put(Setting.PORT, Integer.toString(port == null ? freePort() : port));
            settings.put(Setting.WAREHOUSE_INTEGRATION_ENABLED, "true");
            settings.putAll(more);
            server =
                    SluiceServer.startWithSample(
                            ConfigFile.read(directory.resolve("sluice.yaml"), settings, Map.of()));
            return furnished(directory, server);
        } catch (RuntimeException e) {
            if (server != null) {
                server.close();
            }
            delete(directory);
            throw e;
        }
    }

    private static DemoServer furnished(Path directory, SluiceServer server) {
        Tenant tenant = tenant(server);
        Clients.Created agent =
                server.deployment()
                        .identity()
                        .clients()
                        .create(tenant.id(), "demo-agent", Set.of("query"));
        DemoShop.create(
                server.deployment().store().embedded().orElseThrow(),
                server.deployment().store().vault(),
                tenant,
                agent.client().id());
        return new DemoServer(directory, server, agent);
    }

    /** The agent's client, with its secret. */
    public Clients.Created agent() {
        return agent;
    }

    /** The tenant that the shop belongs to. */
    public Tenant tenant() {
        return tenant(server);
    }

    /** Where the server keeps its data, for the commands of its operator. */
    public Path dataDir() {
        return directory;
    }

    public SluiceServer server() {
        return server;
    }

    private static Tenant tenant(SluiceServer server) {
        return server.deployment().tenants().of(server.deployment().store().tenants().getFirst());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new SluiceException(ReasonCode.CONFIG_INVALID, "No port is free.", e);
        }
    }

    /** The store's own user has to pass through it on the way to its files. */
    private static Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("sluice-demo-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            return directory;
        } catch (IOException e) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID, "No temporary directory can be made.", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "The temporary directory " + directory + " cannot be removed.",
                    e);
        }
    }

    /** Stops the server and removes its files. */
    @Override
    public void close() {
        agent.secret().close();
        server.close();
        delete(directory);
    }
}
