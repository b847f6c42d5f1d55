package dev.sluice.connector.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One link, and whether it may be used again. */
final class JdbcSession<L extends Link> implements Session {
    private final JdbcEngine<L> engine;
    private final L link;
    private volatile boolean retired;
    private volatile @Nullable PreparedStatement running;
    private OptionalLong expected = OptionalLong.empty();

    JdbcSession(JdbcEngine<L> engine, L link) {
        this.engine = engine;
        this.link = link;
    }

    L link() {
        return link;
    }

    /** What the query that begins is expected to read. */
    void expects(OptionalLong bytes) {
        expected = bytes;
    }

    OptionalLong expected() {
        return expected;
    }

    void runs(@Nullable PreparedStatement statement) {
        running = statement;
    }

    @Override
    public boolean reusable() {
        return !retired && !link.meter().exceeded();
    }

    @Override
    public void retire() {
        retired = true;
    }

    @Override
    public void cancel() {
        try {
            engine.cancel(link, running);
        } catch (SQLException | RuntimeException e) {
            // The next attempt, the time limit or the cut ends the query.
        }
    }

    @Override
    public void abort() {
        retired = true;
        link.cut();
    }

    /** Gives up an answer of which more would come: reading it to its end could take any time. */
    void abandon() {
        retired = true;
        cancel();
        link.cut();
    }

    @Override
    public void close() {
        boolean cut = retired;
        retired = true;
        if (cut) {
            link.cut();
        }
        try {
            link.connection().close();
        } catch (SQLException | RuntimeException e) {
            link.cut();
        }
    }
}
