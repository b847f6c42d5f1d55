package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.store.EmbeddedPostgres;
import dev.sluice.server.store.StoreSettings;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Killed under load, the server has the record of everything it answered. */
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("sluice.crash.rounds", 2);
    private static final int CLIENTS = 8;
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void everyAnswerHasItsIntentAndTheStoreRecovers() throws Exception {
        Path directory = Files.createTempDirectory("sluice-crash-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        Path dataDir = directory.resolve("data");
        int port = ServerProcess.freePort();
        Set<String> answered = new HashSet<>();
        try (var source = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.start()) {
            ServerProcess server = ServerProcess.up(dataDir, port);
            try {
                JsonNode client = createClient(dataDir);
                connect(server, client, source.getPort());
                for (int round = 0; round < ROUNDS; round++) {
                    answered.addAll(askUntilKilled(server, token(server, client, "query")));
                    server = ServerProcess.up(dataDir, port);
                }
                assertThat(answered).hasSizeGreaterThan(ROUNDS * CLIENTS);
                assertThat(intents(dataDir)).containsAll(answered);
            } finally {
                server.close();
            }
        } finally {
            delete(directory);
        }
    }

    /** Receipts of what clients were answered before the server died under them. */
    private static Set<String> askUntilKilled(ServerProcess server, String token)
            throws InterruptedException {
        Queue<String> receipts = new ConcurrentLinkedQueue<>();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.startVirtualThread(() -> ask(server, token, receipts, stop)));
        }
        Thread.sleep(1_500);
        server.kill();
        stop.set(true);
        for (Thread client : clients) {
            client.join();
        }
        return Set.copyOf(receipts);
    }

    private static void ask(
            ServerProcess server, String token, Queue<String> receipts, AtomicBoolean stop) {
        try (McpCaller caller = new McpCaller(URI.create(server.url() + "/api/mcp"), token)) {
            while (!stop.get()) {
                JsonNode answer = caller.structured("SELECT id, name FROM items WHERE id < 5");
                receipts.add(answer.path("receipt").asString());
            }
        } catch (UncheckedIOException e) {
            // The server is gone, which is the point.
        }
    }

    private static JsonNode createClient(Path dataDir) throws Exception {
        Path output = dataDir.resolveSibling("client.json");
        Process process =
                ServerProcess.command(
                        output,
                        Map.of(),
                        "admin",
                        "create-client",
                        "--data-dir",
                        dataDir.toString(),
                        "--name",
                        "crash",
                        "--scopes",
                        "query,admin",
                        "--json");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return JSON.readTree(Files.readString(output));
    }

    private static void connect(ServerProcess server, JsonNode client, int port) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                                "postgres",
                                "");
                Statement statement = connection.createStatement()) {
            statement.execute("create table items (id integer primary key, name text)");
            statement.execute(
                    "insert into items select n, 'item ' || n from generate_series(1, 50) n");
            statement.execute("create role agent login password 'x'");
            statement.execute("grant select on items to agent");
        }
        String token = token(server, client, "admin");
        ClientCommand connected =
                ClientCommand.run(
                        server.dataDir().getParent(),
                        Map.of("SLUICE_URL", server.url(), "SLUICE_TOKEN", token),
                        "x",
                        "db",
                        "connect",
                        "shop",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--database",
                        "postgres",
                        "--user",
                        "agent",
                        "--mode",
                        "pooled",
                        "--password-stdin");
        assertThat(connected.exit()).as(connected.output()).isZero();
        api(
                server,
                token,
                "PUT",
                "policy",
                "application/yaml",
                """
                version: 1
                sources:
                  shop:
                    dialect: postgresql
                    default_schema: public
                    tables:
                      public.items: { exposed_columns: [id, name] }
                roles:
                  all: { sources: { shop: { tables: [public.items] } }, tools: [run] }
                bindings:
                  - { role: all, users: [%s] }
                """
                        .formatted(client.path("client_id").asString()));
    }

    private static void api(
            ServerProcess server,
            String token,
            String method,
            String path,
            String type,
            String body)
            throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/" + path))
                                    .header("Authorization", "Bearer " + token)
                                    .header("Content-Type", type)
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        }
    }

    private static String token(ServerProcess server, JsonNode client, String scope)
            throws Exception {
        String credentials =
                client.path("client_id").asString() + ":" + client.path("client_secret").asString();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/oauth2/token"))
                                    .header(
                                            "Authorization",
                                            "Basic "
                                                    + Base64.getEncoder()
                                                            .encodeToString(
                                                                    credentials.getBytes(
                                                                            StandardCharsets
                                                                                    .US_ASCII)))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "grant_type=client_credentials&scope=" + scope))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(answer.body()).path("access_token").asString();
        }
    }

    private static Set<String> intents(Path dataDir) throws Exception {
        StoreSettings.External store = EmbeddedPostgres.running(dataDir).orElseThrow();
        try (Secret password = store.password();
                Connection connection =
                        DriverManager.getConnection(
                                store.jdbcUrl(),
                                store.user(),
                                new String(password.reveal(), StandardCharsets.UTF_8));
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select receipt::text from tenant_main.warehouse_query_log where"
                                        + " kind = 'intent' and ok")) {
            Set<String> receipts = new HashSet<>();
            while (rows.next()) {
                receipts.add(rows.getString(1));
            }
            return receipts;
        }
    }

    private static void delete(Path directory) throws Exception {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
