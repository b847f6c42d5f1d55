package dev.sluice.connector.sqlserver;

import dev.sluice.connector.SessionTag;
import dev.sluice.connector.jdbc.Cause;
import dev.sluice.connector.jdbc.Estimate;
import dev.sluice.connector.jdbc.JdbcColumn;
import dev.sluice.connector.jdbc.JdbcEngine;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.Quotes;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One database under one credential. SQL Server knows no read-only transaction: what a query does
 * is rolled back, and what a login may do is the role's matter. Synapse's pools know neither the
 * settings nor a plan that could be read.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/sql/t-sql/statements/set-statements-transact-sql">SET
 *     statements</a>
 */
final class SqlServerEngine implements JdbcEngine<TdsLink> {
    private static final String SETTINGS =
            "SET XACT_ABORT ON; SET LOCK_TIMEOUT 2000; SET DEADLOCK_PRIORITY LOW;"
                    + " SET ARITHABORT ON; SET ANSI_WARNINGS ON; SET NOCOUNT ON;"
                    + " SET DATEFORMAT ymd; SET LANGUAGE us_english";

    /** Room for what surrounds the time limit of a statement. */
    private static final Duration SILENCE_GRACE = Duration.ofSeconds(5);

    /** A unit was a second on the machine that it was measured on; a hundred times what fits. */
    private static final double COST_PER_SECOND_MAX = 100;

    private final TdsLogin login;
    private final Edition edition;

    SqlServerEngine(TdsLogin login, Edition edition) {
        this.login = login;
        this.edition = edition;
    }

    /** Whether connections are encrypted for certain. */
    boolean encrypts() {
        return login.encrypts();
    }

    @Override
    public Quotes quotes() {
        return Quotes.STANDARD;
    }

    @Override
    public TdsLink connect() throws SQLException {
        TdsLink link = login.open();
        try {
            if (edition == Edition.SQL_SERVER) {
                execute(link, SETTINGS);
                link.connection().setAutoCommit(false);
            }
            return link;
        } catch (SQLException | RuntimeException e) {
            link.cut();
            throw e;
        }
    }

    @Override
    public void begin(TdsLink link, SessionTag tag, Duration timeout) throws SQLException {
        link.allow(timeout);
        link.connection()
                .setNetworkTimeout(Runnable::run, (int) timeout.plus(SILENCE_GRACE).toMillis());
        if (edition == Edition.SQL_SERVER) {
            // Shown by sys.dm_exec_sessions and sys.dm_exec_requests, as bytes.
            byte[] text = tag.value().getBytes(StandardCharsets.US_ASCII);
            execute(link, "SET CONTEXT_INFO 0x" + HexFormat.of().formatHex(text));
        }
    }

    @Override
    public void end(TdsLink link) throws SQLException {
        if (edition == Edition.SQL_SERVER) {
            link.connection().rollback();
        }
    }

    @Override
    public PreparedStatement prepare(TdsLink link, String text) throws SQLException {
        PreparedStatement statement =
                link.connection()
                        .prepareStatement(
                                text, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setQueryTimeout(link.timeoutSeconds());
        return statement;
    }

    @Override
    public List<JdbcColumn> columns(ResultSetMetaData answer) throws SQLException {
        return Types.columns(answer);
    }

    /** The setting has to be alone in its batch, and then no batch runs any more. */
    @Override
    public @Nullable Estimate estimate(TdsLink link, GuardedQuery query, SessionTag tag)
            throws SQLException {
        if (edition != Edition.SQL_SERVER) {
            return null;
        }
        execute(link, "SET SHOWPLAN_XML ON");
        Estimate estimate;
        try (Statement statement = link.connection().createStatement()) {
            statement.setQueryTimeout(link.timeoutSeconds());
            try (ResultSet plan = statement.executeQuery(query.sql())) {
                estimate = ShowPlan.read(plan.next() ? String.valueOf(plan.getString(1)) : "");
            }
        } catch (IllegalArgumentException e) {
            throw new SQLException("no plan", "HY000", e);
        }
        execute(link, "SET SHOWPLAN_XML OFF");
        return estimate;
    }

    @Override
    public double costPerSecondMax() {
        return COST_PER_SECOND_MAX;
    }

    @Override
    public void reset(TdsLink link) throws SQLException {
        if (edition == Edition.SQL_SERVER) {
            link.connection().rollback();
            execute(link, "SET SHOWPLAN_XML OFF");
            execute(link, SETTINGS);
            link.connection().rollback();
        }
    }

    @Override
    public Cause cause(SQLException e) {
        return SqlServerCauses.of(e);
    }

    private static void execute(TdsLink link, String sql) throws SQLException {
        try (Statement statement = link.connection().createStatement()) {
            statement.setQueryTimeout(TdsLogin.CONNECT_SECONDS_MAX);
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        login.close();
    }
}
