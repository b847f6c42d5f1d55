package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Policy;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.TableName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Text that tries to break the guard rather than to get past it. */
class HostileInputTest {
    private static final long SEED = 20_261_120;
    private static final int STACK_BYTES = 512 * 1024;

    /** Far more than it takes, so that a busy machine fails nothing. */
    private static final Duration QUICK = Duration.ofSeconds(5);

    private static final Duration BOUND = Duration.ofSeconds(2);

    private final Guard guard = ShopFixture.guard();

    private Decision check(String sql) {
        return Assertions.assertTimeout(BOUND, () -> guard.check(sql, ShopFixture.CLAIMS));
    }

    /** On a thread with a small stack, where an overflow would show. */
    private Decision checkOnSmallStack(String sql) throws InterruptedException {
        List<Decision> answers = new ArrayList<>();
        Thread thread =
                new Thread(
                        null,
                        () -> answers.add(guard.check(sql, ShopFixture.CLAIMS)),
                        "small",
                        STACK_BYTES);
        thread.start();
        thread.join(BOUND);
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private static String repeat(String unit, int times, String between) {
        return IntStream.range(0, times).mapToObj(i -> unit).collect(Collectors.joining(between));
    }

    private static void assertCode(Decision decision, ReasonCode code) {
        assertThat(decision).isInstanceOf(Decision.Refused.class);
        assertThat(((Decision.Refused) decision).code()).isEqualTo(code);
    }

    @Test
    void readsLongChainsWithoutRecursion() throws InterruptedException {
        for (String operator : List.of(" + ", " OR ", " AND ", " || ", " * ")) {
            String operand = operator.contains("R") || operator.contains("D") ? "true" : "1";
            Decision decision = checkOnSmallStack("SELECT " + repeat(operand, 4_900, operator));
            assertThat(decision).as(operator).isInstanceOf(Decision.Allowed.class);
        }
    }

    @Test
    void readsLongListsOfUnionsAndJoinsWithoutRecursion() throws InterruptedException {
        assertThat(checkOnSmallStack(repeat("SELECT 1", 2_400, " UNION ALL ")))
                .isInstanceOf(Decision.Allowed.class);
        String joins =
                IntStream.range(0, 700)
                        .mapToObj(i -> " JOIN books b%d ON b%d.id = 1".formatted(i, i))
                        .collect(Collectors.joining());
        assertThat(checkOnSmallStack("SELECT 1 FROM books" + joins))
                .isInstanceOf(Decision.Allowed.class);
        String using =
                IntStream.range(0, 700)
                        .mapToObj(i -> " JOIN books b%d USING (id)".formatted(i))
                        .collect(Collectors.joining());
        assertThat(checkOnSmallStack("SELECT id FROM books" + using))
                .isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void refusesWhatNestsTooDeeply() throws InterruptedException {
        for (String unit :
                List.of("(", "abs(", "CASE WHEN ", "ARRAY[", "(SELECT ", "NOT ", "- ", "a[")) {
            Decision decision = checkOnSmallStack("SELECT " + unit.repeat(3_000) + "1");
            assertCode(decision, ReasonCode.QUERY_TOO_COMPLEX);
        }
        assertCode(
                checkOnSmallStack("SELECT 1" + "::int".repeat(3_000)),
                ReasonCode.QUERY_TOO_COMPLEX);
        assertCode(
                checkOnSmallStack("SELECT * FROM " + "(SELECT * FROM ".repeat(3_000)),
                ReasonCode.QUERY_TOO_COMPLEX);
        assertCode(
                checkOnSmallStack("SELECT 1 FROM books" + " JOIN books".repeat(3_000)),
                ReasonCode.QUERY_TOO_COMPLEX);
    }

    @Test
    void readsWhatNestsAsDeeplyAsAllowed() throws InterruptedException {
        int depth = 45;
        String suffixes = "::int";
        assertThat(
                        checkOnSmallStack(
                                "SELECT "
                                        + "(- ".repeat(depth)
                                        + "1"
                                        + (")" + suffixes).repeat(depth)))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(
                        checkOnSmallStack(
                                "SELECT " + "(SELECT ".repeat(depth) + "1" + ")".repeat(depth)))
                .isInstanceOf(Decision.Allowed.class);
        String derived =
                IntStream.range(0, depth)
                        .mapToObj(i -> "SELECT * FROM (")
                        .collect(Collectors.joining());
        String aliases =
                IntStream.range(0, depth).mapToObj(i -> ") t" + i).collect(Collectors.joining());
        assertThat(checkOnSmallStack(derived + "SELECT * FROM readers" + aliases))
                .isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void boundsForwardReferences() throws InterruptedException {
        String chain =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "a%d AS (SELECT * FROM a%d)".formatted(i, i + 1))
                        .collect(Collectors.joining(", "));
        assertCode(
                checkOnSmallStack("WITH RECURSIVE " + chain + ", a1000 AS (SELECT 1) SELECT 1"),
                ReasonCode.QUERY_TOO_COMPLEX);
    }

    private static String doubling(int levels, String table, String unit) {
        String common =
                IntStream.range(1, levels)
                        .mapToObj(
                                i -> ", c%d AS (%s)".formatted(i, unit.replace("#", "c" + (i - 1))))
                        .collect(Collectors.joining());
        return "WITH c0 AS (SELECT * FROM " + table + ")" + common;
    }

    private static String nested(int levels, String before, String after) {
        String text = "SELECT * FROM books";
        for (int i = 0; i < levels; i++) {
            text = before.formatted(text) + after;
        }
        return text;
    }

    @Test
    void refusesColumnsThatMultiplyBeforeMakingThem() throws InterruptedException {
        String pairs = "SELECT * FROM # x, # y";
        String wide = doubling(10, "books", pairs);
        List<String> texts =
                List.of(
                        doubling(30, "books", pairs) + " SELECT 1 FROM c29",
                        doubling(30, "books", pairs) + " SELECT 1",
                        doubling(30, "books", "SELECT x.*, x.* FROM # x") + " SELECT 1 FROM c29",
                        doubling(30, "books", "SELECT *, * FROM #") + " SELECT 1",
                        doubling(30, "books", "SELECT j.* FROM (# x CROSS JOIN # y) AS j")
                                + " SELECT 1",
                        doubling(30, "books", "SELECT * FROM # x, LATERAL (SELECT x.*) y")
                                + " SELECT 1",
                        doubling(
                                        30,
                                        "books",
                                        "SELECT * FROM # x, # y UNION ALL SELECT * FROM # x, # y")
                                + " SELECT 1",
                        "WITH RECURSIVE" + doubling(30, "books", pairs).substring(4) + " SELECT 1",
                        nested(30, "SELECT *, * FROM (%s", ") t"),
                        nested(30, "SELECT t.*, u.* FROM (%s", ") t, LATERAL (SELECT t.*) u"),
                        number(
                                        "WITH w AS (SELECT "
                                                + repeat("1 AS k#", 400, ", ")
                                                + ") SELECT 1 FROM ")
                                + number(repeat("w a#", 60, " NATURAL JOIN ")),
                        wide + " " + repeat("SELECT 1 FROM c9", 500, " UNION ALL "),
                        wide + " SELECT " + repeat("(SELECT count(*) FROM c9)", 400, ", "),
                        "SELECT " + repeat("1", 2_000, ", "));
        checkOnSmallStack(texts.getFirst());
        for (String text : texts) {
            long start = System.nanoTime();
            Decision decision = checkOnSmallStack(text);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(took).as(text).isLessThan(QUICK);
            assertThat(decision)
                    .as(text)
                    .isInstanceOfSatisfying(
                            Decision.Refused.class,
                            r -> assertThat(r.code()).isEqualTo(ReasonCode.QUERY_TOO_COMPLEX));
        }
    }

    @Test
    void allowsWideQueriesThatPeopleWrite() {
        assertThat(check(doubling(9, "books", "SELECT * FROM # x, # y") + " SELECT * FROM c8"))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(check("SELECT 1 FROM " + number(repeat("books b#", 200, ", "))))
                .isInstanceOf(Decision.Allowed.class);
    }

    private static String number(String text) {
        StringBuilder numbered = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '#') {
                numbered.append(i);
            } else {
                numbered.append(text.charAt(i));
            }
        }
        return numbered.toString();
    }

