package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.lexer.Lexer;
import dev.sluice.guard.lexer.LexerMode;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.lexer.Tokens;
import dev.sluice.guard.refusal.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionCacheTest {
    private static final int MUTANTS_PER_TEXT = 40;

    private static final List<String> LITERALS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "7",
                    "49",
                    "51",
                    "100000",
                    "2147483647",
                    "2147483648",
                    "9223372036854775808",
                    "1.5",
                    ".5",
                    "1e3",
                    "0x1F",
                    "1_000",
                    "''",
                    "'a'",
                    "'1'",
                    "'it''s'",
                    "'back\\slash'",
                    "E'line\\nbreak'",
                    "$$dollar$$",
                    "U&'\\00e4'",
                    "'?'",
                    "'$1'",
                    "'{{user.branch}}'",
                    "'2024-02-29'",
                    "'%s %9999s'",
                    "'%99999999s'",
                    "'day'",
                    "'" + "x".repeat(300) + "'",
                    "'a' -- b\n'c'",
                    "'a'\n'c'");

    private static final List<Map<String, String>> CLAIMS =
            List.of(
                    Map.of("user.branch", "1"),
                    Map.of("user.branch", "2"),
                    Map.of("user.branch", "", "user.email", "a@b.c"),
                    Map.of());

    private final Guard guard = ShopFixture.guard();
    private final DecisionCache cache = new DecisionCache();

    private Decision check(String sql) {
        return cache.check(guard, sql, ShopFixture.CLAIMS, null);
    }

    private GuardedQuery allowed(String sql) {
        Decision decision = check(sql);
        assertThat(decision).as(sql).isInstanceOf(Decision.Allowed.class);
        return ((Decision.Allowed) decision).query();
    }

    @Test
    void decidesWhatTheGuardDecidesWhateverWasDecidedBefore() {
        assertSame(guard, texts(), CLAIMS, MUTANTS_PER_TEXT);
    }

    @Test
    void decidesTheSameWithMasksBarriersAndLevelsOfExposure() {
        assertSame(
                Guard.of(BankFixture.policy(), BankFixture.schema()),
                List.of(
                        "SELECT name, email FROM customers WHERE email = 'a' AND id = 1",
                        "SELECT id FROM customers WHERE region LIKE '%a%' AND id < 7",
                        "SELECT id FROM customers WHERE region LIKE 'n' AND 10 / id > 2",
                        "SELECT id FROM customers WHERE id = 1 AND id = 1 AND region = 'n'",
                        "SELECT avg(balance) FROM customers WHERE region = 'n' AND id > 3",
                        "SELECT region, sum(rating) FROM customers WHERE id <> 9 GROUP BY region"
                                + " HAVING count(*) > 1",
                        "SELECT id FROM customers WHERE score > 50 AND region IN ('n', 's')",
                        "SELECT id FROM customers WHERE born > date '1990-01-01'",
                        "SELECT id FROM customers WHERE seen < now() - interval '1 day'",
                        "SELECT c.id, a.line FROM customers c JOIN accounts a ON a.tax_id ="
                                + " c.tax_id WHERE a.line = 1 AND c.phone = '+49'",
                        "SELECT title FROM regions r WHERE EXISTS (SELECT 1 FROM customers c WHERE"
                                + " c.region = r.code AND c.id = 3) AND code <> 'e'"),
                List.of(BankFixture.CLAIMS, Map.of("user.tenant", "2"), Map.of()),
                20 * MUTANTS_PER_TEXT);
    }

    /** Mutants of the texts, each decided with the cache and without. */
    private void assertSame(
            Guard decider, List<String> texts, List<Map<String, String>> callers, int mutants) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int allowed = 0;
        for (int round = 0; round < mutants; round++) {
            for (String text : texts) {
                String mutant = mutated(text, random);
                Map<String, String> claims = callers.get(random.nextInt(callers.size()));
                Integer maxRows = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : null;
                Decision expected = decider.check(mutant, claims, maxRows);
                Decision actual = cache.check(decider, mutant, claims, maxRows);
                assertThat(shown(actual))
                        .as("seed %d: %s", seed, mutant)
                        .isEqualTo(shown(expected));
                allowed += expected instanceof Decision.Allowed ? 1 : 0;
            }
        }
        assertThat(allowed).isGreaterThan(2_000);
        // Far fewer than what was allowed: the others were found again.
        assertThat(cache.entries()).isLessThan(allowed / 2);
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        CorpusFile.analytics("postgresql").forEach(read -> texts.add(read.sql()));
        CorpusFile.bypasses("postgresql").forEach(read -> texts.add(read.sql()));
        CorpusFile.unsupported().forEach(read -> texts.add(read.sql()));
        return texts;
    }

    /** The text with some of its literals replaced by any others. */
    private static String mutated(String text, Random random) {
        Tokens tokens;
        try {
            tokens = Lexer.read(text, LexerMode.QUERY, Dialect.named("postgresql").orElseThrow());
        } catch (Refusal e) {
            return text;
        }
        StringBuilder mutant = new StringBuilder();
        int from = 0;
        for (int i = 0; i < tokens.size() - 1; i++) {
            boolean literal =
                    tokens.kind(i) == TokenKind.TEXT || tokens.kind(i) == TokenKind.NUMBER;
            if (literal && random.nextBoolean()) {
                String other = LITERALS.get(random.nextInt(LITERALS.size()));
                mutant.append(text, from, tokens.start(i)).append(other).append(' ');
                from = tokens.start(i + 1);
            }
        }
        return mutant.append(text, from, text.length()).toString();
    }

    private static Map<String, @Nullable Object> shown(Decision decision) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        switch (decision) {
            case Decision.Refused refused -> shown.put("refused", refused);
            case Decision.Allowed(GuardedQuery query, List<Decision.Warning> warnings) -> {
                shown.put("sql", query.sql());
                shown.put("text", query.databaseText());
                shown.put("parameters", query.parameters());
                shown.put("limits", query.limits());
                shown.put("tables", List.copyOf(query.tables()));
                shown.put("columns", query.columns());
                shown.put("warnings", warnings);
            }
        }
        return shown;
    }

    @Test
    void findsAQuestionAgainWithOtherValues() {
        assertThat(allowed("SELECT id FROM books WHERE title = 'a' AND price < 5").sql())
                .contains("'a'");
        assertThat(allowed("SELECT id FROM books WHERE title = 'it''s' AND price < 7").sql())
                .contains("(\"books\".\"title\" = 'it''s') AND (\"books\".\"price\" < 7)");
        assertThat(allowed("SELECT id FROM books WHERE title = E'\\\\' AND price < 0").sql())
                .contains("= E'\\\\')");
        assertThat(cache.entries()).isEqualTo(1);
    }

    @Test
    void tellsNumbersOfDifferentTypesApart() {
        allowed("SELECT id FROM books WHERE price < 5");
        allowed("SELECT id FROM books WHERE price < 5.5");
        allowed("SELECT id FROM books WHERE price < 5000000000");
        assertThat(cache.entries()).isEqualTo(3);
    }

    @Test
    void looksAgainAtLiteralsThatDecide() {
        allowed("SELECT repeat('x', 5) FROM books");

        assertThat(check("SELECT repeat('x', 500000000) FROM books"))
                .extracting(decision -> ((Decision.Refused) decision).code())
                .isEqualTo(ReasonCode.LITERAL_NOT_ALLOWED);
        assertThat(allowed("SELECT repeat('x', 6) FROM books").sql()).contains(", 6)");
        assertThat(allowed("SELECT id FROM books ORDER BY 1 LIMIT 3").sql()).endsWith("1 LIMIT 3");
        assertThat(
                        ((Decision.Allowed) check("SELECT id FROM books ORDER BY 1 LIMIT 300"))
                                .warnings())
                .containsExactly(Decision.Warning.LIMIT_CLAMPED);
    }

    @Test
    void neverMixesTwoCallersClaims() {
        for (int i = 0; i < 1_000; i++) {
            for (String branch : List.of("1", "2")) {
                Decision decision =
                        cache.check(
                                guard,
                                "SELECT body FROM loan_notes WHERE line = " + i % 7,
                                Map.of("user.branch", branch),
                                null);
                assertThat(((Decision.Allowed) decision).query().parameters())
                        .containsExactly(new GuardedQuery.Parameter(branch));
            }
        }
        assertThat(cache.entries()).isEqualTo(1);
    }

    @Test
    void tellsACallerWithoutAClaimFromOneWithIt() {
        String sql = "SELECT body FROM loan_notes";
        allowed(sql);
        Decision without = cache.check(guard, sql, Map.of(), null);

        assertThat(((Decision.Allowed) without).query().sql()).contains("WHERE FALSE");
    }

    @Test
    void sharesNothingBetweenTwoPolicies() {
        Guard narrow =
                Guard.of(
                        ShopFixture.policy(
                                new LinkedHashMap<>(
                                        Map.of(
                                                dev.sluice.core.TableName.parse("shop.books"),
                                                ShopFixture.rule("id")))),
                        ShopFixture.schema());
        allowed("SELECT title FROM books WHERE id = 1");

        assertThat(cache.check(narrow, "SELECT title FROM books WHERE id = 1", Map.of(), null))
                .isInstanceOf(Decision.Refused.class);
        assertThat(cache.check(narrow, "SELECT id FROM books WHERE id = 1", Map.of(), null))
                .isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void keepsWithinItsBoundsWhateverIsAsked() {
        for (int i = 0; i < 3 * DecisionCache.SHAPES_MAX; i++) {
            allowed("SELECT id AS a" + i + " FROM books");
        }
        assertThat(cache.entries()).isEqualTo(DecisionCache.SHAPES_MAX);
        String wide = "SELECT '" + "x".repeat(7_000) + "' AS b";
        for (int i = 0; i < 3 * DecisionCache.SHAPES_MAX; i++) {
            allowed(wide + i);
            assertThat(cache.characters()).isLessThanOrEqualTo(DecisionCache.CHARACTERS_MAX);
        }
        for (int i = 0; i < 3 * DecisionCache.TEMPLATES_MAX; i++) {
            allowed("SELECT title FROM books LIMIT " + i);
        }
        assertThat(cache.entries()).isLessThan(DecisionCache.SHAPES_MAX);
    }

    @Test
    void doesNotRememberLongTextsAndRefusals() {
        allowed("SELECT id FROM books WHERE title = '" + "x".repeat(9_000) + "'");
        check("SELECT cost FROM books");
        check("SELECT 'unfinished");

        assertThat(cache.entries()).isZero();
    }
}
