package dev.sluice.connector.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real OpenSSH server for tests: an unprivileged process on a port of loopback, with keys and a
 * configuration of its own. Without privileges it knows one user, its own, and no passwords. Where
 * the program is missing, tests that want it are skipped.
 */
public final class OpenSshServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");
    private static final int START_SECONDS_MAX = 30;

    private final Path directory;
    private final int port;
    private final String user;
    private Process process;

    private OpenSshServer(Path directory, int port, String user) {
        this.directory = directory;
        this.port = port;
        this.user = user;
    }

    /** Starts one that lets in whoever holds one of these public keys. */
    public static OpenSshServer start(Path directory, List<String> authorized, String... options)
            throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(PROGRAM),
                "no OpenSSH server here (Debian: apt-get install openssh-server): not run");
        boolean root = System.getProperty("user.name").equals("root");
        OpenSshServer server =
                new OpenSshServer(
                        directory, freePort(), root ? "nobody" : System.getProperty("user.name"));
        Files.createDirectories(directory);
        server.newHostKey();
        Files.write(directory.resolve("authorized"), authorized);
        List<String> config = new ArrayList<>();
        config.addAll(List.of(options)); // the first value of an option counts
        config.addAll(
                List.of(
                        "ListenAddress 127.0.0.1:" + server.port,
                        "HostKey " + directory.resolve("host"),
                        "AuthorizedKeysFile " + directory.resolve("authorized"),
                        "PidFile none",
                        "UsePAM yes", // else it takes the account of nobody for a locked one
                        "StrictModes no",
                        "LogLevel DEBUG1",
                        "PasswordAuthentication yes"));
        Files.write(directory.resolve("config"), config);
        server.restart();
        return server;
    }

    /** Gives the server another identity, from its next start on. */
    public void newHostKey() throws IOException, InterruptedException {
        Path key = directory.resolve("host");
        Files.deleteIfExists(key);
        Files.deleteIfExists(directory.resolve("host.pub"));
        SshKeys.generate(key, "-t", "ed25519", "-N", "");
        if (!user.equals(System.getProperty("user.name"))) {
            Files.setOwner(
                    key,
                    key.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(user));
            for (Path folder = directory; folder.startsWith("/tmp/"); folder = folder.getParent()) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
                if (folder.getParent().equals(Path.of("/tmp"))) {
                    break;
                }
            }
        }
    }

    public void restart() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (!user.equals(System.getProperty("user.name"))) {
            command.addAll(
                    List.of("setpriv", "--reuid", user, "--regid", "nogroup", "--clear-groups"));
        }
        command.addAll(
                List.of(
                        PROGRAM.toString(),
                        "-D",
                        "-e",
                        "-f",
                        directory.resolve("config").toString()));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
                        .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("sshd did not start: " + log());
            }
            Thread.sleep(50);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** The only user that it can log in. */
    public String user() {
        return user;
    }

    /** As ssh-keygen prints it. */
    public String fingerprint() throws IOException, InterruptedException {
        return SshKeys.fingerprint(directory.resolve("host.pub"));
    }

    public String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /** Processes that serve a connection. */
    public long connections() {
        return process.descendants().filter(ProcessHandle::isAlive).count();
    }

    /** Ends it and every connection that it serves. */
    public void stop() throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
