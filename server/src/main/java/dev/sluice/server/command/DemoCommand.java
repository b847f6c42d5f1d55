package dev.sluice.server.command;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.audit.LogReader;
import dev.sluice.server.config.ConfigFile;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.Setting;
import dev.sluice.server.demo.DemoAgent;
import dev.sluice.server.demo.DemoShop;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.tenant.Tenant;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code sluice demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts a server in a temporary directory with a sample shop, a policy and an"
                    + " agent, and lets the agent ask two questions over MCP: one is answered, one"
                    + " is refused.",
        footer = {
            "",
            "Without --once the server keeps running, says how to attach a client, and removes"
                    + " everything when it is stopped.",
            "",
            "Examples:",
            "  sluice demo --once",
            "  sluice demo --port 8080"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final String ALLOWED =
            """
            SELECT c.segment, count(*) AS orders, sum(o.total) AS revenue
            FROM customers c JOIN orders o ON o.customer_id = c.id
            GROUP BY c.segment ORDER BY revenue DESC\
            """;

    private static final String REFUSED = "SELECT name, email, phone FROM customers";

    @Option(names = "--port", paramLabel = "P", description = "TCP port (default: any free one).")
    private @Nullable Integer port;

    @Option(names = "--once", description = "Exit after the two questions.")
    private boolean once;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = temporaryDirectory();
        CountDownLatch stopped = new CountDownLatch(1);
        out.println("Starting a server with the sample shop …");
        out.flush();
        try (SluiceServer server = SluiceServer.start(config(directory))) {
            Tenant tenant =
                    server.deployment()
                            .tenants()
                            .of(server.deployment().store().tenants().getFirst());
            Clients.Created client =
                    server.deployment()
                            .identity()
                            .clients()
                            .create(tenant.id(), "demo-agent", Set.of("query"));
            try (Secret secret = client.secret()) {
                DemoShop.create(
                        server.deployment().store().embedded().orElseThrow(),
                        server.deployment().store().vault(),
                        tenant,
                        client.client().id());
                askTwice(out, server, tenant, client.client().id(), secret);
                if (!once) {
                    sayHowToAttach(out, server, client.client().id(), secret);
                    Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
                    stopped.await();
                }
            }
        } finally {
            delete(directory);
        }
        return 0;
    }

    private static void askTwice(
            PrintWriter out, SluiceServer server, Tenant tenant, String id, Secret secret) {
        try (DemoAgent agent = new DemoAgent(server.url().issuer(), id, secret)) {
            show(out, "An agent asks", ALLOWED);
            show(out, "Sluice answers", JSON.writeValueAsString(agent.run(ALLOWED)));
            show(out, "It asks for what the policy hides", REFUSED);
            show(out, "Sluice refuses", JSON.writeValueAsString(agent.run(REFUSED)));
        }
        out.println("--- The audit rows, each durable before its answer left (newest last)");
        List<Map<String, Object>> rows = LogReader.newest(tenant.store(), LogReader.ROWS_MAX);
        for (Map<String, Object> row : rows.reversed()) {
            out.println(JSON.writeValueAsString(row));
        }
        out.flush();
    }

    private static void show(PrintWriter out, String title, String text) {
        out.println("--- " + title);
        out.println(text);
        out.println();
        out.flush();
    }

    private static void sayHowToAttach(
            PrintWriter out, SluiceServer server, String id, Secret secret) {
        out.println();
        out.println("The server keeps running at " + server.url().issuer() + ". In another shell:");
        out.println();
        out.println("  export SLUICE_URL=" + server.url().issuer());
        out.println("  export SLUICE_CLIENT_ID=" + id);
        out.println(
                "  export SLUICE_CLIENT_SECRET="
                        + new String(secret.reveal(), StandardCharsets.US_ASCII));
        out.println(
                "  ./sluice run \"SELECT name, price FROM products ORDER BY price DESC LIMIT 5\"");
        out.println(
                "  claude mcp add --transport http sluice "
                        + server.url().resource()
                        + " --header \"Authorization: Bearer $(./sluice token)\"");
        out.println();
        out.println("Stop with Ctrl-C; everything is removed then.");
        out.flush();
    }

    private ServerConfig config(Path directory) throws IOException {
        int chosen = port == null ? freePort() : port;
        Map<Setting, String> settings =
                Map.of(
                        Setting.DATA_DIR, directory.toString(),
                        Setting.PORT, Integer.toString(chosen),
                        Setting.WAREHOUSE_INTEGRATION_ENABLED, "true");
        return ConfigFile.read(directory.resolve("sluice.yaml"), settings, Map.of());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
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

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
