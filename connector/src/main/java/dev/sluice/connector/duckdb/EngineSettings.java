package dev.sluice.connector.duckdb;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.EngineOption;
import dev.sluice.connector.FileSources;
import dev.sluice.connector.Target;
import dev.sluice.connector.duckdb.frame.Message.Source;
import dev.sluice.core.SluiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What one source's DuckDB is started with.
 *
 * @param database the name of a file or directory, looked up again at each start
 * @param idleMax after which a process that nobody asks ends
 */
record EngineSettings(
        String database,
        FileSources files,
        int memoryMegabytes,
        int threads,
        boolean hivePartitions,
        Duration idleMax) {
    static final String MEMORY = "memory_mb";
    static final String THREADS = "threads";
    static final String HIVE_PARTITIONS = "hive_partitions";

    static final List<EngineOption> OPTIONS =
            List.of(
                    new EngineOption(
                            MEMORY,
                            "megabytes of memory for DuckDB, 64 to 99999, default 512",
                            false,
                            Pattern.compile("6[4-9]|[7-9]\\d|[1-9]\\d{2,4}")),
                    new EngineOption(
                            THREADS,
                            "threads that DuckDB computes on, 1 to 64, default 2",
                            false,
                            Pattern.compile("[1-9]|[1-5]\\d|6[0-4]")),
                    new EngineOption(
                            HIVE_PARTITIONS,
                            "true or false, default false: whether folders named key=value beneath"
                                    + " a folder of Parquet files are columns of its table",
                            false,
                            Pattern.compile("true|false")));

    private static final String MEMORY_DEFAULT = "512";
    private static final String THREADS_DEFAULT = "2";

    /** Another program cannot write to a database file while it is open here. */
    private static final Duration IDLE_MAX = Duration.ofMinutes(2);

    static EngineSettings of(Target target) {
        ConnectionSettings settings = target.settings();
        Map<String, String> options = settings.options();
        return new EngineSettings(
                settings.database(),
                target.network().files(),
                Integer.parseInt(options.getOrDefault(MEMORY, MEMORY_DEFAULT)),
                Integer.parseInt(options.getOrDefault(THREADS, THREADS_DEFAULT)),
                Boolean.parseBoolean(options.get(HIVE_PARTITIONS)),
                IDLE_MAX);
    }

    /** The same with another time. */
    EngineSettings withIdleMax(Duration max) {
        return new EngineSettings(database, files, memoryMegabytes, threads, hivePartitions, max);
    }

    /**
     * Looks where the name leads now.
     *
     * @throws SluiceException {@code SOURCE_UNAVAILABLE}
     */
    Path path() {
        Path path = files.resolve(database);
        if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
            throw Diagnosis.FILE_UNREADABLE.exception();
        }
        return path;
    }

    Source source(Path path) {
        return new Source(
                path.toString(), Files.isDirectory(path), hivePartitions, memoryMegabytes, threads);
    }
}