    @Test
    void refusesTextThatGoverningMakesTooLong() {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                TableName.parse("shop.books"),
                ShopFixture.rule("id", "title <> '" + "x".repeat(10_000) + "'"));
        Guard verbose = Guard.of(ShopFixture.policy(tables), ShopFixture.schema());

        assertThat(verbose.check(repeat("SELECT id FROM books", 90, " UNION ALL "), Map.of()))
                .isInstanceOf(Decision.Allowed.class);
        assertCode(
                verbose.check(repeat("SELECT id FROM books", 900, " UNION ALL "), Map.of()),
                ReasonCode.QUERY_TOO_COMPLEX);
    }

    @Test
    void refusesTextThatIsTooLarge() {
        String list =
                IntStream.range(0, 20_000).mapToObj(i -> "1").collect(Collectors.joining(","));
        assertCode(
                check("SELECT id FROM books WHERE id IN (" + list + ")"),
                ReasonCode.QUERY_TOO_COMPLEX);
        assertCode(check("SELECT '" + "a".repeat(70_000) + "'"), ReasonCode.QUERY_TOO_COMPLEX);
        assertCode(check("SELECT " + "9".repeat(2_000)), ReasonCode.QUERY_TOO_COMPLEX);
    }

    @Test
    void refusesInvisibleAndLookAlikeCharactersOutsideLiterals() {
        for (int point :
                new int[] {
                    0, 1, 0xA0, 0xAD, 0x200B, 0x2028, 0x202E, 0x2066, 0x3000, 0xFEFF, 0x3164
                }) {
            String odd = Character.toString(point);
            assertCode(check("SELECT" + odd + "1"), ReasonCode.SYNTAX_ERROR);
            assertCode(check("SELECT 1 /* " + odd + " */"), ReasonCode.SYNTAX_ERROR);
            assertCode(check("SELECT 1 AS \"a" + odd + "\""), ReasonCode.SYNTAX_ERROR);
            if (point != 0) {
                assertThat(check("SELECT '" + odd + "'")).isInstanceOf(Decision.Allowed.class);
            }
        }
        assertCode(check("SELECT '\0'"), ReasonCode.SYNTAX_ERROR);
        assertCode(check("SELECT '\uD800'"), ReasonCode.SYNTAX_ERROR);
        assertCode(check("SELECT \uDC00"), ReasonCode.SYNTAX_ERROR);
    }

    @Test
    void answersToRandomBytesAndNeverThrows() {
        Random random = new Random(SEED);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            assertThat(check(text)).as("seed %d, text %d", SEED, i).isNotNull();
            assertThat(check("SELECT " + text)).as("seed %d, text %d", SEED, i).isNotNull();
        }
    }

    @Test
    void answersToMutatedQueriesAndNeverEmitsAnUngovernedName() {
        Random random = new Random(SEED);
        List<String> pool = new ArrayList<>();
        CorpusFile.analytics("postgresql").forEach(c -> pool.add(c.sql()));
        CorpusFile.bypasses("postgresql").forEach(c -> pool.add(c.sql()));
        for (int i = 0; i < 15_000; i++) {
            String mutant = mutate(pool, random);
            Decision decision = check(mutant);
            if (decision instanceof Decision.Allowed allowed) {
                String emitted = withoutLiterals(allowed.query().databaseText());
                assertThat(emitted)
                        .as("seed %d: %s", SEED, mutant)
                        .doesNotContain("\"shop\".\"staff\"")
                        .doesNotContain("\"secret_of\"(")
                        .doesNotContainPattern("\"secret_note\"[^()]* FROM \"shop\"")
                        .doesNotContain("\"pg_read_file\"(");
            }
        }
    }

    private static String withoutLiterals(String sql) {
        return sql.replaceAll("E?'(?:[^'\\\\]|''|\\\\.)*'", "''");
    }

    /** Two queries cut and joined, or one with tokens dropped, doubled or swapped. */
    private static String mutate(List<String> pool, Random random) {
        String[] first = pool.get(random.nextInt(pool.size())).split("(?<=\\W)|(?=\\W)");
        String[] second = pool.get(random.nextInt(pool.size())).split("(?<=\\W)|(?=\\W)");
        List<String> tokens = new ArrayList<>(List.of(first));
        switch (random.nextInt(4)) {
            case 0 -> {
                int cut = random.nextInt(tokens.size());
                tokens.subList(cut, tokens.size()).clear();
                tokens.addAll(
                        List.of(second).subList(random.nextInt(second.length), second.length));
            }
            case 1 -> tokens.remove(random.nextInt(tokens.size()));
            case 2 -> {
                int at = random.nextInt(tokens.size());
                tokens.addAll(at, List.of(" ", second[random.nextInt(second.length)], " "));
            }
            default -> {
                for (int k = 0; k < 3; k++) {
                    tokens.set(
                            random.nextInt(tokens.size()), second[random.nextInt(second.length)]);
                }
            }
        }
        return String.join("", tokens);
    }
}
