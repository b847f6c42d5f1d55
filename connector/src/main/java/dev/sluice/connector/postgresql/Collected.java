package dev.sluice.connector.postgresql;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;

/** Gathers the answers of one round trip, and stops the driver where it would not. */
final class Collected extends ResultHandlerBase {
    private final int wanted;
    private Field[] fields = {};
    private List<Tuple> rows = List.of();
    private int answers;

    /**
     * @param wanted which of the answers to keep, counted from 0
     */
    Collected(int wanted) {
        this.wanted = wanted;
    }

    Field[] fields() {
        return fields;
    }

    List<Tuple> rows() {
        return rows;
    }

    int answers() {
        return answers;
    }

    @Override
    public void handleResultRows(
            Query fromQuery, Field[] columns, List<Tuple> tuples, @Nullable ResultCursor cursor) {
        if (answers == wanted) {
            fields = columns;
            rows = tuples;
        }
        answers++;
    }

    /** Notices are text of the database's, which may quote values: not kept. */
    @Override
    public void handleWarning(SQLWarning warning) {}

    /**
     * After an error of the server's the protocol goes on, and so may the driver. After one of its
     * own, above all an answer beyond its buffer, the next bytes are the middle of a value: reading
     * on would let the value's author write protocol messages, each a further exception in memory.
     */
    @Override
    public void handleError(SQLException error) {
        super.handleError(error);
        boolean fromServer =
                error instanceof PSQLException known && known.getServerErrorMessage() != null;
        if (!fromServer) {
            SQLException first = getException();
            throw new Unreadable(first == null ? error : first);
        }
    }

    /** Leaves the driver's reading loop; the connection is of no further use. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final SQLException error;

        Unreadable(SQLException error) {
            super(null, null, false, false);
            this.error = error;
        }

        SQLException error() {
            return error;
        }
    }
}
