package dev.sluice.connector.duckdb;

import dev.sluice.connector.duckdb.engine.Engine;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import org.duckdb.DuckDBDriver;

/** How DuckDB's process is started: nothing of ours is inherited but the Java installation. */
final class EngineCommand {
    /** Answers of a few megabytes, for as many queries as run at once. */
    private static final String HEAP = "-Xmx256m";

    private EngineCommand() {}

    /**
     * Starts it in this directory, which it may fill.
     *
     * @throws IOException when there is no memory or no Java
     */
    static Process start(Path work) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(work));
        builder.environment().clear();
        builder.directory(work.toFile());
        // What it writes there may quote values.
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private static List<String> command(Path work) throws IOException {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=32m",
                "-XX:+ExitOnOutOfMemoryError",
                // Nothing of what it has in memory gets onto a disk, and nothing reaches in.
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                // Standard output is for messages alone.
                "-Xlog:disable",
                "-XX:+DisplayVMOutputToStderr",
                "-Djava.io.tmpdir=" + work,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                locationOf(Engine.class) + File.pathSeparator + locationOf(DuckDBDriver.class),
                Engine.class.getName());
    }

    /** The class is named, not used: the driver's library stays out of this process. */
    private static String locationOf(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("no location of " + type);
        }
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
