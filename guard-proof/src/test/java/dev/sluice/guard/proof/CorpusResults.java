package dev.sluice.guard.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.guard.CorpusFile;
import dev.sluice.guard.Decision;
import dev.sluice.guard.Guard;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of one dialect's corpora: decided as it must be, run, and on the page of results,
 * which {@code -Dsluice.pages.write=true} writes anew.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CorpusResults {
    private final Map<String, Guard> guards = new TreeMap<>();
    private final List<ResultsPage.Question> questions = new ArrayList<>();
    private final List<ResultsPage.Attack> attacks = new ArrayList<>();
    private CorpusJudge judge;

    abstract CorpusJudge start() throws IOException, SQLException;

    @BeforeAll
    void judgeAll() throws IOException, SQLException {
        judge = start();
        for (String dialect : judge.dialects()) {
            guards.put(dialect, Corpus.of(dialect).guard());
        }
        for (CorpusFile.Case analytics : CorpusFile.analytics(judge.folder())) {
            questions.add(question(analytics));
        }
        for (CorpusFile.Case bypass : CorpusFile.bypasses(judge.folder())) {
            attacks.add(attack(bypass));
        }
    }

    @AfterAll
    void stop() throws IOException, SQLException {
        judge.close();
    }

    private ResultsPage.Question question(CorpusFile.Case analytics) {
        String outcome =
                judge.judges(analytics)
                        ? judge.words().analytics()
                        : "allowed; another engine's alone, and not run";
        for (Map.Entry<String, Guard> guard : guards.entrySet()) {
            Optional<String> mistake =
                    analytics.on(guard.getKey())
                            ? mistake(guard.getValue(), analytics)
                            : Optional.empty();
            if (mistake.isPresent()) {
                return new ResultsPage.Question(analytics, "NOT AS IT MUST BE", mistake);
            }
        }
        return new ResultsPage.Question(analytics, outcome, Optional.empty());
    }

    private Optional<String> mistake(Guard guard, CorpusFile.Case analytics) {
        return switch (guard.check(analytics.sql(), Corpus.CLAIMS)) {
            case Decision.Refused refused -> Optional.of(refused.toString());
            case Decision.Allowed allowed ->
                    judge.judges(analytics)
                            ? judge.mistake(analytics, allowed.query())
                            : Optional.empty();
        };
    }

    private ResultsPage.Attack attack(CorpusFile.Case bypass) throws SQLException {
        Optional<String> mistake = Optional.empty();
        for (Guard guard : guards.values()) {
            Decision decision = guard.check(bypass.sql(), Corpus.CLAIMS);
            if (!(decision instanceof Decision.Refused refused)
                    || refused.code() != bypass.code()) {
                mistake = Optional.of(decision.toString());
            }
        }
        return new ResultsPage.Attack(bypass, judge.raw(bypass), mistake);
    }

    List<ResultsPage.Question> questions() {
        return questions;
    }

    List<ResultsPage.Attack> attacks() {
        return attacks;
    }

    @ParameterizedTest
    @MethodSource("questions")
    void analyticsComeOutAsTheyMust(ResultsPage.Question question) {
        assertThat(question.mistake()).as(question.analytics().sql()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void attacksAreRefusedWithTheirCode(ResultsPage.Attack attack) {
        assertThat(attack.mistake()).as(attack.bypass().sql()).isEmpty();
    }

    @Test
    void thePageIsTrue() throws IOException {
        ResultsPage page = new ResultsPage(judge.folder(), judge.words(), questions, attacks);

        assertThat(page.kept()).isEqualTo(page.text());
    }
}
