package dev.sluice.guard.proof;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Set;

/** The twin on an embedded PostgreSQL. */
final class PostgresTwin implements TwinServer {
    /** Undefined, ambiguous and duplicate columns, tables and aliases; references out of reach. */
    private static final Set<String> NAMES =
            Set.of("42703", "42P01", "42702", "42712", "42701", "42P10");

    private static final String TOO_SLOW = "5s";

    private final PostgresEngine engine;

    private PostgresTwin(PostgresEngine engine) {
        this.engine = engine;
    }

    static PostgresTwin start() throws IOException, SQLException {
        PostgresEngine engine = PostgresEngine.start();
        engine.execute(Corpus.file("postgresql", "fixture.sql"));
        engine.connection().setAutoCommit(false);
        return new PostgresTwin(engine);
    }

    @Override
    public Flavor flavor() {
        return Flavor.POSTGRESQL;
    }

    @Override
    public Answer onTwin(String sql) {
        return run("twin", sql.replace("shop.", "twin."), List.of());
    }

    @Override
    public Answer onBase(String sql, List<String> parameters) {
        return run("", sql, parameters);
    }

    private Answer run(String path, String sql, List<String> parameters) {
        Connection connection = engine.connection();
        try (Statement settings = connection.createStatement()) {
            settings.execute(
                    "SET LOCAL search_path = '%s'; SET LOCAL statement_timeout = '%s'; "
                                    .formatted(path, TOO_SLOW)
                            + "SET TRANSACTION READ ONLY");
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.size(); i++) {
                    statement.setObject(i + 1, parameters.get(i), Types.OTHER);
                }
                try (ResultSet result = statement.executeQuery()) {
                    return new Answer.Rows(PostgresEngine.texts(result));
                }
            } catch (SQLException e) {
                return new Answer.Failed(e.getSQLState(), e.getMessage());
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean isAboutNames(String sqlState) {
        return NAMES.contains(sqlState);
    }

    @Override
    public void close() throws IOException, SQLException {
        engine.close();
    }
}
