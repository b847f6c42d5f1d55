package dev.sluice.guard.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What PostgreSQL answers to the bypasses when nothing but a careful account stands in their way:
 * one that may read all tables of the shop, owns nothing, and is in a transaction that is read only
 * and rolled back. The answers are kept beside the corpus.
 */
@EnabledIfSystemProperty(
        named = "sluice.pages.write",
        matches = "true",
        disabledReason = "some bypasses keep PostgreSQL busy for minutes")
class RawPostgresIT {
    private static final Path KEPT = Path.of("..", "corpora", "postgresql", "raw.txt");

    private static final Map<String, String> STOPPED =
            Map.of(
                    "42501", "stopped: no permission",
                    "25006", "stopped: read-only transaction",
                    "57014", "ran until its time was up",
                    "42601", "error: syntax");

    /** Against the account's limit of 0.3 seconds; some functions cannot be cancelled. */
    private static final Duration FAR_TOO_LONG = Duration.ofSeconds(10);

    private static PostgresEngine postgres;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = PostgresEngine.start();
        postgres.execute(Corpus.file("postgresql", "fixture.sql"));
        postgres.execute(
                "CREATE ROLE agent LOGIN; GRANT USAGE ON SCHEMA shop TO agent;"
                        + " GRANT SELECT ON ALL TABLES IN SCHEMA shop TO agent;"
                        + " ALTER ROLE agent SET search_path = shop;"
                        + " ALTER ROLE agent SET statement_timeout = '300ms'");
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        postgres.close();
    }

    @Test
    void aCarefulAccountAloneStopsFewOfThem() throws IOException, SQLException {
        StringBuilder lines = new StringBuilder();
        Map<String, Integer> counts = new TreeMap<>();
        for (Corpus.Case bypass : Corpus.cases("postgresql", "bypasses.sql")) {
            long start = System.nanoTime();
            String answer = answer(bypass.sql());
            if (System.nanoTime() - start > FAR_TOO_LONG.toNanos()) {
                answer = "ran long after its time was up";
            }
            counts.merge(answer, 1, Integer::sum);
            lines.append(answer).append(" | ").append(bypass.title()).append('\n');
        }
        String summary =
                counts.entrySet().stream()
                        .map(count -> "# %d %s%n".formatted(count.getValue(), count.getKey()))
                        .collect(Collectors.joining());
        String text =
                "# What PostgreSQL answers to each bypass without a guard, when the account may"
                        + " only read.\n"
                        + summary
                        + lines;
        Files.writeString(KEPT, text);
        assertThat(counts).as("bypasses that were answered").containsKey("answered: rows");
    }

    private static String answer(String sql) throws SQLException {
        try (Connection agent = postgres.connection("agent");
                Statement statement = agent.createStatement()) {
            statement.execute("BEGIN READ ONLY");
            statement.execute("SELECT 1");
            return answer(statement, sql);
        }
    }

    private static String answer(Statement statement, String sql) throws SQLException {
        try {
            boolean rows = statement.execute(sql);
            while (!rows && statement.getUpdateCount() >= 0) {
                rows = statement.getMoreResults();
            }
            if (!rows) {
                return "done";
            }
            return statement.getResultSet().next() ? "answered: rows" : "answered: no rows";
        } catch (SQLException e) {
            String state = e.getSQLState();
            return STOPPED.getOrDefault(state, "error: " + state);
        }
    }
}
