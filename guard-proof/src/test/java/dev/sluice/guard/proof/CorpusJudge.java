package dev.sluice.guard.proof;

import dev.sluice.guard.CorpusFile;
import dev.sluice.guard.GuardedQuery;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What tells whether a dialect's corpora came out as they must, and what goes on their page. */
interface CorpusJudge extends AutoCloseable {
    /** The corpora's folder. */
    String folder();

    /** Those that read these corpora, as policies name them. */
    List<String> dialects();

    /**
     * What the page calls the judge and its answers.
     *
     * @param judge after "run on"
     * @param analyticsTitle of the line that counts analytics
     * @param analytics how those come out that are as they must be
     * @param rawTitle over the attacks as they are
     * @param rawText what was done with them
     * @param raw all answers to them, in the page's order
     */
    record Words(
            String judge,
            String analyticsTitle,
            String analytics,
            String rawTitle,
            String rawText,
            List<String> raw) {
        public Words {
            raw = List.copyOf(raw);
        }
    }

    Words words();

    /** Whether it can judge what is written for one engine alone. */
    boolean judges(CorpusFile.Case analytics);

    /** What is wrong with what the guard made of a text, if anything is. */
    Optional<String> mistake(CorpusFile.Case analytics, GuardedQuery query);

    /** What becomes of an attack as it was sent: one of {@link Words#raw}. */
    String raw(CorpusFile.Case bypass) throws SQLException;

    @Override
    void close() throws SQLException, IOException;
}
