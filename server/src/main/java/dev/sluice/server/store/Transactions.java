package dev.sluice.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Plain JDBC with one transaction around it. */
public final class Transactions {
    private Transactions() {}

    /** What is done on a connection. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Commits when the work returns and rolls back when it throws.
     *
     * @throws dev.sluice.core.SluiceException as {@link StoreFailure#of} says, or what the work
     *     threw
     */
    public static <T extends @Nullable Object> T inTransaction(DataSource source, Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (Throwable e) { // an Error too: what is half done must not be committed
                rollBack(connection, e);
                throw e;
            } finally {
                restore(connection);
            }
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    private static void rollBack(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static void restore(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException _) {
            // The connection is broken; closing it is all that is left.
        }
    }
}
