package dev.sluice.connector.postgresql;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;

/**
 * The statements of one connection. Each text runs inside the same frame, {@code BEGIN READ ONLY},
 * the settings, the text, {@code ROLLBACK}, the release of advisory locks; the frame is kept by the
 * database, and so is a text that comes back. Used by one thread at a time.
 */
final class Statements {
    static final int KEPT_MAX = 128;
    static final int KEPT_CHARACTERS_MAX = 8_192;

    /** Parameters of the settings: application name, time limit in milliseconds. */
    static final int SETTINGS = 2;

    /** Answers of a frame: of the settings, of the text, of the release. */
    static final int ANSWERS = 3;

    static final int TEXT_ANSWER = 1;

    private static final String PROLOGUE =
            "BEGIN READ ONLY;SELECT pg_catalog.set_config('application_name',?,true),"
                    + "pg_catalog.set_config('statement_timeout',?,true),"
                    + "pg_catalog.set_config('lock_timeout','2000',true),"
                    + "pg_catalog.set_config('idle_in_transaction_session_timeout','10000',true),"
                    + "pg_catalog.set_config('search_path','',true),"
                    + "pg_catalog.set_config('TimeZone','UTC',true),"
                    + "pg_catalog.set_config('bytea_output','hex',true),"
                    + "pg_catalog.set_config('IntervalStyle','postgres',true);";
    // The rollback undoes everything but locks that belong to the session.
    private static final String EPILOGUE = ";ROLLBACK;SELECT pg_catalog.pg_advisory_unlock_all()";
    private static final int PARTS = 5;
    private static final int TEXT = 2;

    /** From this use of the same text on, the database keeps its plan. */
    private static final int KEEP_FROM_USE = 2;

    private final QueryExecutor executor;
    private final Query[] frame;
    private final Query empty;
    private final LinkedHashMap<String, Statement> kept = new LinkedHashMap<>(16, 0.75f, true);

    Statements(QueryExecutor executor) throws SQLException {
        this.executor = executor;
        this.empty = split("SELECT 1");
        this.frame = parts(empty);
    }

    /** What ends a transaction whose text failed, and with it the rest of the frame. */
    Query[] end() {
        return new Query[] {frame[TEXT + 1], frame[TEXT + 2]};
    }

    /** The frame around next to nothing, so that the database gets to know the frame. */
    Query frame() {
        return empty;
    }

    /**
     * The statement of this text.
     *
     * @throws IllegalArgumentException when the text is not exactly one statement with as many
     *     parameters
     */
    Statement of(String sql, int parameters) throws SQLException {
        Statement known = kept.get(sql);
        if (known == null) {
            known = new Statement(inFrame(sql), parameters, ClockLiterals.in(sql));
            if (sql.length() <= KEPT_CHARACTERS_MAX) {
                kept.put(sql, known);
                forgetEldest();
            }
        }
        if (known.query.createParameterList().getInParameterCount() != SETTINGS + parameters) {
            throw new IllegalArgumentException("not as many parameters as values");
        }
        known.uses++;
        return known;
    }

    private void forgetEldest() {
        if (kept.size() > KEPT_MAX) {
            Iterator<Map.Entry<String, Statement>> eldest = kept.entrySet().iterator();
            // Not the whole, which would take the frame along.
            parts(eldest.next().getValue().query)[TEXT].close();
            eldest.remove();
        }
    }

    /**
     * The driver gives the statements of one text one fate: kept by the database together, or
     * parsed and planned together at each use. Putting ours in the place of those around the text
     * lets a new text run among statements that the database knows, which takes half the time.
     */
    private Query inFrame(String sql) throws SQLException {
        Query whole = split(sql);
        Query[] parts = parts(whole);
        for (int i = 0; i < PARTS; i++) {
            if (i != TEXT) {
                parts[i] = frame[i];
            }
        }
        return whole;
    }

    private Query split(String sql) throws SQLException {
        return executor.createQuery(PROLOGUE + sql + EPILOGUE, false, true).query;
    }

    /** The driver's own reading of the text decides what is sent, so it decides here as well. */
    private static Query[] parts(Query whole) {
        Query[] parts = whole.getSubqueries();
        if (parts == null || parts.length != PARTS) {
            throw new IllegalArgumentException("not one statement");
        }
        return parts;
    }

    /** One text in its frame. */
    static final class Statement {
        private final Query query;
        private final int parameters;
        private final boolean readsClock;
        private int uses;

        Statement(Query query, int parameters, boolean readsClock) {
            this.query = query;
            this.parameters = parameters;
            this.readsClock = readsClock;
        }

        Query query() {
            return query;
        }

        /**
         * Whether the database shall keep it. Not one with parameters: they have no type, which
         * makes the driver describe a kept statement and then, not knowing how large the answer may
         * be, wait for one statement before it sends the next. Nor one with a literal that means
         * another time when it is parsed again.
         */
        boolean isKept() {
            return parameters == 0 && !readsClock && uses >= KEEP_FROM_USE;
        }
    }
}
