package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Levels of exposure on a real engine that holds {@link LevelsFixture#SQL}. */
abstract class LevelsContract {
    abstract List<String> dialects();

    abstract Connection connection() throws SQLException;

    private List<String> rows(String sql) throws SQLException {
        List<String> first = null;
        for (String dialect : dialects()) {
            Decision decision = LevelsFixture.guard(dialect).check(sql, Map.of());
            assertThat(decision).as(sql).isInstanceOf(Decision.Allowed.class);
            List<String> rows = run(((Decision.Allowed) decision).query().sql());
            assertThat(first == null ? rows : first).isEqualTo(rows);
            first = rows;
        }
        return first == null ? List.of() : first;
    }

    private List<String> run(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    static List<String> allowed() {
        return LevelsTest.queries("allowed");
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void theEngineRunsWhatTheLevelsAllow(String sql) throws SQLException {
        assertThat(rows(sql)).isNotEmpty();
    }

    @Test
    void groupsOfFewRowsAreLeftOut() throws SQLException {
        assertThat(rows("SELECT region, sum(balance) FROM customers GROUP BY region"))
                .containsExactly("n|7800.00");
        assertThat(rows("SELECT sum(balance) FROM customers WHERE id = 5")).isEmpty();
        assertThat(rows("SELECT sum(balance) FROM customers WHERE id < 10")).isEmpty();
        assertThat(rows("SELECT sum(balance) FROM customers WHERE id < 11"))
                .containsExactly("5500.00");
    }

    @Test
    void rowsOfAKeyOfTwoColumnsAreCountedAsRows() throws SQLException {
        assertThat(rows("SELECT sum(amount) FROM accounts WHERE customer_id < 4"))
                .containsExactly("21.00");
        assertThat(rows("SELECT sum(amount) FROM accounts WHERE customer_id < 3")).isEmpty();
        assertThat(
                        rows(
                                "SELECT line, sum(amount) FROM accounts WHERE customer_id < 6 GROUP"
                                        + " BY line ORDER BY line"))
                .containsExactly("1|20.00", "2|25.00");
    }

    @Test
    void aValueThatIsMissingCountsForNothing() throws SQLException {
        assertThat(
                        rows(
                                "SELECT r.code, sum(c.balance) FROM regions r LEFT JOIN customers c"
                                        + " ON c.region = r.code AND c.id < 11 GROUP BY r.code"))
                .containsExactly("n|5500.00");
    }
}
