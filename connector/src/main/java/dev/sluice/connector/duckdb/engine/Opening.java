package dev.sluice.connector.duckdb.engine;

import dev.sluice.connector.duckdb.frame.Message;
import dev.sluice.connector.duckdb.frame.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Opens the source, after this process has given up everything that it does not need for that. */
record Opening(LockedDatabase database, Message.Ready ready) {
    /** The virtual machine, DuckDB's buffers outside its own count, and threads' stacks. */
    private static final long OVERHEAD_BYTES = 768L << 20;

    private static final int MEGABYTE = 20;

    static Opening open(Message.Source wanted) throws Unusable {
        try {
            Path work = Path.of("").toRealPath();
            loadDriver(work);
            Confinement.limitMemory(((long) wanted.memoryMegabytes() << MEGABYTE) + OVERHEAD_BYTES);
            LockedDatabase database;
            boolean confined;
            if (wanted.directory()) {
                Confinement.to(readable(wanted, work), List.of(work));
                int unreadable = LockedDatabase.describe(wanted, work);
                confined = Confinement.to(readable(wanted, work), List.of());
                database = LockedDatabase.ofDirectory(wanted, work, unreadable);
            } else {
                confined = Confinement.to(readable(wanted, work), List.of());
                database = LockedDatabase.ofFile(wanted);
            }
            return new Opening(
                    database,
                    new Message.Ready(database.version(), confined, database.unreadable()));
        } catch (SQLException e) {
            throw new Unusable(Failures.ofOpening(e));
        } catch (IOException e) {
            throw new Unusable(Reason.ENGINE_FAILED);
        }
    }

    /** The driver unpacks its library, which is in memory after that and need not lie about. */
    private static void loadDriver(Path work) throws IOException {
        try {
            Class.forName("org.duckdb.DuckDBNative");
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(work)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Where DuckDB looks how much memory and how many processors a container gives it. */
    private static List<Path> limits() {
        long pid = ProcessHandle.current().pid();
        return List.of(Path.of("/proc/" + pid), Path.of("/sys/fs/cgroup"));
    }

    /** What is still read: the source, a log of changes beside it, and classes not loaded yet. */
    private static List<Path> readable(Message.Source wanted, Path work) throws IOException {
        List<Path> paths = new ArrayList<>();
        paths.add(work);
        paths.add(Path.of(wanted.path()));
        Path log = Path.of(wanted.path() + ".wal");
        if (!wanted.directory() && Files.isRegularFile(log)) {
            paths.add(log.toRealPath());
        }
        paths.add(Path.of(System.getProperty("java.home")).toRealPath());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            paths.add(Path.of(entry).toRealPath());
        }
        for (Path own : limits()) {
            if (Files.isDirectory(own)) {
                paths.add(own);
            }
        }
        return paths;
    }
}
