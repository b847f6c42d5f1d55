package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The deployment's schema: parameterised statements, and one failure for everything that breaks.
 */
public final class Database {
    /** Reads one row; the cursor stands on it. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What happens inside one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private final DataSource source;

    /** The data source's search path is the deployment's schema. */
    public Database(DataSource source) {
        this.source = source;
    }

    /** Commits what {@code work} did, or rolls all of it back when it throws. */
    public <T> T inTransaction(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T result = work.run(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    public <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) {
        try (Connection connection = source.getConnection()) {
            return list(connection, sql, row, arguments);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments) {
        return list(sql, row, arguments).stream().findFirst();
    }

    public int update(String sql, @Nullable Object... arguments) {
        try (Connection connection = source.getConnection()) {
            return update(connection, sql, arguments);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    public static <T> List<T> list(
            Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(row.read(rows));
            }
            return result;
        }
    }

    public static int update(Connection connection, String sql, @Nullable Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** A column of the type {@code text[]}. */
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static PreparedStatement prepare(
            Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            @Nullable Object argument = arguments[i];
            statement.setObject(i + 1, argument == null ? null : bound(connection, argument));
        }
        return statement;
    }

    private static Object bound(Connection connection, Object argument) throws SQLException {
        return switch (argument) {
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case List<?> texts -> connection.createArrayOf("text", texts.toArray());
            default -> argument;
        };
    }

    private static SluiceException unavailable(SQLException cause) {
        return new SluiceException(
                ReasonCode.STORE_UNAVAILABLE, "The store cannot be reached.", cause);
    }
}
