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

    private final Connection other;

    private PostgresTwin(PostgresEngine engine, Connection other) {
        this.engine = engine;
        this.other = other;
    }

    static PostgresTwin start() throws IOException, SQLException {
        PostgresEngine engine = PostgresEngine.start();
        engine.execute(Corpus.file("postgresql", "fixture.sql"));
        engine.execute("ANALYZE");
        Connection other = engine.database("other");
        try (Statement statement = other.createStatement()) {
            statement.execute(Corpus.file("postgresql", "fixture.sql"));
            for (String change : Shop.OTHERWISE_HIDDEN) {
                statement.execute(change);
            }
            statement.execute("ANALYZE");
        }
        other.setAutoCommit(false);
        engine.connection().setAutoCommit(false);
        return new PostgresTwin(engine, other);
    }

    @Override
    public Flavor flavor() {
        return Flavor.POSTGRESQL;
    }

    @Override
    public Answer onTwin(String sql) {
        return run(engine.connection(), "twin", sql.replace("shop.", "twin."), List.of());
    }

    @Override
    public Answer onBase(String sql, List<String> parameters) {
        return run(engine.connection(), "", sql, parameters);
    }

    @Override
    public Answer onOther(String sql, List<String> parameters) {
        return run(other, "", sql, parameters);
    }

    private static Answer run(
            Connection connection, String path, String sql, List<String> parameters) {
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
    public boolean isAboutNames(Answer.Failed failed) {
        return NAMES.contains(failed.state());
    }

    @Override
    public void close() throws IOException, SQLException {
        other.close();
        engine.close();
    }
}
