package dev.sluice.connector.postgresql;

import dev.sluice.connector.SessionTag;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.lexical.LastLook;
import dev.sluice.guard.lexical.Quotes;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.core.Tuple;

/**
 * Reads the system catalogue for our own use, on a connection made for it, under the same read-only
 * transaction as every query.
 */
final class Catalog implements AutoCloseable {
    private static final SessionTag TAG = new SessionTag("sluice catalogue");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Login login;
    private final Backend backend;

    /**
     * @param login closed with this
     */
    Catalog(Login login) {
        this.login = login;
        try {
            this.backend = login.open();
        } catch (SQLException e) {
            login.close();
            throw Failures.forAdministrator(e);
        }
    }

    /**
     * The rows as text, an empty text for a NULL.
     *
     * @param sql without parameters, with a limit one above {@code rowsMax}
     * @throws SluiceException {@code RESULT_TOO_LARGE} when there are more rows than that
     */
    List<List<String>> rows(String sql, int rowsMax) {
        if (LastLook.at(sql, Quotes.STANDARD).isPresent()) {
            throw new SluiceException(
                    ReasonCode.STATEMENT_FORBIDDEN, "A catalogue query must only read.");
        }
        Collected answer;
        try {
            answer = backend.run(sql, List.of(), TAG, TIMEOUT);
        } catch (SQLException e) {
            if (Failures.ofQuery(e, backend.overflowed()).code() == ReasonCode.RESULT_TOO_LARGE) {
                throw tooLarge(rowsMax);
            }
            throw Failures.forAdministrator(e);
        }
        if (answer.rows().size() > rowsMax) {
            throw tooLarge(rowsMax);
        }
        List<List<String>> rows = new ArrayList<>(answer.rows().size());
        for (Tuple row : answer.rows()) {
            rows.add(texts(row));
        }
        return rows;
    }

    private static List<String> texts(Tuple row) {
        List<String> texts = new ArrayList<>(row.fieldCount());
        for (int i = 0; i < row.fieldCount(); i++) {
            byte[] cell = row.get(i);
            texts.add(cell == null ? "" : new String(cell, StandardCharsets.UTF_8));
        }
        return texts;
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
        backend.close();
        login.close();
    }
}
