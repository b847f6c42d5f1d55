package dev.sluice.server.store;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that is ours alone, under {@code store} in the data directory: it listens on the
 * loopback interface, is started again when it ends by itself, and ends when we do.
 *
 * <p>When we are root it runs as the user {@code postgres}, or else {@code nobody}.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /** Between choosing a port and listening on it somebody else may take it. */
    private static final int PORT_ATTEMPTS_MAX = 5;

    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
    private static final Duration RESTART_DELAY_MAX = Duration.ofSeconds(30);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final DataDirectory directory;
    private final PostgresCluster cluster;
    private final int port;
    private volatile PostgresProcess process;
    private volatile boolean closing;

    private EmbeddedPostgres(
            DataDirectory directory, PostgresCluster cluster, int port, PostgresProcess process) {
        this.directory = directory;
        this.cluster = cluster;
        this.port = port;
        this.process = process;
        Thread.ofVirtual().name("store-supervisor").start(this::supervise);
    }

    /**
     * Starts the server; the first time this also makes the database.
     *
     * @param dataDirectory made when there is none
     * @throws SluiceException {@code CONFIG_INVALID} when the directory, the account or the
     *     platform cannot be used; {@code STORE_UNAVAILABLE} when the server does not start
     */
    public static EmbeddedPostgres start(Path dataDirectory) {
        DataDirectory directory = DataDirectory.take(dataDirectory.toAbsolutePath().normalize());
        try {
            return start(directory);
        } catch (IOException e) {
            directory.close();
            throw new SluiceException(
                    ReasonCode.STORE_UNAVAILABLE,
                    "The embedded PostgreSQL in " + dataDirectory + " did not start.",
                    e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static EmbeddedPostgres start(DataDirectory directory) throws IOException {
        ProcessAccount account = ProcessAccount.find();
        Path store = makeStoreDirectory(directory.path(), account);
        Path log = store.resolve("start.log");
        Files.deleteIfExists(log);
        ChildProgram program = new ChildProgram(account, store, log);
        new Leftovers(program).await();
        PostgresCluster cluster =
                new PostgresCluster(program, PostgresBinaries.unpackedIn(store), store);
        if (!cluster.exists()) {
            cluster.initialise();
        }
        if (Files.notExists(cluster.passwordFile())) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "The file "
                            + cluster.passwordFile()
                            + " is missing, and with it the password of the database beside it."
                            + " Restore the file from a backup.");
        }
        return listen(directory, cluster);
    }

    private static Path makeStoreDirectory(Path data, ProcessAccount account) throws IOException {
        Path store = data.resolve("store");
        if (Files.notExists(store)) {
            Files.createDirectory(
                    store,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        account.admit(data);
        account.admit(store);
        account.checkReaches(store);
        return store;
    }

    private static EmbeddedPostgres listen(DataDirectory directory, PostgresCluster cluster)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = port(cluster.store());
            try {
                cluster.configure(port);
                PostgresProcess process = PostgresProcess.start(cluster);
                Files.writeString(cluster.store().resolve("port"), Integer.toString(port));
                return new EmbeddedPostgres(directory, cluster, port, process);
            } catch (IOException e) {
                if (attempt == PORT_ATTEMPTS_MAX || isFree(port)) {
                    throw e; // not for want of a port
                }
            }
        }
    }

    /** The JDBC URL of the database, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl(port);
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.DATABASE;
    }

    /** The role that owns the database. */
    public String user() {
        return PostgresCluster.OWNER;
    }

    /**
     * The owner's password, read from its file; the caller closes it.
     *
     * @throws SluiceException {@code CONFIG_INVALID} when the file cannot be read
     */
    public Secret password() {
        return StorePassword.read(cluster.passwordFile());
    }

    /** When our own server refuses the login, the reason is the password's file. */
    RuntimeException explained(RuntimeException failure) {
        boolean refused =
                failure.getCause() instanceof SQLException sql && StoreFailure.isLoginRefused(sql);
        return refused
                ? new SluiceException(
                        ReasonCode.CONFIG_INVALID,
                        "The password in "
                                + cluster.passwordFile()
                                + " is not that of the database beside it. Restore the file from a"
                                + " backup.",
                        failure)
                : failure;
    }

    /**
     * How to log in to the server that another process runs on this data directory; empty when none
     * does. For short administrative work beside a running Sluice.
     *
     * @throws SluiceException {@code CONFIG_INVALID} when its files cannot be read
     */
    public static Optional<StoreSettings.External> running(Path dataDirectory) {
        Path data = dataDirectory.toAbsolutePath().normalize();
        Path store = data.resolve("store");
        if (!DataDirectory.isTaken(data) || Files.notExists(store.resolve("port"))) {
            return Optional.empty();
        }
        try {
            int port = Integer.parseInt(Files.readString(store.resolve("port")).strip());
            return Optional.of(
                    new StoreSettings.External(
                            jdbcUrl(port),
                            PostgresCluster.OWNER,
                            StorePassword.read(store.resolve("password"))));
        } catch (IOException | NumberFormatException e) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    "The file " + store.resolve("port") + " cannot be read.",
                    e);
        }
    }

    public int port() {
        return port;
    }

    /** Stops the server (fast shutdown, at most 20 s, then by force) and frees the directory. */
    @Override
    public void close() {
        closing = true;
        synchronized (this) { // not while it is being started again
            process.stop();
        }
        try {
            new Leftovers(cluster.program()).await(); // its logger ends a moment after it
        } catch (IOException | SluiceException e) {
            LOG.atWarn().setCause(e).log("The embedded PostgreSQL did not end completely");
        }
        directory.close();
    }

    private void supervise() {
        Duration delay = RESTART_DELAY;
        try {
            while (!closing) {
                process.awaitEnd();
                if (closing) {
                    return;
                }
                LOG.atError().log("The embedded PostgreSQL ended; starting it again");
                Thread.sleep(delay);
                delay = restarted() ? RESTART_DELAY : longer(delay);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration delay) {
        Duration twice = delay.multipliedBy(2);
        return twice.compareTo(RESTART_DELAY_MAX) < 0 ? twice : RESTART_DELAY_MAX;
    }

    private synchronized boolean restarted() {
        if (closing) {
            return true;
        }
        try {
            new Leftovers(cluster.program()).await();
            process = PostgresProcess.start(cluster);
            return true;
        } catch (IOException | SluiceException e) {
            LOG.atError().setCause(e).log("The embedded PostgreSQL did not start again");
            return false;
        }
    }

    /** The port of the last time when it is free, else any that is. */
    private static int port(Path store) throws IOException {
        Path remembered = store.resolve("port");
        if (Files.exists(remembered)) {
            try {
                int port = Integer.parseInt(Files.readString(remembered).strip());
                if (isFree(port)) {
                    return port;
                }
            } catch (NumberFormatException | java.nio.charset.MalformedInputException _) {
                // Then another one will do as well.
            }
        }
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        if (port < 1024 || port > 65535) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port), 1);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
