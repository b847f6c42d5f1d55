package dev.sluice.guard.emit;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;
import java.util.IdentityHashMap;
import java.util.List;

/** Writes resolved queries: names quoted, literals encoded anew, operators in brackets. */
public final class Emitter {
    private Emitter() {}

    /**
     * A query's text.
     *
     * @param claims the names of the claims in it, in order of their placeholders
     * @param questionMarks some operator holds a question mark
     * @param slots where literals stand that were asked for, in order
     */
    public record Text(String sql, List<String> claims, boolean questionMarks, List<Slot> slots) {}

    /**
     * The place of a literal in a text, in UTF-16 units.
     *
     * @param token the number that the literal was asked for by
     */
    public record Slot(int start, int end, int token) {}

    public static Text write(Query query, Style style, Dialect dialect) {
        return write(query, style, dialect, new IdentityHashMap<>());
    }

    /**
     * As the other, telling where some literals were written.
     *
     * @param literals by identity, with a number for each
     */
    public static Text write(
            Query query,
            Style style,
            Dialect dialect,
            IdentityHashMap<Expression, Integer> literals) {
        Output out = new Output(style, dialect, literals);
        new QueryEmitter(out).query(query);
        return new Text(out.toString(), out.claims(), out.hasQuestionMarks(), out.slots());
    }

    /** The one spelling of a text literal. */
    public static String textLiteral(String value, Dialect dialect) {
        Output out = new Output(Style.DATABASE, dialect, new IdentityHashMap<>());
        out.textLiteral(value);
        return out.toString();
    }
}
