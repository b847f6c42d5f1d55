package dev.sluice.guard.parser;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.lexer.Lexer;
import dev.sluice.guard.lexer.LexerMode;
import dev.sluice.guard.lexer.Tokens;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Reads queries and conditions. Linear in the number of tokens; the depth is bounded. */
public final class Parser {
    private static final int DEPTH_MAX = 200;
    private static final int HEIGHT_MAX = 150;

    /** What we wrote has more brackets than what we read; its size is a matter of our own. */
    private static final int EMITTED_FACTOR = 10;

    private final Cursor cursor;
    private final Queries queries;
    private final Expressions expressions;
    private final Tables tables;

    private Parser(Tokens tokens, Dialect dialect, int factor, List<String> claims) {
        cursor = new Cursor(tokens, dialect, DEPTH_MAX * factor, HEIGHT_MAX * factor);
        Types types = new Types(cursor);
        expressions = new Expressions(cursor, types, claims);
        tables = new Tables(cursor, types);
        queries = new Queries(cursor, expressions, tables);
    }

    /**
     * One statement, which must be a query.
     *
     * @throws Refusal for anything else
     */
    public static Query query(String text, Dialect dialect) {
        return written(Lexer.read(text, LexerMode.QUERY, dialect), dialect).query();
    }

    /**
     * As {@link #query}, of a text that has been cut into tokens.
     *
     * @throws Refusal for anything else than a query
     */
    public static Written written(Tokens tokens, Dialect dialect) {
        Statements.check(tokens, dialect);
        Parser parser = new Parser(tokens, dialect, 1, List.of());
        IdentityHashMap<Expression, Integer> literals = new IdentityHashMap<>();
        parser.cursor.noteLiterals(literals);
        return new Written(parser.wholeQuery(), literals);
    }

    /**
     * A query as somebody wrote it.
     *
     * @param literals the token that each literal was read from, by the literal's identity
     */
    public record Written(Query query, IdentityHashMap<Expression, Integer> literals) {}

    /**
     * A condition written by an administrator.
     *
     * @throws Refusal for anything else
     */
    public static Expression rowFilter(String text, Dialect dialect) {
        Tokens tokens = Lexer.read(text, LexerMode.ROW_FILTER, dialect);
        Parser parser = new Parser(tokens, dialect, 1, List.of());
        Expression condition = parser.expressions.parse();
        parser.expectEnd();
        return condition;
    }

    /** An expression over the parameters of a macro. */
    static Expression macro(String text, Dialect dialect) {
        Tokens tokens = Lexer.read(text, LexerMode.ROW_FILTER, dialect);
        Parser parser = new Parser(tokens, dialect, 1, List.of());
        Expression expression = parser.expressions.parse();
        parser.expectEnd();
        return expression;
    }

    /**
     * An expression in which these values stand in the places of names.
     *
     * @param text of the product's own, in the few kinds of expressions that macros are made of
     */
    public static Expression template(
            String text, Map<String, Expression> values, Dialect dialect) {
        return Macros.substituted(macro(text, dialect), values);
    }

    /**
     * Text that was emitted: larger, and {@code $1} stands for the first of these claims.
     *
     * @throws Refusal for text that no emitter writes
     */
    public static Emitted emitted(String text, Dialect dialect, List<String> claims) {
        Tokens tokens = Lexer.read(text, LexerMode.EMITTED, dialect);
        Parser parser = new Parser(tokens, dialect, EMITTED_FACTOR, claims);
        return new Emitted(parser.wholeQuery(), parser.tables.qualified());
    }

    /**
     * What an emitted text says.
     *
     * @param baseTables how many tables it names with their schema
     */
    public record Emitted(Query query, int baseTables) {}

    private Query wholeQuery() {
        Query query = queries.query();
        while (cursor.acceptMark(";")) {
            // Empty statements at the end change nothing.
        }
        expectEnd();
        return query;
    }

    private void expectEnd() {
        if (!cursor.atEnd()) {
            throw cursor.unexpected();
        }
    }
}
