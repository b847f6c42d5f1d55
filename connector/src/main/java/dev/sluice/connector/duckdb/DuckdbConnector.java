package dev.sluice.connector.duckdb;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Capabilities;
import dev.sluice.connector.Capabilities.Proof;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Database;
import dev.sluice.connector.EngineOption;
import dev.sluice.connector.Probe;
import dev.sluice.connector.Target;
import dev.sluice.core.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Database files of DuckDB, and directories of Parquet files. */
public final class DuckdbConnector implements Connector {
    private static final Capabilities CAPABILITIES =
            new Capabilities(
                    "duckdb",
                    Proof.REAL,
                    false,
                    true,
                    false,
                    true,
                    false,
                    Set.of(AuthMethod.NONE),
                    Set.of(ConnectionMode.values()));

    @Override
    public String type() {
        return "duckdb";
    }

    @Override
    public String title() {
        return "DuckDB";
    }

    @Override
    public int defaultPort() {
        return 0;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<EngineOption> options() {
        return EngineSettings.OPTIONS;
    }

    @Override
    public Probe probe(Target target) {
        EngineSettings settings = EngineSettings.of(target);
        Path path = settings.path();
        try (EngineProcess engine = start(settings, path)) {
            int tables = new SchemaReader(engine).read(true).tables().size();
            return new Probe(
                    engine.ready().version(),
                    "",
                    true,
                    true,
                    List.of(),
                    warnings(engine, path),
                    tables);
        }
    }

    private static List<String> warnings(EngineProcess engine, Path path) {
        List<String> warnings = new ArrayList<>();
        boolean directory = Files.isDirectory(path);
        if (!engine.ready().confined()) {
            warnings.add(
                    "This operating system cannot keep DuckDB's process to the source's files"
                            + (directory
                                    ? "; take the right to write to them from the server's user."
                                    : "; only DuckDB's own settings do."));
        } else if (Files.isWritable(path)) {
            warnings.add(
                    "The server's user may write to it. Sluice does not, but need not be able to.");
        }
        if (engine.ready().unreadable() > 0) {
            warnings.add(
                    "Files that are no readable Parquet were left out; they would be "
                            + engine.ready().unreadable()
                            + " tables.");
        }
        return warnings;
    }

    @Override
    public Schema readSchema(Target target) {
        EngineSettings settings = EngineSettings.of(target);
        Path path = settings.path();
        try (EngineProcess engine = start(settings, path)) {
            return new SchemaReader(engine).read(Files.isDirectory(path));
        }
    }

    @Override
    public Database open(Target target, Capacity capacity) {
        return new DuckdbDatabase(EngineSettings.of(target), target.settings().mode(), capacity);
    }

    private static EngineProcess start(EngineSettings settings, Path path) {
        try {
            return EngineProcess.start(settings.source(path), settings.idleMax());
        } catch (EngineException e) {
            throw e.diagnosis().exception();
        }
    }
}
