package dev.sluice.benchmarks;

import dev.sluice.guard.Decision;
import dev.sluice.guard.DecisionCache;
import dev.sluice.guard.Guard;
import io.trino.sql.parser.SqlParser;
import java.util.List;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.parser.SqlParseException;

/** What is measured: the whole guard, and parsers that give a tree and no more. */
interface Subject {
    List<String> NAMES = List.of("guard", "jsqlparser", "calcite", "trino");

    /** Takes one statement, which has to be accepted. */
    Object take(String sql);

    static Subject named(String name) {
        return switch (name) {
            case "guard" -> guard();
            case "reused" -> reused();
            case "jsqlparser" -> Subject::jsqlparser;
            case "calcite" -> calcite();
            case "trino" -> new SqlParser()::createStatement;
            default -> throw new IllegalArgumentException("no such subject: " + name);
        };
    }

    /** Parses, binds, governs, writes, reads back and compares. */
    private static Subject guard() {
        Guard guard = Shop.guard();
        return sql -> allowed(guard.check(sql, Shop.CLAIMS));
    }

    /** Finds again what the guard decided before. */
    private static Subject reused() {
        Guard guard = Shop.guard();
        DecisionCache decisions = new DecisionCache();
        return sql -> allowed(decisions.check(guard, sql, Shop.CLAIMS, null));
    }

    private static Object allowed(Decision decision) {
        if (decision instanceof Decision.Refused refused) {
            throw new IllegalStateException(refused.message());
        }
        return decision;
    }

    private static Object jsqlparser(String sql) {
        try {
            return CCJSqlParserUtil.newParser(sql).Statement();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Subject calcite() {
        org.apache.calcite.sql.parser.SqlParser.Config config =
                org.apache.calcite.sql.parser.SqlParser.config().withLex(Lex.JAVA);
        return sql -> {
            try {
                return org.apache.calcite.sql.parser.SqlParser.create(sql, config).parseQuery();
            } catch (SqlParseException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
