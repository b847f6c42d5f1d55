package dev.sluice.systemtests.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.emit.Emitter;
import dev.sluice.guard.emit.Style;
import dev.sluice.guard.parser.Parser;
import dev.sluice.guard.refusal.Refusal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard reads what PostgreSQL's own parser reads, and as that does. */
class PostgresGrammarIT {
    private static final Dialect DIALECT = Dialect.named("postgresql").orElseThrow();
    private static final int EXPRESSIONS = 5_000;

    /** What the guard made of a text: what it wrote, or the code by which it refused. */
    private record Reading(@Nullable String emitted, @Nullable ReasonCode code) {
        boolean understood() {
            return code != ReasonCode.SYNTAX_ERROR && code != ReasonCode.QUERY_TOO_COMPLEX;
        }
    }

    private static Reading read(String sql) {
        try {
            return new Reading(
                    Emitter.write(Parser.query(sql, DIALECT), Style.DATABASE, DIALECT).sql(), null);
        } catch (Refusal refusal) {
            return new Reading(null, refusal.code());
        }
    }

    /** What is wrong with the reading of these texts, all of which PostgreSQL has to take. */
    private static List<String> mistakes(List<String> texts, boolean allValid) {
        List<Reading> readings = texts.stream().map(PostgresGrammarIT::read).toList();
        List<PostgresParser.Question> questions = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            questions.add(new PostgresParser.Question(texts.get(i), readings.get(i).emitted()));
        }
        List<PostgresParser.Answer> answers = PostgresParser.judge(questions);
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            PostgresParser.Answer answer = answers.get(i);
            if (!answer.valid() && allValid) {
                mistakes.add(texts.get(i) + "  is no text of PostgreSQL: " + answer.why());
            } else if (answer.valid() && !readings.get(i).understood()) {
                mistakes.add(texts.get(i) + "  is not understood");
            } else if (Boolean.FALSE.equals(answer.same())) {
                mistakes.add(texts.get(i) + "  is understood otherwise: " + answer.why());
            }
        }
        return mistakes;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expressions",
                "from",
                "functions",
                "json",
                "literals",
                "names",
                "select",
                "sets",
                "types",
                "with",
                "xml"
            })
    void readsTheChapter(String chapter) {
        List<String> texts = GrammarTexts.read("postgresql/" + chapter + ".sql");

        assertThat(texts).isNotEmpty();
        assertThat(mistakes(texts, true)).isEmpty();
    }

    @Test
    void readsEveryKeywordWhereverItMayStand() throws IOException, SQLException {
        List<String> texts = new ArrayList<>();
        for (String keyword : keywords()) {
            for (String place : GrammarTexts.read("postgresql/keyword-places.txt")) {
                texts.add(place.replace("{}", keyword));
            }
        }

        assertThat(mistakes(texts, false)).isEmpty();
    }

    private static List<String> keywords() throws IOException, SQLException {
        List<String> words = new ArrayList<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT word FROM pg_get_keywords() ORDER BY 1")) {
            while (result.next()) {
                words.add(result.getString(1));
            }
        }
        assertThat(words).hasSizeGreaterThan(400);
        return words;
    }

    @Test
    void bindsAnyRunOfOperatorsAlike() {
        long seed = Long.getLong("sluice.proof.seed", 1);
        RandomExpressions random = new RandomExpressions(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < EXPRESSIONS; i++) {
            texts.add("SELECT " + random.next() + " FROM t");
        }

        assertThat(mistakes(texts, false)).as("seed %d", seed).isEmpty();
        assertThat(taken(texts)).as("taken although PostgreSQL does not, seed %d", seed).isEmpty();
    }

    /** Texts that the guard takes and PostgreSQL does not. */
    private static List<String> taken(List<String> texts) {
        List<PostgresParser.Answer> answers =
                PostgresParser.judge(
                        texts.stream()
                                .map(text -> new PostgresParser.Question(text, null))
                                .toList());
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (!answers.get(i).valid() && read(texts.get(i)).emitted() != null) {
                taken.add(texts.get(i));
            }
        }
        return taken;
    }
}
