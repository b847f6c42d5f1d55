package dev.sluice.guard.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.sluice.guard.Decision;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.emit.Emitter;
import dev.sluice.guard.emit.Style;
import dev.sluice.guard.lexer.Lexer;
import dev.sluice.guard.lexer.LexerMode;
import dev.sluice.guard.lexer.Tokens;
import dev.sluice.guard.parser.Parser;
import dev.sluice.guard.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all, to every dialect: nothing is thrown but refusals, nothing takes long, and what
 * is emitted reads back to the same text. In the build it runs over its seeds, the public corpora,
 * and every input that ever failed; with {@code JAZZER_FUZZ=1} it goes on from there.
 */
class GuardFuzzTest {
    /** {@code -Dsluice.proof.dialect=duckdb} fuzzes one dialect, several times as often. */
    private static final String ONLY = System.getProperty("sluice.proof.dialect", "");

    private static final List<Corpus> CORPORA =
            Corpus.all().stream().filter(corpus -> chosen(corpus.dialect().name())).toList();

    private static final List<Dialect> DIALECTS =
            Dialect.NAMES.stream()
                    .filter(GuardFuzzTest::chosen)
                    .map(name -> Dialect.named(name).orElseThrow())
                    .toList();

    /** Far more than it takes, so that a busy machine fails nothing. */
    private static final Duration BOUND = Duration.ofSeconds(2);

    private static boolean chosen(String dialect) {
        return ONLY.isEmpty() || ONLY.equals(dialect);
    }

    static Stream<byte[]> seeds() {
        return CORPORA.stream()
                .flatMap(corpus -> corpus.texts().stream())
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @DictionaryFile(resourcePath = "sql.dict")
    @FuzzTest(maxDuration = "10m")
    void lexer(byte @NotNull [] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (Dialect dialect : DIALECTS) {
            for (LexerMode mode : LexerMode.values()) {
                quickly(() -> readsInOrder(text, mode, dialect));
            }
        }
    }

    private static void readsInOrder(String text, LexerMode mode, Dialect dialect) {
        Tokens tokens;
        try {
            tokens = Lexer.read(text, mode, dialect);
        } catch (Refusal refusal) {
            assertThat(refusal.position()).isBetween(0, text.length());
            return;
        }
        int before = -1;
        for (int i = 0; i < tokens.size(); i++) {
            assertThat(tokens.start(i)).isGreaterThan(before).isLessThanOrEqualTo(text.length());
            before = tokens.start(i);
        }
    }

    @MethodSource("seeds")
    @DictionaryFile(resourcePath = "sql.dict")
    @FuzzTest(maxDuration = "10m")
    void parser(byte @NotNull [] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (Dialect dialect : DIALECTS) {
            quickly(() -> parses(text, dialect));
        }
    }

    private static void parses(String text, Dialect dialect) {
        for (Runnable read :
                List.<Runnable>of(
                        () -> Parser.query(text, dialect),
                        () -> Parser.rowFilter(text, dialect),
                        () -> Parser.emitted(text, dialect, List.of("user.branch")))) {
            try {
                read.run();
            } catch (Refusal refusal) {
                assertThat(refusal.position()).isBetween(0, text.length());
            }
        }
    }

    @MethodSource("seeds")
    @DictionaryFile(resourcePath = "sql.dict")
    @FuzzTest(maxDuration = "10m")
    void pipeline(byte @NotNull [] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (Corpus corpus : CORPORA) {
            quickly(() -> decides(text, corpus));
        }
    }

    private static void decides(String text, Corpus corpus) {
        switch (corpus.guard().check(text, Corpus.CLAIMS)) {
            case Decision.Refused refused -> {
                assertThat(refused.position()).isBetween(0, text.length());
                assertThat(refused.message()).endsWith(".").hasSizeLessThan(1_000);
            }
            case Decision.Allowed(GuardedQuery query, var _) -> {
                List<String> claims =
                        query.parameters().stream().map(parameter -> "user.branch").toList();
                Parser.Emitted read =
                        Parser.emitted(query.databaseText(), corpus.dialect(), claims);
                assertThat(Emitter.write(read.query(), Style.DATABASE, corpus.dialect()).sql())
                        .isEqualTo(query.databaseText());
            }
        }
    }

    private static void quickly(Runnable check) {
        long start = System.nanoTime();
        check.run();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    }
}
