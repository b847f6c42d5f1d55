package dev.sluice.guard.proof;

import dev.sluice.guard.CorpusFile;
import dev.sluice.guard.ResultRows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/** The twin on an embedded PostgreSQL. */
final class PostgresTwin implements TwinServer {
    /** Undefined, ambiguous and duplicate columns, tables and aliases; references out of reach. */
    private static final Set<String> NAMES =
            Set.of("42703", "42P01", "42702", "42712", "42701", "42P10");

    /** A cancelled query, statements that the account or its transaction may not run. */
    private static final String STOPPED = "57014";

    private static final Set<String> DENIED = Set.of("42501", "25006");

    private static final String TOO_SLOW = "5s";

    private static final String PLAIN =
            "CREATE ROLE plain LOGIN; GRANT USAGE ON SCHEMA shop TO plain;"
                    + " GRANT SELECT ON ALL TABLES IN SCHEMA shop TO plain";

    private final PostgresEngine engine;

    private final Connection other;

    private PostgresTwin(PostgresEngine engine, Connection other) {
        this.engine = engine;
        this.other = other;
    }

    static PostgresTwin start() throws IOException, SQLException {
        PostgresEngine engine = PostgresEngine.start();
        engine.execute(CorpusFile.fixture("postgresql"));
        engine.execute(PLAIN);
        engine.execute("ANALYZE");
        Connection other = engine.database("other");
        try (Statement statement = other.createStatement()) {
            statement.execute(CorpusFile.fixture("postgresql"));
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
                            + "SET LOCAL timezone = 'UTC'; SET TRANSACTION READ ONLY");
            try {
                return new Answer.Rows(ResultRows.of(connection, sql, parameters, JDBCType.OTHER));
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
    public boolean isTimeOut(Answer.Failed failed) {
        return failed.state().equals(STOPPED);
    }

    @Override
    public Raw raw(String sql) throws SQLException {
        try (Connection plain = engine.connection("plain");
                Statement statement = plain.createStatement()) {
            statement.execute(
                    "SET search_path = shop; SET statement_timeout = '500ms'; BEGIN READ ONLY");
            return Raw.of(statement, sql);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.equals("08001") || state.equals("57P03")) {
                throw e;
            }
            if (state.equals(STOPPED)) {
                return Raw.RUNS;
            }
            return DENIED.contains(state) ? Raw.NOT_PERMITTED : Raw.AN_ERROR;
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        other.close();
        engine.close();
    }
}
