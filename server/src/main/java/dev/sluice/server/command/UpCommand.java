package dev.sluice.server.command;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Starts the server on an embedded PostgreSQL, or on the one that"
                        + " SLUICE_DATABASE_URL names.",
        footer = {
            "",
            "The first start creates the keys, the store and sluice.yaml in the data directory, and"
                    + " prints a link, good once, that creates the owner's account.",
            "",
            "Examples:",
            "  sluice up",
            "  sluice up --data-dir /var/lib/sluice --port 8080",
            "",
            "Next: sluice admin create-client, then sluice db connect and sluice policy apply."
        })
public final class UpCommand implements Callable<Integer> {
    /** What a new sluice.yaml says. */
    private static final String FIRST_CONFIGURATION =
            """
            # Sluice's configuration; docs/configuration.md lists every key.
            WAREHOUSE_INTEGRATION_ENABLED: true
            """;

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "TCP port (SLUICE_PORT; default: 7433).")
    private @Nullable Integer port;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        writeFirstConfiguration(options.configFile());
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        if (port != null) {
            settings.put(Setting.PORT, port.toString());
        }
        ServerConfig config = options.config(settings);
        PrintWriter out = spec.commandLine().getOut();
        SluiceServer server = SluiceServer.start(config);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            server.close();
                            stopped.countDown();
                        }));
        greet(out, server, config.tenant(), options.configFile());
        stopped.await();
        return 0;
    }

    private static void greet(
            PrintWriter out, SluiceServer server, TenantId tenant, Path configFile) {
        String url = server.url().issuer();
        out.println("Sluice is up: " + url + "   (configuration: " + configFile + ")");
        if (server.deployment().identity().accounts().list(tenant).isEmpty()) {
            try (Secret token = server.deployment().identity().setupLinks().create(tenant)) {
                out.println(
                        "Create the owner's account, once, within 24 hours: "
                                + url
                                + "/setup/"
                                + new String(token.reveal(), StandardCharsets.US_ASCII));
            }
        }
        out.println("MCP endpoint: " + server.url().resource() + "   Stop with Ctrl-C.");
        out.flush();
    }

    /** Only where there is none: an operator's file is never touched. */
    private static void writeFirstConfiguration(Path file) {
        if (Files.exists(file)) {
            return;
        }
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(
                        parent,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            Files.writeString(file, FIRST_CONFIGURATION);
        } catch (IOException e) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    file
                            + " cannot be written by this user: choose another directory with"
                            + " --data-dir.",
                    e);
        }
    }
}
