package dev.sluice.connector.redshift;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.jdbc.Cause;
import dev.sluice.connector.jdbc.Estimate;
import dev.sluice.connector.jdbc.JdbcColumn;
import dev.sluice.connector.jdbc.JdbcDatabase;
import dev.sluice.connector.jdbc.JdbcEngine;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.Quotes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One database under one credential. Each query runs in a read-only transaction that is rolled
 * back; a label says who asks, which {@code SYS_QUERY_HISTORY} shows.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_BEGIN.html">BEGIN</a>
 */
final class RedshiftEngine implements JdbcEngine<RedshiftLink> {
    private static final int PLAN_LINES_MAX = 10_000;

    /** As for PostgreSQL, whose unit it was once. */
    private static final double COST_PER_SECOND_MAX = 1e7;

    /** Room for what surrounds the time limit of a statement. */
    private static final Duration SILENCE_GRACE = Duration.ofSeconds(5);

    private final RedshiftLogin login;

    RedshiftEngine(RedshiftLogin login) {
        this.login = login;
    }

    boolean encrypts() {
        return login.encrypts();
    }

    @Override
    public Quotes quotes() {
        return Quotes.STANDARD;
    }

    @Override
    public RedshiftLink connect() throws SQLException {
        RedshiftLink link = login.open();
        try {
            settle(link);
            return link;
        } catch (SQLException | RuntimeException e) {
            link.cut();
            throw e;
        }
    }

    @Override
    public void begin(RedshiftLink link, SessionTag tag, Duration timeout) throws SQLException {
        link.connection()
                .setNetworkTimeout(Runnable::run, (int) timeout.plus(SILENCE_GRACE).toMillis());
        execute(link, "BEGIN READ ONLY");
        execute(link, "SET query_group TO '" + tag.value().replace("'", "''") + "'");
        execute(link, "SET statement_timeout TO " + timeout.toMillis());
        execute(link, "SET search_path TO ''");
    }

    @Override
    public void end(RedshiftLink link) throws SQLException {
        execute(link, "ROLLBACK");
    }

    @Override
    public List<JdbcColumn> columns(ResultSetMetaData answer) throws SQLException {
        return Types.columns(answer);
    }

    @Override
    public @Nullable Estimate estimate(RedshiftLink link, GuardedQuery query, SessionTag tag)
            throws SQLException {
        try (PreparedStatement statement = prepare(link, "EXPLAIN " + query.sql())) {
            JdbcDatabase.bind(statement, query);
            List<String> lines = new ArrayList<>();
            try (ResultSet plan = statement.executeQuery()) {
                while (plan.next() && lines.size() < PLAN_LINES_MAX) {
                    lines.add(String.valueOf(plan.getString(1)));
                }
            }
            return PlanText.read(lines);
        } catch (IllegalArgumentException e) {
            throw new SQLException("no plan", "XX000", e);
        }
    }

    @Override
    public double costPerSecondMax() {
        return COST_PER_SECOND_MAX;
    }

    @Override
    public void reset(RedshiftLink link) throws SQLException {
        execute(link, "ROLLBACK");
        execute(link, "RESET ALL");
        settle(link);
    }

    private static void settle(RedshiftLink link) throws SQLException {
        execute(link, "SET timezone TO 'UTC'");
        execute(link, "SET datestyle TO 'ISO, YMD'");
    }

    @Override
    public Cause cause(SQLException e) {
        if (e instanceof SQLTimeoutException) {
            return Cause.TIMEOUT;
        }
        return switch (String.valueOf(e.getSQLState())) {
            case "57014", "55P03" -> Cause.TIMEOUT;
            case "28000", "28P01" -> Cause.of(Diagnosis.LOGIN_REFUSED);
            case "3D000" -> Cause.of(Diagnosis.UNKNOWN_DATABASE);
            case "53300" -> Cause.of(Diagnosis.TOO_MANY_CONNECTIONS);
            case "57P03", "57P01" -> Cause.of(Diagnosis.STARTING_OR_STOPPING);
            default -> Cause.standard(e);
        };
    }

    private static void execute(RedshiftLink link, String sql) throws SQLException {
        try (Statement statement = link.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        login.close();
    }
}
