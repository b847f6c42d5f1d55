package dev.sluice.guard.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Patterns of columns' names find what DuckDB's own regular expressions find. */
class NamePatternIT {
    private static final int PATTERNS = 3_000;
    private static final List<String> PIECES =
            List.of(
                    "a", "b", "B", "_", "1", ".", "[ab]", "[^a]", "[a-b1]", "\\d", "\\w", "\\W",
                    "\\.", "^", "$", "|", "*", "+", "?", "*?", "(", ")", "(?:", "(a|b)", "(ab)*",
                    "(a*)*", "(a|)+", "-");
    private static final List<String> NAMES =
            List.of("", "a", "b", "A", "ab", "aab", "ba", "a_1", "B1", "1", "a.b", "abab_b", "a-b");

    private final Random random = new Random(Long.getLong("sluice.proof.seed", 7));

    private String pattern() {
        String pieces =
                IntStream.rangeClosed(0, random.nextInt(7))
                        .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                        .collect(Collectors.joining());
        return random.nextInt(5) == 0 ? "(?i)" + pieces : pieces;
    }

    @Test
    void findsWhatTheEngineFinds() throws SQLException {
        int read = 0;
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                PreparedStatement statement =
                        duckdb.prepareStatement("SELECT regexp_matches(?, ?)")) {
            for (int i = 0; i < PATTERNS; i++) {
                String pattern = pattern();
                NamePattern names = NamePattern.read(pattern, new Effort());
                if (names == null) {
                    continue;
                }
                read++;
                assertThat(NAMES.stream().filter(names::isIn).toList())
                        .as(pattern)
                        .isEqualTo(found(statement, pattern));
            }
        }
        assertThat(read).isGreaterThan(PATTERNS / 5);
    }

    private static List<String> found(PreparedStatement statement, String pattern)
            throws SQLException {
        List<String> found = new ArrayList<>();
        for (String name : NAMES) {
            statement.setString(1, name);
            statement.setString(2, pattern);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                if (result.getBoolean(1)) {
                    found.add(name);
                }
            }
        }
        return found;
    }
}
