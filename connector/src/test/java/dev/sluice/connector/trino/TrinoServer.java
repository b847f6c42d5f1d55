package dev.sluice.connector.trino;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Trino itself in a process of its own, with its catalogs {@code tpch} and {@code memory}. */
final class TrinoServer implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    final int port;

    /**
     * @param home where the server was unpacked, with its plugins
     * @param scratch an empty folder of its own
     */
    TrinoServer(Path home, Path scratch) throws IOException, InterruptedException {
        port = freePort();
        Path catalogs = Files.createDirectories(scratch.resolve("catalogs"));
        Files.writeString(catalogs.resolve("tpch.properties"), "connector.name=tpch\n");
        Files.writeString(catalogs.resolve("memory.properties"), "connector.name=memory\n");
        Path config = scratch.resolve("config.properties");
        Files.writeString(
                config,
                """
                coordinator=true
                node-scheduler.include-coordinator=true
                http-server.http.port=%d
                discovery.uri=http://127.0.0.1:%d
                query.max-memory=200MB
                catalog.config-dir=%s
                plugin.dir=%s
                """
                        .formatted(port, port, catalogs, home.resolve("plugin")));
        log = scratch.resolve("server.log");
        process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx1G",
                                        "-Djdk.attach.allowAttachSelf=true",
                                        "-XX:+EnableDynamicAgentLoading",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "--sun-misc-unsafe-memory-access=allow",
                                        "-Dnode.environment=test",
                                        "-Dnode.data-dir=" + scratch.resolve("data"),
                                        "-Dnode.bind-ip=127.0.0.1",
                                        "-Dnode.internal-address=127.0.0.1",
                                        "-Dconfig=" + config,
                                        "-cp",
                                        home.resolve("lib") + "/*",
                                        "io.trino.server.TrinoServer"))
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            awaitStart(Instant.now().plus(START_MAX));
        } catch (AssertionError | InterruptedException e) {
            close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart(Instant end) throws IOException, InterruptedException {
        while (!get("/v1/info").contains("\"starting\":false")) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                throw new AssertionError("Trino did not start: " + Files.readString(log));
            }
            process.waitFor(300, TimeUnit.MILLISECONDS);
        }
    }

    /** What the server itself says, as its own pages ask for it; empty when it does not answer. */
    String get(String path) throws InterruptedException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .header("X-Trino-User", "observer")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
