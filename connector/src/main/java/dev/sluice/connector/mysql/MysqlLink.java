package dev.sluice.connector.mysql;

import dev.sluice.connector.jdbc.Link;
import dev.sluice.connector.jdbc.Meter;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One connection to a server. */
final class MysqlLink implements Link {
    private final org.mariadb.jdbc.Connection connection;
    private final Meter meter;
    private final Socket socket;
    private @Nullable Duration limit;
    private int silenceMillis = -1;

    MysqlLink(org.mariadb.jdbc.Connection connection, Meter meter, Socket socket) {
        this.connection = connection;
        this.meter = meter;
        this.socket = socket;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    /** What {@code KILL QUERY} names. */
    long id() {
        return connection.getThreadId();
    }

    boolean isMariadb() {
        return connection.getContext().getVersion().isMariaDBServer();
    }

    @Override
    public Meter meter() {
        return meter;
    }

    /** Runs a statement of our own that has no answer. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Makes the server end statements after this time, if it does not yet. */
    void limit(Flavour flavour, Duration timeout) throws SQLException {
        if (!timeout.equals(limit)) {
            run(flavour.limit(timeout));
            limit = timeout;
        }
    }

    /** Bounds what a read waits. */
    void listenFor(Duration silence) throws SQLException {
        int millis = Math.toIntExact(silence.toMillis());
        if (millis != silenceMillis) {
            connection.setNetworkTimeout(Runnable::run, millis);
            silenceMillis = millis;
        }
    }

    /** Back to how the login left it; the session's settings are to be made again. */
    void reset() throws SQLException {
        connection.reset();
        limit = null;
    }

    @Override
    public void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, which is what was wanted.
        }
    }
}
