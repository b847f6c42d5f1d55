package dev.sluice.systemtests.grammar;

import java.util.List;
import java.util.Random;

/** Operators in any order without the brackets that would say what belongs to what. */
final class RandomExpressions {
    private static final List<String> BETWEEN =
            List.of(
                    "+",
                    "-",
                    "*",
                    "/",
                    "%",
                    "^",
                    "||",
                    "->",
                    "<<",
                    "@>",
                    "~",
                    "!~",
                    "&",
                    "|",
                    "#",
                    "=",
                    "<",
                    ">=",
                    "<>",
                    "!=",
                    "AND",
                    "OR",
                    "&&",
                    "?",
                    "-|-",
                    "~~",
                    "LIKE",
                    "ILIKE",
                    "NOT LIKE",
                    "SIMILAR TO",
                    "IS DISTINCT FROM",
                    "IS NOT DISTINCT FROM",
                    "AT TIME ZONE",
                    "OPERATOR(pg_catalog.+)",
                    "OPERATOR(pg_catalog.=)");
    private static final List<String> BEFORE =
            List.of("-", "+", "NOT", "~", "@", "|/", "!!", "OPERATOR(pg_catalog.~)");
    private static final List<String> BEHIND =
            List.of(
                    "IS NULL",
                    "IS NOT NULL",
                    "ISNULL",
                    "NOTNULL",
                    "IS TRUE",
                    "IS NOT UNKNOWN",
                    "::int",
                    "::text[]",
                    "::interval day",
                    "AT LOCAL",
                    "COLLATE \"C\"",
                    "IN (1, 2)",
                    "NOT IN (SELECT 1)",
                    "= ANY (b)",
                    "<> ALL (SELECT 1)",
                    "LIKE ANY (b)",
                    "+ ANY (c)",
                    "IS NORMALIZED",
                    "IS NOT NFC NORMALIZED",
                    "IS JSON",
                    "IS NOT JSON OBJECT",
                    "IS DOCUMENT",
                    "BETWEEN 1 AND 2",
                    "NOT BETWEEN SYMMETRIC a AND b",
                    "LIKE 'x' ESCAPE 'y'",
                    "AT TIME ZONE 'x'");
    private static final List<String> OPERANDS =
            List.of(
                    "a",
                    "t.a",
                    "1",
                    "2.5",
                    "'x'",
                    "NULL",
                    "TRUE",
                    "f(a)",
                    "count(*)",
                    "(a)",
                    "(a, b)",
                    "ROW(1, 2)",
                    "(a + b)",
                    "(t).a",
                    "a[1]",
                    "ARRAY[1]",
                    "(SELECT 1)",
                    "EXISTS (SELECT 1)",
                    "CASE WHEN a THEN b END",
                    "current_date",
                    "interval '1' day");
    private static final int OPERANDS_MAX = 4;

    private final Random random;

    RandomExpressions(long seed) {
        this.random = new Random(seed);
    }

    String next() {
        return next(1);
    }

    private String next(int depth) {
        StringBuilder text = new StringBuilder();
        int operands = 1 + random.nextInt(OPERANDS_MAX);
        for (int i = 0; i < operands; i++) {
            text.append(i == 0 ? "" : " " + any(BETWEEN) + " ");
            while (random.nextInt(5) == 0) {
                text.append(any(BEFORE)).append(' ');
            }
            boolean inner = depth > 0 && random.nextInt(6) == 0;
            text.append(inner ? "(" + next(depth - 1) + ")" : any(OPERANDS));
            while (random.nextInt(4) == 0) {
                text.append(' ').append(any(BEHIND));
            }
        }
        return text.toString();
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
