package dev.sluice.connector.contract;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Credential;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.Target;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One engine for the contract's cases: a reader who may select from some tables, texts in the
 * engine's own SQL, and what an administrator sees and does there.
 */
interface Fixture {
    /** The engine and its version. */
    String name();

    Connector connector();

    /** Those of the reader. */
    ConnectionSettings settings();

    /** The reader's. */
    String password();

    /** The one row {@code 1}. */
    String one();

    /** So many rows of one column, at most 5,000. */
    String numbers(int rows);

    /** So many rows of one column of texts of this length. */
    String texts(int rows, int characters);

    /** Two columns and no row. */
    String empty();

    /** The session's own number for the connection. */
    String backend();

    /** Runs for so long without using the machine. */
    String sleeps(int seconds);

    /** Runs for minutes, and uses the machine. */
    String computes();

    /** Reads everything of a table of at least 200,000 bytes. */
    String scans();

    /** Would take days. */
    String product();

    /** Fails while it runs, with an error whose text quotes {@code marker-of-another-tenant}. */
    String failsWithAValue();

    /** Makes traces in the session: settings, variables, locks, whatever the engine has. */
    List<String> leavesTraces();

    /** One row of columns that shows which of those traces there are. */
    String traces();

    /** What {@link #traces} answers on a connection that was never used. */
    List<@Nullable String> noTraces();

    /** Calls of what would write, which the reader may make: only the floor stops them. */
    List<String> writes();

    /** The value of the guard's tables that {@link #writes} would change. */
    String written();

    /** A value of each type, and how it is told. */
    List<Typed> types();

    /** Where the expressions of the types find what they name. */
    String typesFrom();

    /** A name that the schema has, and one that the reader may not see. */
    String visibleTable();

    String hiddenTable();

    /** How many texts that hold this are running. */
    long running(String part);

    /** The reader's connections. */
    List<String> sessions();

    /** Ends the reader's connections. */
    void killSessions();

    /** Starts another server of the kind, which can be stopped and come back. */
    Restartable startAnother();

    /** A server of a test's own. */
    interface Restartable extends AutoCloseable {
        Target target(ConnectionMode mode);

        void stop();

        void restart();

        @Override
        void close();
    }

    /**
     * A value and how it is told.
     *
     * @param expression in the engine's SQL
     * @param text null for a NULL
     */
    record Typed(String expression, @Nullable String text, String type, Kind kind) {}

    default Target target(ConnectionMode mode) {
        return target(settings().with(mode), password());
    }

    static Target target(ConnectionSettings settings, String password) {
        return new Target(
                settings,
                Credential.ofPassword(
                        () -> Secret.takingOver(password.getBytes(StandardCharsets.UTF_8))),
                new DirectNetwork());
    }
}
