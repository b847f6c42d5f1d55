package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.store.EmbeddedPostgres;
import dev.sluice.server.store.StoreSettings;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A database's password is nowhere but in the database: searched for in clear and in every usual
 * encoding, while the connection is in use and after it is dropped.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecretMarkersIT {
    /** With characters that base64, URLs, JSON and SQL write in another way. */
    private static final String MARKER =
            "Mk+/" + UUID.randomUUID().toString().replace('-', '&') + "'%\"";

    private static final String WRONG = "Wr" + MARKER.substring(2);

    private static final String TRACE =
            """
            <configuration>
              <appender name="stderr" class="ch.qos.logback.core.ConsoleAppender">
                <target>System.err</target>
                <encoder><pattern>%d %level %logger %msg %kvp %ex%n</pattern></encoder>
              </appender>
              <root level="trace"><appender-ref ref="stderr"/></root>
            </configuration>
            """;

    private static Path directory;
    private static Path dataDir;
    private static EmbeddedPostgres source;
    private static ServerProcess server;
    private static Operator operator;
    private static Capture capture;
    private static final StringBuilder answers = new StringBuilder();

    @BeforeAll
    static void useTheDatabase() throws Exception {
        directory = Files.createTempDirectory("sluice-markers-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        dataDir = directory.resolve("data");
        source = EmbeddedPostgres.start(directory.resolve("source"));
        makeItems();
        Path trace = Files.writeString(directory.resolve("trace.xml"), TRACE);
        Map<String, String> environment = new HashMap<>();
        environment.put("WAREHOUSE_INTEGRATION_ENABLED", "true");
        environment.put("JAVA_TOOL_OPTIONS", "-Dlogback.configurationFile=" + trace);
        int port = ServerProcess.freePort();
        capture = new Capture(port);
        environment.put("SLUICE_PUBLIC_URL", capture.url());
        server = ServerProcess.up(dataDir, port, environment);
        operator = Operator.create(dataDir, Map.of()).by(capture.url());

        Cli.Ran refused = connect(WRONG);
        assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
        answers.append(refused);
        Cli.Ran connected = connect(MARKER);
        assertThat(connected.exit()).as(connected.toString()).isZero();
        answers.append(connected);
        operator.applyPolicy(server);
        answers.append(operator.command(server, "", "db", "test", "shop"));
        for (int i = 0; i < 3; i++) {
            assertThat(operator.ask(server).path("rows").size()).isEqualTo(4);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
            capture.close();
        }
        source.close();
        CrashIT.delete(directory);
    }

    private static Cli.Ran connect(String password) throws Exception {
        String url = source.jdbcUrl();
        return operator.tryToConnect(
                server, source.port(), url.substring(url.lastIndexOf('/') + 1), password, "pooled");
    }

    private static void makeItems() throws Exception {
        try (Secret password = source.password();
                Connection connection =
                        DriverManager.getConnection(
                                source.jdbcUrl(),
                                source.user(),
                                new String(password.reveal(), StandardCharsets.UTF_8));
                Statement statement = connection.createStatement()) {
            statement.execute("create table items (id integer primary key, name text)");
            statement.execute(
                    "insert into items select n, 'item ' || n from generate_series(1, 50) n");
            statement.execute(
                    "create role agent login password '" + MARKER.replace("'", "''") + "'");
            statement.execute("grant usage on schema public to agent");
            statement.execute("grant select on items to agent");
        }
    }

    /** What to look for, by what it is. */
    private static Map<String, byte[]> needles() {
        Map<String, byte[]> needles = new TreeMap<>();
        for (String marker : List.of(MARKER, WRONG)) {
            String name = marker.equals(MARKER) ? "" : " of the wrong one";
            byte[] bytes = marker.getBytes(StandardCharsets.UTF_8);
            needles.put("text" + name, bytes);
            for (Charset wide : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
                needles.put(wide + name, marker.getBytes(wide));
            }
            needles.put("hex" + name, ascii(HexFormat.of().formatHex(bytes)));
            needles.put("url" + name, ascii(URLEncoder.encode(marker, StandardCharsets.UTF_8)));
            for (int shift = 0; shift < 3; shift++) {
                needles.put("base64 at " + shift + name, base64(bytes, shift, false));
                needles.put("base64url at " + shift + name, base64(bytes, shift, true));
            }
        }
        return needles;
    }

    /** The characters that the bytes give in any base64 text in which they start at this place. */
    private static byte[] base64(byte[] bytes, int shift, boolean url) {
        byte[] shifted = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        Base64.Encoder encoder =
                url
                        ? Base64.getUrlEncoder().withoutPadding()
                        : Base64.getEncoder().withoutPadding();
        String text = encoder.encodeToString(shifted);
        return ascii(text.substring(4, text.length() - 4));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> found(Path file) throws IOException {
        return Needles.in(file, needles());
    }

    private static List<String> found(String text) {
        return Needles.in(text.getBytes(StandardCharsets.UTF_8), needles());
    }

    @Test
    @Order(1)
    void theSearchFindsWhatItIsToFind() throws IOException {
        for (Map.Entry<String, byte[]> needle : needles().entrySet()) {
            byte[] hay = new byte[5_000_000];
            System.arraycopy(needle.getValue(), 0, hay, 4_194_290, needle.getValue().length);
            Path file = Files.write(directory.resolve("hay"), hay);
            assertThat(found(file)).contains(needle.getKey());
            Files.delete(file);
        }
        String basic = Base64.getEncoder().encodeToString(ascii("agent:" + MARKER));
        assertThat(found("Authorization: Basic " + basic)).isNotEmpty();
    }

    @Test
    @Order(2)
    void notInWhatTheCommandLineSaid() {
        assertThat(found(answers.toString())).isEmpty();
    }

    @Test
    @Order(2)
    void notBetweenTheCommandLineAndTheServer() {
        String captured = new String(capture.bytes(), StandardCharsets.ISO_8859_1);
        assertThat(captured)
                .contains("POST /api/v1/connections", "\"credentials\":\"", "\"user\":\"agent\"");
        assertThat(Needles.in(capture.bytes(), needles())).isEmpty();
    }

    @Test
    @Order(2)
    void notInTheLogAtTrace() throws IOException {
        assertThat(server.output()).contains("TRACE").contains("connections");
        assertThat(found(server.output())).isEmpty();
    }

    @Test
    @Order(2)
    void notInTheProcessList() throws IOException {
        Path process = Path.of("/proc", Long.toString(server.pid()));
        for (String file : List.of("cmdline", "environ")) {
            byte[] bytes = Files.readAllBytes(process.resolve(file));
            assertThat(bytes).isNotEmpty();
            assertThat(Needles.in(bytes, needles())).as(file).isEmpty();
        }
    }

    @Test
    @Order(2)
    void notInAnyAnswerOfTheApi() throws Exception {
        for (Routes.Route route : Routes.ALL) {
            if (route.isOfTheApi() && route.method().equals("GET")) {
                String path = route.path().replaceAll("\\{[a-z]+}", "shop");
                HttpResponse<String> answer =
                        operator.api(server, "GET", path, "application/json", "");
                assertThat(found(answer.body() + answer.headers().map()))
                        .as(route.request())
                        .isEmpty();
                assertThat(route.path()).doesNotContain("reveal");
            }
        }
        assertThat(
                        operator.api(server, "GET", "/api/v1/connections", "application/json", "")
                                .body())
                .contains("shop");
    }

    @Test
    @Order(3)
    void notInTheStoreNorInItsFiles() throws Exception {
        String dump = dump();
        assertThat(dump).contains("shop");
        assertThat(found(dump)).isEmpty();
        List<String> found = new ArrayList<>();
        int files = 0;
        try (var all = Files.walk(dataDir)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files++;
                found(file).forEach(what -> found.add(file + ": " + what));
            }
        }
        assertThat(files).isGreaterThan(500);
        assertThat(found).isEmpty();
    }

    @Test
    @Order(4)
    void notInTheHeapOfTheServer() throws Exception {
        assertThat(found(heapDump())).isEmpty();
    }

    @Test
    @Order(5)
    void afterTheDropNothingIsLeftToBringItBack() throws Exception {
        String sealed =
                value("select encode(sealed_password, 'hex') from %s.warehouse_connections");
        String id = value("select id::text from %s.warehouse_connections");
        assertThat(dump()).contains(sealed, id);

        Cli.Ran dropped = operator.command(server, "", "db", "drop", "shop", "--yes");
        assertThat(dropped.exit()).as(dropped.toString()).isZero();

        assertThat(dump()).doesNotContain(sealed, id);
        assertThat(value("select count(*)::text from %s.warehouse_connections")).isEqualTo("0");
        assertThat(found(heapDump())).isEmpty();
        Cli.Ran again = operator.command(server, "", "db", "test", "shop");
        assertThat(again.err()).contains("NOT_FOUND");
    }

    @Test
    @Order(6)
    void aChangedKeyOfTheServerIsRefusedUntilItIsAccepted() throws Exception {
        Path output = directory.resolve("sealing.out");
        Process rotated =
                ServerProcess.command(
                        output,
                        Map.of(),
                        "keys",
                        "sealing",
                        "--rotate",
                        "--data-dir",
                        dataDir.toString());
        assertThat(rotated.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String fingerprint = Files.readString(output).lines().toList().getLast();

        Cli.Ran refused = connect(MARKER);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("SERVER_KEY_CHANGED", fingerprint);
        Cli.Ran accepted = operator.command(server, "", "server-key", "--accept", fingerprint);
        assertThat(accepted.exit()).as(accepted.toString()).isZero();
        Cli.Ran connected = connect(MARKER);
        assertThat(connected.exit()).as(connected.toString()).isZero();
        assertThat(Needles.in(capture.bytes(), needles())).isEmpty();
    }

    private static Path heapDump() throws Exception {
        Path file = directory.resolve("heap-" + System.nanoTime() + ".hprof");
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(server.pid()),
                                "GC.heap_dump",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("jcmd.out").toFile())
                        .start();
        assertThat(jcmd.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(file).as(Files.readString(directory.resolve("jcmd.out"))).exists();
        assertThat(Needles.in(file, Map.of("ours", ascii("warehouse_connections")))).isNotEmpty();
        return file;
    }

    /** Every row of every table of ours, as text; bytes are in hexadecimal. */
    private static String dump() throws Exception {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = store();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery(
                            "select format('%I.%I', schemaname, tablename) from pg_tables where"
                                    + " schemaname = 'sluice' or schemaname like 'tenant%'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows =
                        statement.executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        dump.append(table).append(' ').append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
        return dump.toString();
    }

    private static String value(String sql) throws Exception {
        try (Connection connection = store();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.formatted("tenant_main"))) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection store() throws Exception {
        StoreSettings.External store = EmbeddedPostgres.running(dataDir).orElseThrow();
        try (Secret password = store.password()) {
            return DriverManager.getConnection(
                    store.jdbcUrl(),
                    store.user(),
                    new String(password.reveal(), StandardCharsets.UTF_8));
        }
    }
}
