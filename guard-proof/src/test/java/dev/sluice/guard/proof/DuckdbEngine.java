package dev.sluice.guard.proof;

import dev.sluice.core.Schema;
import dev.sluice.guard.ResultRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** DuckDB within this process, in memory. */
final class DuckdbEngine implements BenchmarkEngine {
    private final Connection connection;

    private DuckdbEngine(Connection connection) {
        this.connection = connection;
    }

    static DuckdbEngine start() throws SQLException {
        DuckdbEngine engine = new DuckdbEngine(DriverManager.getConnection("jdbc:duckdb:"));
        // Sums of fractions depend on the order that threads happen to take.
        engine.execute("SET threads = 1");
        engine.execute("CREATE SCHEMA nothing");
        return engine;
    }

    @Override
    public String dialect() {
        return "duckdb";
    }

    @Override
    public void load(Benchmark benchmark) throws SQLException, IOException {
        execute("CREATE SCHEMA " + benchmark.schema());
        for (GeneratedTable table : benchmark.tables()) {
            execute(
                    "CREATE TABLE %s (%s)"
                            .formatted(
                                    table.name(),
                                    table.columns().stream()
                                            .map(DuckdbEngine::definition)
                                            .collect(Collectors.joining(", "))));
            copy(table);
        }
    }

    private static String definition(Schema.Column column) {
        return "\"%s\" %s".formatted(column.name(), column.type());
    }

    private void copy(GeneratedTable table) throws SQLException, IOException {
        Path file = Files.createTempFile("rows", ".csv");
        try {
            try (Writer out = Files.newBufferedWriter(file)) {
                table.source().each(row -> write(out, row));
            }
            execute(
                    "COPY %s FROM '%s' (FORMAT csv, HEADER false, NULLSTR '\\N')"
                            .formatted(table.name(), file));
        } finally {
            Files.delete(file);
        }
    }

    private static void write(Writer out, List<String> row) {
        String line =
                row.stream()
                        .map(value ->
                                value == null ? "\\N" : '"' + value.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(",", "", "\n"));
        try {
            out.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void use(Benchmark benchmark) throws SQLException {
        execute("SET search_path = '%s'".formatted(benchmark.schema()));
    }

    @Override
    public void useNone() throws SQLException {
        execute("SET search_path = 'nothing'");
    }

    Connection connection() {
        return connection;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public List<String> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return ResultRows.of(result);
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
