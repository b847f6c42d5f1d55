package dev.sluice.server.store;

import com.sun.security.auth.module.UnixSystem;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operating system's account that PostgreSQL runs as: our own, or an unprivileged one when we
 * are root, because PostgreSQL refuses to run as root.
 *
 * @param other whether it is another account than our own
 */
record ProcessAccount(String name, int uid, int gid, boolean other) {
    private static final List<String> CANDIDATES = List.of("postgres", "nobody");
    private static final List<String> PROGRAM_DIRECTORIES =
            List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

    static ProcessAccount find() {
        UnixSystem self = new UnixSystem();
        if (self.getUid() != 0) {
            return new ProcessAccount(
                    self.getUsername(), (int) self.getUid(), (int) self.getGid(), false);
        }
        return CANDIDATES.stream()
                .flatMap(ProcessAccount::lookUp)
                .findFirst()
                .orElseThrow(() ->
                        new SluiceException(
                                ReasonCode.CONFIG_INVALID,
                                "Sluice runs as root and PostgreSQL may not, but there is"
                                        + " neither a user 'postgres' nor a user 'nobody'."
                                        + " Run Sluice as an ordinary user, or set"
                                        + " SLUICE_DATABASE_URL."));
    }

    private static Stream<ProcessAccount> lookUp(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/etc/passwd"))) {
            return lines
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 3 && fields[0].equals(name))
                    .map(fields ->
                            new ProcessAccount(
                                    name,
                                    Integer.parseInt(fields[2]),
                                    Integer.parseInt(fields[3]),
                                    true))
                    .limit(1)
                    .toList()
                    .stream();
        } catch (IOException | NumberFormatException _) {
            return Stream.empty();
        }
    }

    /**
     * The command line that runs a program as this account: in a session of its own, so that an
     * interrupt typed at our terminal reaches us alone, and without a way back to more rights.
     */
    List<String> command(List<String> program) {
        List<String> command = new ArrayList<>();
        program("setsid").ifPresent(command::add);
        if (other) {
            command.add(program("setpriv").orElseThrow(ProcessAccount::noSetpriv));
            command.add("--reuid=" + uid);
            command.add("--regid=" + gid);
            command.add("--clear-groups");
            command.add("--no-new-privs");
            command.add("--");
        }
        command.addAll(program);
        return command;
    }

    private static Optional<String> program(String name) {
        return PROGRAM_DIRECTORIES.stream()
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static SluiceException noSetpriv() {
        return new SluiceException(
                ReasonCode.CONFIG_INVALID,
                "Sluice runs as root and PostgreSQL may not, and the program 'setpriv' (package"
                        + " util-linux) that would give up root's rights is missing. Install it,"
                        + " run Sluice as an ordinary user, or set SLUICE_DATABASE_URL.");
    }

    /** Makes the file or directory this account's own. */
    void own(Path path) throws IOException {
        if (other) {
            Files.setAttribute(path, "unix:gid", gid);
            Files.setAttribute(path, "unix:uid", uid);
        }
    }

    /** Lets this account pass through a directory of ours, and nobody else. */
    void admit(Path directory) throws IOException {
        if (other && !mayPass(directory)) {
            int mode = attribute(directory, "mode");
            Files.setAttribute(directory, "unix:gid", gid);
            Files.setAttribute(directory, "unix:mode", (mode & 07707) | 0010);
        }
    }

    /**
     * Checks that this account can reach a directory from the root on.
     *
     * @throws SluiceException {@code CONFIG_INVALID} naming the first directory that is closed
     */
    void checkReaches(Path directory) throws IOException {
        if (!other) {
            return;
        }
        Path real = directory.toRealPath();
        for (int i = 1; i <= real.getNameCount(); i++) {
            Path part = real.getRoot().resolve(real.subpath(0, i));
            if (!mayPass(part)) {
                throw new SluiceException(
                        ReasonCode.CONFIG_INVALID,
                        "The directory "
                                + part
                                + " is closed to the user '"
                                + name
                                + "', as whom the store runs because Sluice runs as root. Choose a"
                                + " data directory elsewhere (for example /var/lib/sluice), run"
                                + " Sluice as an ordinary user, or run: chmod o+x "
                                + part);
            }
        }
    }

    private boolean mayPass(Path directory) throws IOException {
        int mode = attribute(directory, "mode");
        if (attribute(directory, "uid") == uid) {
            return (mode & 0100) != 0;
        }
        if (attribute(directory, "gid") == gid) {
            return (mode & 0010) != 0;
        }
        return (mode & 0001) != 0;
    }

    private static int attribute(Path path, String name) throws IOException {
        return (int) Files.getAttribute(path, "unix:" + name);
    }
}
