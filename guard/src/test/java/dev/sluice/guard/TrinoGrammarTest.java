package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.emit.Emitter;
import dev.sluice.guard.emit.Style;
import dev.sluice.guard.parser.Parser;
import dev.sluice.guard.refusal.Refusal;
import io.trino.sql.SqlFormatter;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Trino's own parser as the judge of ours: what is emitted has the structure of what came. */
class TrinoGrammarTest {
    private static final Dialect TRINO = Dialect.named("trino").orElseThrow();
    private static final int EXPRESSIONS = 1_000;
    private static final RandomOperators OPERATORS =
            new RandomOperators(
                    List.of(
                            "a",
                            "t.b",
                            "1",
                            "2.5",
                            "'x'",
                            "NULL",
                            "TRUE",
                            "length(a)",
                            "(a + b)",
                            "ARRAY[1, a]",
                            "CASE WHEN a THEN b END",
                            "EXISTS (SELECT 1)",
                            "INTERVAL '1' DAY",
                            "CAST(a AS bigint)",
                            "c[1]"),
                    List.of(
                            "+",
                            "-",
                            "*",
                            "/",
                            "%",
                            "||",
                            "=",
                            "<",
                            ">=",
                            "<>",
                            "!=",
                            "AND",
                            "OR",
                            "LIKE",
                            "NOT LIKE",
                            "IS DISTINCT FROM",
                            "IS NOT DISTINCT FROM",
                            "AT TIME ZONE"),
                    List.of("-", "+", "NOT"),
                    List.of(
                            "IS NULL",
                            "IS NOT NULL",
                            "IN (1, 2)",
                            "NOT IN (SELECT 1)",
                            "BETWEEN 1 AND 2",
                            "NOT BETWEEN a AND b",
                            "LIKE 'x' ESCAPE 'y'",
                            "= ALL (SELECT 1)",
                            "<> ANY (SELECT 1)",
                            "[1]"));

    private final SqlParser judge = new SqlParser();

    /** How Trino reads it, with all brackets written; null when it does not. */
    private @Nullable String structure(String sql) {
        try {
            return SqlFormatter.formatSql(judge.createStatement(sql))
                    .replace("\"", "")
                    .toLowerCase(Locale.ROOT);
        } catch (ParsingException e) {
            return null;
        }
    }

    @Test
    void bindsAnyRunOfOperatorsAlike() {
        long seed = Long.getLong("sluice.proof.seed", 1);
        Random random = new Random(seed);
        List<String> mistakes = new ArrayList<>();
        int compared = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            String sql = "SELECT " + OPERATORS.next(random) + " AS x FROM t";
            String expected = structure(sql);
            if (expected == null) {
                continue;
            }
            compared++;
            String emitted = emitted(sql);
            if (!expected.equals(structure(emitted))) {
                mistakes.add(sql + "  is understood as  " + emitted);
            }
        }

        assertThat(mistakes).as("seed %d", seed).isEmpty();
        assertThat(compared).isGreaterThan(EXPRESSIONS / 10);
    }

    private static String emitted(String sql) {
        try {
            return Emitter.write(Parser.query(sql, TRINO), Style.DATABASE, TRINO).sql();
        } catch (Refusal refusal) {
            assertThat(refusal.code()).as(sql).isNotEqualTo(ReasonCode.SYNTAX_ERROR);
            return sql;
        }
    }
}
