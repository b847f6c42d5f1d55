package dev.sluice.guard.proof;

import dev.sluice.guard.CorpusFile;
import dev.sluice.guard.ResultRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/** The twin in DuckDB, and a file with the same for what is sent as it is. */
final class DuckdbTwin implements TwinServer {
    private static final Pattern NAMES =
            Pattern.compile(
                    "(?s).*(not found|does not exist|Ambiguous reference|Duplicate alias"
                            + "|cannot be referenced|Could not find|Candidate bindings).*");
    private static final String ARROWS = "SET lambda_syntax = 'ENABLE_SINGLE_ARROW'";
    private static final int TIMEOUT_SECONDS = 5;

    private final DuckdbEngine engine;
    private final DuckdbEngine other;
    private final ReadOnlyDuckdb plain;
    private final Path folder;

    private DuckdbTwin(DuckdbEngine engine, DuckdbEngine other, Path folder) {
        this.engine = engine;
        this.other = other;
        this.plain = new ReadOnlyDuckdb(url(folder));
        this.folder = folder;
    }

    static DuckdbTwin start() throws IOException, SQLException {
        DuckdbEngine engine = DuckdbEngine.start();
        engine.execute(CorpusFile.fixture("duckdb"));
        engine.execute(ARROWS);
        DuckdbEngine other = DuckdbEngine.start();
        other.execute(CorpusFile.fixture("duckdb"));
        for (String change : Shop.OTHERWISE_HIDDEN) {
            other.execute(change);
        }
        Path folder = Files.createTempDirectory("sluice-duckdb");
        try (Connection owner = DriverManager.getConnection(url(folder));
                Statement statement = owner.createStatement()) {
            statement.execute(CorpusFile.fixture("duckdb"));
        }
        return new DuckdbTwin(engine, other, folder);
    }

    private static String url(Path folder) {
        return "jdbc:duckdb:" + folder.resolve("file.db");
    }

    @Override
    public Flavor flavor() {
        return Flavor.DUCKDB;
    }

    @Override
    public Answer onTwin(String sql) {
        return run(engine, "twin", sql.replace("shop.", "twin."), List.of());
    }

    @Override
    public Answer onBase(String sql, List<String> parameters) {
        return run(engine, "nothing", sql, parameters);
    }

    @Override
    public Answer onOther(String sql, List<String> parameters) {
        return run(other, "nothing", sql, parameters);
    }

    private static Answer run(
            DuckdbEngine engine, String path, String sql, List<String> parameters) {
        Connection connection = engine.connection();
        try {
            engine.execute("SET search_path = '%s'".formatted(path));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            try (ResultSet result = statement.executeQuery()) {
                return new Answer.Rows(ResultRows.of(result));
            }
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage());
            return new Answer.Failed(message.replaceFirst("(?s):.*", ""), message);
        }
    }

    @Override
    public boolean isAboutNames(Answer.Failed failed) {
        return failed.message().matches("(?s)(Binder|Catalog) Error:.*")
                && NAMES.matcher(failed.message()).matches();
    }

    @Override
    public boolean isTimeOut(Answer.Failed failed) {
        return failed.state().startsWith("INTERRUPT");
    }

    @Override
    public Raw raw(String sql) throws SQLException {
        try {
            return plain.raw(sql);
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        engine.close();
        other.close();
        plain.close();
        for (Path file : DuckdbEngine.files(folder)) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
