package dev.sluice.guard.proof;

import dev.sluice.guard.CorpusFile;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.proof.TwinServer.Answer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A database with the governed twin, as the judge of its dialect's corpora. */
final class TwinJudge implements CorpusJudge {
    private final TwinServer server;
    private final List<String> dialects;
    private final Words words;

    /**
     * A judge.
     *
     * @param engine its name and version
     * @param account who sends the attacks as they are, after "sent"
     */
    TwinJudge(TwinServer server, List<String> dialects, String engine, String account) {
        this.server = server;
        this.dialects = List.copyOf(dialects);
        this.words =
                new Words(
                        engine,
                        "analytics allowed, with the rows of the governed twin",
                        "the twin's rows",
                        "What the attacks would have done",
                        "The same texts, sent as they are "
                                + account
                                + ". *It runs* means that the database answered, or worked until"
                                + " it was stopped.",
                        Stream.of(Raw.values()).map(Raw::words).toList());
    }

    @Override
    public String folder() {
        return Corpus.folder(server.flavor().dialect());
    }

    @Override
    public List<String> dialects() {
        return dialects;
    }

    @Override
    public Words words() {
        return words;
    }

    @Override
    public boolean judges(CorpusFile.Case analytics) {
        return analytics.on(server.flavor().dialect());
    }

    @Override
    public Optional<String> mistake(CorpusFile.Case analytics, GuardedQuery query) {
        List<String> parameters =
                query.parameters().stream().map(GuardedQuery.Parameter::value).toList();
        Answer expected = server.onTwin(analytics.sql());
        Answer given = server.onBase(query.sql(), parameters);
        boolean same =
                expected instanceof Answer.Rows(List<String> twin)
                        && given instanceof Answer.Rows(List<String> rows)
                        && same(analytics.sql(), twin, rows);
        return same
                ? Optional.empty()
                : Optional.of("emitted: %s%n%s%ntwin: %s".formatted(query.sql(), given, expected));
    }

    /** Up to the policy's limit, and in order where the text asks for one. */
    private static boolean same(String sql, List<String> twin, List<String> rows) {
        int limit = Corpus.ROWS_MAX + 1;
        if (isOrdered(sql)) {
            return rows.equals(twin.subList(0, Math.min(limit, twin.size())));
        }
        if (twin.size() > limit) {
            List<String> left = new ArrayList<>(twin);
            return rows.size() == limit && rows.stream().allMatch(left::remove);
        }
        return sorted(rows).equals(sorted(twin));
    }

    private static boolean isOrdered(String sql) {
        String upper = sql.toUpperCase(Locale.ROOT);
        int order = upper.lastIndexOf("ORDER BY");
        return order >= 0 && isOutermost(sql, order);
    }

    private static boolean isOutermost(String sql, int place) {
        int depth = 0;
        for (int i = 0; i < place; i++) {
            depth += sql.charAt(i) == '(' ? 1 : sql.charAt(i) == ')' ? -1 : 0;
        }
        return depth == 0;
    }

    static List<String> sorted(List<String> rows) {
        List<String> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.naturalOrder());
        return sorted;
    }

    @Override
    public String raw(CorpusFile.Case bypass) throws SQLException {
        return server.raw(bypass.sql()).words();
    }

    @Override
    public void close() throws SQLException, IOException {
        server.close();
    }
}
