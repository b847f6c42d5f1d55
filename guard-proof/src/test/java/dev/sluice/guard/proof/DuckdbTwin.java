package dev.sluice.guard.proof;

import dev.sluice.guard.CorpusFile;
import dev.sluice.guard.ResultRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/** The twin in DuckDB. */
final class DuckdbTwin implements TwinServer {
    private static final Pattern NAMES =
            Pattern.compile(
                    "(?s).*(not found|does not exist|Ambiguous reference|Duplicate alias"
                            + "|cannot be referenced|Could not find|Candidate bindings).*");
    private static final int TIMEOUT_SECONDS = 5;

    private final DuckdbEngine engine;
    private final DuckdbEngine other;

    private DuckdbTwin(DuckdbEngine engine, DuckdbEngine other) {
        this.engine = engine;
        this.other = other;
    }

    static DuckdbTwin start() throws SQLException {
        DuckdbEngine engine = DuckdbEngine.start();
        engine.execute(CorpusFile.fixture("duckdb"));
        DuckdbEngine other = DuckdbEngine.start();
        other.execute(CorpusFile.fixture("duckdb"));
        for (String change : Shop.OTHERWISE_HIDDEN) {
            other.execute(change);
        }
        return new DuckdbTwin(engine, other);
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
        return Raw.AN_ERROR;
    }

    @Override
    public void close() throws SQLException {
        engine.close();
        other.close();
    }
}
