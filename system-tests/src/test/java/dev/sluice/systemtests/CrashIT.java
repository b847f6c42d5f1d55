package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.store.EmbeddedPostgres;
import dev.sluice.server.store.StoreSettings;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Killed under load, the server has the record of everything it answered. */
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("sluice.crash.rounds", 2);
    private static final int CLIENTS = 8;

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
                Operator operator = Operator.create(dataDir, Map.of());
                connect(operator, server, source.getPort());
                for (int round = 0; round < ROUNDS; round++) {
                    answered.addAll(askUntilKilled(server, operator.token(server, "query")));
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

    private static void connect(Operator operator, ServerProcess server, int port)
            throws Exception {
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
        operator.connect(server, port, "Long-3nough-for-all", "pooled");
        operator.applyPolicy(server);
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

    static void delete(Path directory) throws Exception {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
