package dev.sluice.connector.jdbc;

import dev.sluice.connector.SessionTag;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.lexical.LastLook;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Reads the catalogue of an engine that speaks JDBC for our own use: one link, under the same frame
 * as every query.
 */
public final class JdbcCatalog<L extends Link> implements AutoCloseable {
    private static final SessionTag TAG = new SessionTag("sluice catalogue");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Catalogues of many thousand columns; their texts take less. */
    private static final long RECEIVE_BYTES_MAX = 64 << 20;

    private final JdbcEngine<L> engine;
    private final L link;

    /**
     * Logs in.
     *
     * @throws SluiceException {@code SOURCE_UNAVAILABLE} with {@code details.reason}
     */
    public JdbcCatalog(JdbcEngine<L> engine) {
        this.engine = engine;
        try {
            this.link = JdbcDatabase.connect(engine);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public L link() {
        return link;
    }

    /**
     * The rows as text, an empty text for a NULL.
     *
     * @param sql with a limit one above {@code rowsMax} where it can have one
     * @throws SluiceException {@code RESULT_TOO_LARGE} when there are more rows than that, {@code
     *     SOURCE_UNAVAILABLE} when the catalogue cannot be read
     */
    public List<List<String>> rows(String sql, int rowsMax, String... values) {
        if (LastLook.at(sql, engine.quotes()).isPresent()) {
            throw new SluiceException(
                    ReasonCode.STATEMENT_FORBIDDEN, "A catalogue query must only read.");
        }
        link.meter().allow(RECEIVE_BYTES_MAX);
        try {
            engine.begin(link, TAG, TIMEOUT);
            List<List<String>> rows = read(sql, rowsMax, values);
            engine.end(link);
            return rows;
        } catch (SQLException e) {
            if (link.meter().exceeded()) {
                throw tooLarge(rowsMax);
            }
            throw failed(e);
        }
    }

    /** A reader of the catalogue that asks the driver itself. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Connection connection) throws SQLException;
    }

    /**
     * Runs a reader inside the frame.
     *
     * @throws SluiceException {@code SOURCE_UNAVAILABLE} when the catalogue cannot be read
     */
    public <T> T read(Reader<T> reader) {
        link.meter().allow(RECEIVE_BYTES_MAX);
        try {
            engine.begin(link, TAG, TIMEOUT);
            T result = reader.read(link.connection());
            engine.end(link);
            return result;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private List<List<String>> read(String sql, int rowsMax, String... values) throws SQLException {
        try (PreparedStatement statement = engine.prepare(link, engine.text(sql, TAG))) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet answer = statement.executeQuery()) {
                return Texts.of(answer, rowsMax, () -> tooLarge(rowsMax));
            }
        }
    }

    private SluiceException failed(SQLException e) {
        return engine.cause(e)
                .ofLogin()
                .exception(Map.of("sql_state", String.valueOf(e.getSQLState())));
    }

    private static SluiceException tooLarge(int rowsMax) {
        return new SluiceException(
                ReasonCode.RESULT_TOO_LARGE,
                "The role may read more of the database's catalogue than Sluice takes in; grant it"
                        + " only the tables that are needed.",
                Map.of("rows_max", rowsMax));
    }

    @Override
    public void close() {
        try {
            link.connection().close();
        } catch (SQLException e) {
            link.cut();
        }
    }
}
