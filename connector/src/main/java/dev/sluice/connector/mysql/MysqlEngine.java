package dev.sluice.connector.mysql;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.jdbc.Cause;
import dev.sluice.connector.jdbc.Estimate;
import dev.sluice.connector.jdbc.JdbcColumn;
import dev.sluice.connector.jdbc.JdbcEngine;
import dev.sluice.connector.jdbc.LoginException;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.Quotes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One database of a MySQL or MariaDB server. Sessions have no default database: a function that the
 * server does not know must not be found among a database's stored ones (see ADR 13).
 *
 * <p>All texts run as prepared statements, so that each is one statement, and values come in the
 * binary form, which is exact where the text form of a {@code FLOAT} is not.
 */
final class MysqlEngine implements JdbcEngine<MysqlLink> {
    /** How much longer than the server's own limit a read waits before the network is blamed. */
    private static final Duration SILENCE_GRACE = Duration.ofSeconds(5);

    /** What is ours and quick. */
    private static final Duration OWN_MAX = Duration.ofSeconds(10);

    private final Flavour flavour;
    private final String database;
    private final MysqlLogin login;
    private final Planner planner = new Planner();

    MysqlEngine(Flavour flavour, String database, MysqlLogin login) {
        this.flavour = flavour;
        this.database = database;
        this.login = login;
    }

    @Override
    public Quotes quotes() {
        return Quotes.BACKTICKS;
    }

    @Override
    public MysqlLink connect() throws SQLException {
        MysqlLink link = login.open();
        try {
            if (link.isMariadb() != (flavour == Flavour.MARIADB)) {
                throw new LoginException(Diagnosis.WRONG_SERVER);
            }
            link.listenFor(OWN_MAX);
            link.run(flavour.sessionSettings());
            if (!knowsDatabase(link)) {
                throw new LoginException(Diagnosis.UNKNOWN_DATABASE);
            }
            return link;
        } catch (SQLException | RuntimeException e) {
            close(link);
            throw e;
        }
    }

    /** Logging in to a database would make it the default. */
    private boolean knowsDatabase(MysqlLink link) throws SQLException {
        try (PreparedStatement statement =
                link.connection()
                        .prepareStatement(
                                "SELECT 1 FROM information_schema.schemata"
                                        + " WHERE schema_name = ?")) {
            statement.setString(1, database);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void close(MysqlLink link) {
        try {
            link.connection().close();
        } catch (SQLException e) {
            link.cut();
        }
    }

    @Override
    public void begin(MysqlLink link, SessionTag tag, Duration timeout) throws SQLException {
        link.listenFor(timeout.plus(SILENCE_GRACE));
        link.limit(flavour, timeout);
        link.run("START TRANSACTION READ ONLY");
    }

    @Override
    public void end(MysqlLink link) throws SQLException {
        link.run("ROLLBACK");
    }

    /** A comment, since it shows in the process list and in every log; attributes are made once. */
    @Override
    public String text(String sql, SessionTag tag) {
        return "/* " + safe(tag.value()) + " */ " + sql;
    }

    /** Nothing that ends a comment, or means something to a driver. */
    private static String safe(String tag) {
        StringBuilder safe = new StringBuilder(tag.length());
        for (int i = 0; i < tag.length(); i++) {
            char c = tag.charAt(i);
            boolean plain = Character.isLetterOrDigit(c) || " @._-+:/".indexOf(c) >= 0;
            safe.append(plain ? c : '_');
        }
        return safe.toString();
    }

    @Override
    public List<JdbcColumn> columns(ResultSetMetaData answer) throws SQLException {
        return Types.columns(answer);
    }

    @Override
    public Estimate estimate(MysqlLink link, GuardedQuery query, SessionTag tag)
            throws SQLException {
        return planner.estimate(link, query, text(query.sql(), tag));
    }

    @Override
    public double costPerSecondMax() {
        return Planner.ROWS_PER_SECOND_MAX;
    }

    /** Over a second connection; a user may always end what is its own. */
    @Override
    public void cancel(MysqlLink link, @Nullable PreparedStatement running) throws SQLException {
        MysqlLink second = login.open();
        try {
            second.run("KILL QUERY " + link.id());
        } finally {
            close(second);
        }
    }

    @Override
    public void reset(MysqlLink link) throws SQLException {
        link.listenFor(OWN_MAX);
        link.reset();
        link.run(flavour.sessionSettings());
    }

    @Override
    public Cause cause(SQLException e) {
        return Failures.cause(e);
    }

    @Override
    public void close() {
        login.close();
    }
}
