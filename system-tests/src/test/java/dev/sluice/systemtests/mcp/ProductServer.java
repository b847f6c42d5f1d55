package dev.sluice.systemtests.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.audit.LogReader;
import dev.sluice.server.config.ConfigFile;
import dev.sluice.server.config.Setting;
import dev.sluice.server.demo.DemoShop;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.tenant.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The whole product over the sample shop: embedded store, policy, guard, audit, OAuth. */
final class ProductServer implements AutoCloseable {
    private final Path directory;
    private final SluiceServer server;
    private final Tenant tenant;
    private final String token;

    ProductServer() {
        try {
            directory = Files.createTempDirectory("sluice-it-");
            // The store's own user passes through here on the way to its files.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            server =
                    SluiceServer.start(
                            ConfigFile.read(
                                    directory.resolve("sluice.yaml"),
                                    Map.of(
                                            Setting.DATA_DIR, directory.toString(),
                                            Setting.PORT, Integer.toString(freePort()),
                                            Setting.WAREHOUSE_INTEGRATION_ENABLED, "true"),
                                    Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tenant = server.deployment().tenants().of(server.deployment().store().tenants().getFirst());
        Clients.Created client =
                server.deployment()
                        .identity()
                        .clients()
                        .create(tenant.id(), "judge", Set.of("query"));
        try (Secret secret = client.secret()) {
            DemoShop.create(
                    server.deployment().store().embedded().orElseThrow(),
                    server.deployment().store().vault(),
                    tenant,
                    client.client().id());
            token = token(client.client().id(), secret);
        }
    }

    RunningServer running() {
        return new RunningServer(
                URI.create(server.url().resource()),
                token,
                new RunningServer.Use(
                        "run", "{\"sql\":\"SELECT segment, count(*) FROM customers GROUP BY 1\"}"),
                new RunningServer.Use("run", "{\"sql\":\"SELECT email FROM customers\"}"),
                "COLUMN_NOT_ALLOW_LISTED");
    }

    String issuer() {
        return server.url().issuer();
    }

    /** The newest rows of the query log, newest first. */
    List<Map<String, Object>> log() {
        return LogReader.newest(tenant.store(), LogReader.ROWS_MAX);
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

    /** RFC 6749 section 4.4. */
    private String token(String clientId, Secret secret) {
        String credentials =
                clientId + ":" + new String(secret.reveal(), StandardCharsets.US_ASCII);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(issuer() + "/oauth2/token"))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        credentials.getBytes(
                                                                StandardCharsets.US_ASCII)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "grant_type=client_credentials&scope=query"))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return new JsonMapper().readTree(response.body()).path("access_token").asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
