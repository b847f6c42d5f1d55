package dev.sluice.guard.proof;

import dev.sluice.guard.CorpusFile;
import dev.sluice.guard.GuardedQuery;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import java.util.List;
import java.util.Optional;

/** Trino's own parser as the judge of what Trino would read. */
final class TrinoJudge implements CorpusJudge {
    private static final String READ = "Trino reads it";
    private static final String NOT_READ = "Trino does not read it";

    private final SqlParser parser = new SqlParser();

    @Override
    public String folder() {
        return "trino";
    }

    @Override
    public List<String> dialects() {
        return List.of("trino");
    }

    @Override
    public Words words() {
        return new Words(
                "Trino's own parser",
                "analytics allowed, and what is emitted read by Trino's parser",
                READ,
                "What Trino's parser says of the attacks",
                "Whether Trino would have taken the text as it was sent. What it reads it would"
                        + " have tried to run; what would have become of that, nobody has measured:"
                        + " no Trino server runs in the build.",
                List.of(READ, NOT_READ));
    }

    @Override
    public boolean judges(CorpusFile.Case analytics) {
        return true;
    }

    @Override
    public Optional<String> mistake(CorpusFile.Case analytics, GuardedQuery query) {
        for (String text : List.of(analytics.sql(), query.databaseText())) {
            if (!reads(text)) {
                return Optional.of("Trino does not read: " + text);
            }
        }
        return Optional.empty();
    }

    private boolean reads(String sql) {
        try {
            parser.createStatement(sql);
            return true;
        } catch (ParsingException e) {
            return false;
        }
    }

    @Override
    public String raw(CorpusFile.Case bypass) {
        return reads(bypass.sql()) ? READ : NOT_READ;
    }

    @Override
    public void close() {}
}
