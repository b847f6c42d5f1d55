package dev.sluice.guard.emit;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.tree.Query;
import java.util.List;

/** Writes resolved queries: names quoted, literals encoded anew, operators in brackets. */
public final class Emitter {
    private Emitter() {}

    /**
     * A query's text.
     *
     * @param claims the names of the claims in it, in order of their placeholders
     * @param questionMarks some operator holds a question mark
     */
    public record Text(String sql, List<String> claims, boolean questionMarks) {}

    public static Text write(Query query, Style style, Dialect dialect) {
        Output out = new Output(style, dialect);
        new QueryEmitter(out).query(query);
        return new Text(out.toString(), out.claims(), out.hasQuestionMarks());
    }
}
