package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.store.EmbeddedPostgres;
import dev.sluice.server.store.Store;
import dev.sluice.vault.Cell;
import dev.sluice.vault.KeyRing;
import dev.sluice.vault.LocalKeyFile;
import dev.sluice.vault.MasterKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The master key is changed under a server that goes on, by a command that is killed half way. */
class KeyRotationIT {
    private static final int TENANTS = 1_500;
    private static final Cell CELL = new Cell("a_table", "1", "sealed");
    private static final String OLD = key(1);
    private static final String NEW = key(2);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern PROGRESS = Pattern.compile("(\\d+) of (\\d+): ");

    private final Map<TenantId, byte[]> sealed = new LinkedHashMap<>();

    private static String key(int number) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) number);
        return Base64.getEncoder().encodeToString(key);
    }

    private static Map<String, String> environment(String... keys) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("WAREHOUSE_INTEGRATION_ENABLED", "true");
        environment.put("WAREHOUSE_MASTER_KEY", keys[0]);
        if (keys.length > 1) {
            environment.put("WAREHOUSE_MASTER_KEY_NEXT", keys[1]);
        }
        return environment;
    }

    @Test
    void aKilledRotationGoesOnAndAfterwardsTheOldKeyOpensNothing() throws Exception {
        Path directory = Files.createTempDirectory("sluice-rotation-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        Path dataDir = directory.resolve("data");
        int port = ServerProcess.freePort();
        try (var source = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.start()) {
            Operator operator;
            try (ServerProcess server = ServerProcess.up(dataDir, port, environment(OLD))) {
                operator = Operator.create(dataDir, environment(OLD));
                items(source.getPort());
                operator.connect(server, source.getPort(), "Long-3nough-for-all", "single-use");
                operator.applyPolicy(server);
                sealForMany(dataDir);
            }
            try (ServerProcess server = ServerProcess.up(dataDir, port, environment(OLD, NEW))) {
                killHalfWay(dataDir);

                List<String> standings = standings(dataDir, environment(OLD, NEW));
                assertThat(standings).contains("current", "readable").doesNotContain("lost");
                opens(dataDir, NEW, OLD);
                assertThat(operator.ask(server).path("rows").size()).isEqualTo(4);

                JsonNode done = rotate(dataDir);
                assertThat(done.path("rewrapped").asInt()).isPositive();
                assertThat(done.path("already_current").asInt()).isPositive();
                assertThat(done.path("failed").size()).isZero();
                assertThat(operator.ask(server).path("rows").size()).isEqualTo(4);
                assertThat(standings(dataDir, environment(OLD, NEW)))
                        .hasSizeGreaterThan(TENANTS)
                        .containsOnly("current");
            }
            try (ServerProcess server = ServerProcess.up(dataDir, port, environment(NEW))) {
                assertThat(operator.ask(server).path("rows").size()).isEqualTo(4);
                opens(dataDir, NEW);
                opensNone(dataDir);
                assertThat(run(dataDir, environment(OLD), "keys", "status"))
                        .contains("CONFIG_INVALID");
            }
        } finally {
            CrashIT.delete(directory);
        }
    }

    private static void items(int port) throws Exception {
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
    }

    /** The store beside the server, under these keys; the first one wraps. */
    private static Store store(Path dataDir, String... masters) {
        List<MasterKey> keys = new ArrayList<>();
        for (String master : masters) {
            keys.add(
                    MasterKey.ofBase64(
                            "KEY", Secret.takingOver(master.getBytes(StandardCharsets.US_ASCII))));
        }
        return Store.open(
                EmbeddedPostgres.running(dataDir).orElseThrow(),
                new KeyRing(
                        keys,
                        List.of(
                                LocalKeyFile.open(
                                        dataDir.resolve("keys").resolve("wrapper.key")))));
    }

    private void sealForMany(Path dataDir) {
        try (Store store = store(dataDir, OLD)) {
            for (int i = 0; i < TENANTS; i++) {
                TenantId tenant = new TenantId("t" + i);
                try (Secret secret =
                        Secret.takingOver(tenant.value().getBytes(StandardCharsets.UTF_8))) {
                    sealed.put(tenant, store.vault().seal(tenant, CELL, secret));
                }
            }
        }
    }

    private void opens(Path dataDir, String... masters) {
        try (Store store = store(dataDir, masters)) {
            sealed.forEach((tenant, bytes) -> {
                try (Secret secret = store.vault().open(tenant, CELL, bytes)) {
                    assertThat(new String(secret.reveal(), StandardCharsets.UTF_8))
                            .isEqualTo(tenant.value());
                }
            });
        }
    }

    private void opensNone(Path dataDir) {
        try (Store store = store(dataDir, OLD)) {
            sealed.forEach((tenant, bytes) ->
                    assertThatThrownBy(() -> store.vault().open(tenant, CELL, bytes))
                            .isInstanceOfSatisfying(
                                    SluiceException.class,
                                    e ->
                                            assertThat(e.code())
                                                    .isEqualTo(ReasonCode.CONFIG_INVALID)));
        }
    }

    /** SIGKILL to the command once it says that a tenth is done. */
    private static void killHalfWay(Path dataDir) throws Exception {
        Path output = dataDir.resolveSibling("rotate.out");
        Process process =
                ServerProcess.command(
                        output,
                        environment(OLD, NEW),
                        "keys",
                        "rotate",
                        "--data-dir",
                        dataDir.toString());
        Instant end = Instant.now().plus(Duration.ofMinutes(3));
        while (done(Files.readString(output)) < TENANTS / 10) {
            assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(2);
        }
        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 9);
    }

    private static int done(String output) {
        int done = 0;
        Matcher line = PROGRESS.matcher(output);
        while (line.find()) {
            done = Integer.parseInt(line.group(1));
        }
        return done;
    }

    private static JsonNode rotate(Path dataDir) throws Exception {
        String output = run(dataDir, environment(OLD, NEW), "keys", "rotate", "--json");
        return JSON.readTree(output.lines().toList().getLast());
    }

    private static List<String> standings(Path dataDir, Map<String, String> environment)
            throws Exception {
        String output = run(dataDir, environment, "keys", "status", "--json");
        List<String> standings = new ArrayList<>();
        JSON.readTree(output.lines().toList().getLast())
                .path("keys")
                .forEach(key -> standings.add(key.path("standing").asString()));
        return standings;
    }

    private static String run(Path dataDir, Map<String, String> environment, String... words)
            throws Exception {
        Path output = dataDir.resolveSibling("command-" + System.nanoTime() + ".out");
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(List.of("--data-dir", dataDir.toString()));
        Process process =
                ServerProcess.command(output, environment, command.toArray(String[]::new));
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }
}
