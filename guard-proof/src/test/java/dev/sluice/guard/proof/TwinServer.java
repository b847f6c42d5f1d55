package dev.sluice.guard.proof;

import java.sql.SQLException;
import java.util.List;

/** A database with the corpora's shop and its governed twin. */
interface TwinServer extends AutoCloseable {
    Flavor flavor();

    /** What the text gives where the policy's views stand for the tables. */
    Answer onTwin(String sql);

    /** What emitted text gives on the base tables. */
    Answer onBase(String sql, List<String> parameters);

    /** What emitted text gives where the same is shown and something else is hidden. */
    Answer onOther(String sql, List<String> parameters);

    /** How the database says that no such name is there, or that it is ambiguous. */
    boolean isAboutNames(Answer.Failed failed);

    /** How the database says that a query took too long. */
    boolean isTimeOut(Answer.Failed failed);

    /**
     * What becomes of a text as it was sent, in the session of an account that may read every table
     * of the shop and change none, with its time limited.
     */
    Raw raw(String sql) throws SQLException;

    @Override
    void close() throws SQLException, java.io.IOException;

    /** Rows, each as one text, or the state of an error. */
    sealed interface Answer {
        record Rows(List<String> rows) implements Answer {
            public Rows {
                rows = List.copyOf(rows);
            }
        }

        record Failed(String state, String message) implements Answer {}
    }
}
