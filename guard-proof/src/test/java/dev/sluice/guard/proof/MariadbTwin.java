package dev.sluice.guard.proof;

import dev.sluice.guard.CorpusFile;
import dev.sluice.guard.MariaServer;
import dev.sluice.guard.ResultRows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * The twin on an embedded MariaDB. Emitted text runs in a session whose modes change what texts
 * mean, and in the database of the look-alikes.
 */
final class MariadbTwin implements TwinServer {
    /** Unknown, ambiguous and duplicate columns, tables and aliases; references out of reach. */
    private static final Set<Integer> NAMES = Set.of(1052, 1054, 1060, 1066, 1109, 1146, 1247);

    private static final Set<Integer> STOPPED = Set.of(1317, 1969);

    /**
     * Commands, tables, columns, routines, databases, privileges and write access that the account
     * lacks; a transaction that only reads.
     */
    private static final Set<Integer> DENIED =
            Set.of(1044, 1045, 1142, 1143, 1227, 1290, 1356, 1370, 1379, 1419, 1792);

    private static final String READER =
            "CREATE USER plain@'%' IDENTIFIED BY 'plain'; GRANT SELECT ON shop.* TO plain@'%'";

    private final MariaServer server;
    private final Connection twin;
    private final Connection base;

    /** Has changed everything that is hidden, and never says so to the others. */
    private final Connection other;

    private MariadbTwin(MariaServer server, Connection twin, Connection base, Connection other) {
        this.server = server;
        this.twin = twin;
        this.base = base;
        this.other = other;
    }

    static MariadbTwin start() throws IOException, SQLException {
        MariaServer server = server();
        try (Connection owner = server.connect("")) {
            execute(owner, CorpusFile.fixture("mysql"));
            execute(owner, READER);
        }
        Connection other = emitted(server);
        other.setAutoCommit(false);
        for (String change : Shop.OTHERWISE_HIDDEN) {
            execute(other, change);
        }
        Connection twin = server.connect("twin");
        execute(twin, "SET max_statement_time = 5");
        return new MariadbTwin(server, twin, emitted(server), other);
    }

    private static MariaServer server() throws IOException {
        try {
            return MariaServer.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Connection emitted(MariaServer server) throws SQLException {
        Connection connection = server.connect("shop");
        execute(
                connection,
                "SET max_statement_time = 5, sql_mode ="
                        + " 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'");
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Flavor flavor() {
        return Flavor.MARIADB;
    }

    @Override
    public Answer onTwin(String sql) {
        return run(twin, sql.replace("shop.", "twin."), List.of());
    }

    @Override
    public Answer onBase(String sql, List<String> parameters) {
        return run(base, sql, parameters);
    }

    @Override
    public Answer onOther(String sql, List<String> parameters) {
        return run(other, sql, parameters);
    }

    private static Answer run(Connection connection, String sql, List<String> parameters) {
        try {
            return new Answer.Rows(ResultRows.of(connection, sql, parameters, JDBCType.VARCHAR));
        } catch (SQLException e) {
            return new Answer.Failed(Integer.toString(e.getErrorCode()), e.getMessage());
        }
    }

    @Override
    public boolean isAboutNames(Answer.Failed failed) {
        return NAMES.contains(Integer.valueOf(failed.state()));
    }

    @Override
    public boolean isTimeOut(Answer.Failed failed) {
        return STOPPED.contains(Integer.valueOf(failed.state()));
    }

    @Override
    public Raw raw(String sql) throws SQLException {
        try (Connection plain = server.connect("shop", "plain");
                Statement statement = plain.createStatement()) {
            statement.execute("SET max_statement_time = 0.5; START TRANSACTION READ ONLY");
            return Raw.of(statement, sql);
        } catch (SQLException e) {
            if (STOPPED.contains(e.getErrorCode())) {
                return Raw.RUNS;
            }
            return DENIED.contains(e.getErrorCode()) ? Raw.NOT_PERMITTED : Raw.AN_ERROR;
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        for (Connection connection : List.of(twin, base, other)) {
            connection.close();
        }
        server.close();
    }
}
