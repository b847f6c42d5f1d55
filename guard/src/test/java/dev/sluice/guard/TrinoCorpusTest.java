package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.trino.sql.parser.SqlParser;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpora of Trino, with Trino's own parser as the judge of what is emitted. */
class TrinoCorpusTest {
    private final Guard guard = TrinoFixture.guard();
    private final SqlParser judge = new SqlParser();

    static List<CorpusFile.Case> allowed() {
        return CorpusFile.analytics("trino");
    }

    static List<CorpusFile.Case> refused() {
        return CorpusFile.bypasses("trino");
    }

    @ParameterizedTest
    @MethodSource
    void allowed(CorpusFile.Case allowed) {
        Decision decision = guard.check(allowed.sql(), TrinoFixture.CLAIMS);

        assertThat(decision).isInstanceOf(Decision.Allowed.class);
        String emitted = ((Decision.Allowed) decision).query().databaseText();
        assertThatCode(() -> judge.createStatement(emitted)).as(emitted).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void isTrinoForTheJudgeToo(CorpusFile.Case allowed) {
        assertThatCode(() -> judge.createStatement(allowed.sql())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource
    void refused(CorpusFile.Case refused) {
        Decision decision = guard.check(refused.sql(), TrinoFixture.CLAIMS);

        assertThat(decision).isInstanceOf(Decision.Refused.class);
        Decision.Refused answer = (Decision.Refused) decision;
        assertThat(answer.code()).as(answer.message()).isEqualTo(refused.code());
        assertThat(answer.position()).isBetween(0, refused.sql().length());
    }
}
