package dev.sluice.guard;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.FunctionRule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls of every function that a dialect's list says gives a value for all arguments, over the
 * least, the largest and the oddest values of each type.
 */
final class TotalFunctions {
    private TotalFunctions() {}

    /**
     * The calls that raise an error over the values and none without: what is refused before any
     * row is looked at tells nothing of rows.
     *
     * @param values by type, what yields them as {@code v}
     */
    static List<String> failing(String dialect, Map<String, String> values, Connection connection)
            throws SQLException {
        List<String> failing = new ArrayList<>();
        for (FunctionRule rule : Dialect.named(dialect).orElseThrow().functions().values()) {
            if (rule.total().holds()) {
                for (String sql : calls(rule, List.copyOf(values.values()))) {
                    if (fails(connection, sql) && !fails(connection, sql + " WHERE 1 = 0")) {
                        failing.add(sql);
                    }
                }
            }
        }
        return failing;
    }

    /** Over every combination of types. */
    private static List<String> calls(FunctionRule rule, List<String> values) {
        int fixed = rule.total().first().isEmpty() ? 0 : 1;
        int free = rule.minArguments() - fixed;
        List<String> calls = new ArrayList<>();
        int combinations = (int) Math.pow(values.size(), free);
        for (int c = 0; c < combinations; c++) {
            List<String> arguments = new ArrayList<>();
            List<String> tables = new ArrayList<>();
            for (int i = 0, rest = c; i < free; i++, rest /= values.size()) {
                arguments.add("t" + i + ".v");
                tables.add("(" + values.get(rest % values.size()) + ") t" + i);
            }
            for (String first : fixed == 0 ? List.of("") : rule.total().first()) {
                String call =
                        rule.name()
                                + (first.isEmpty() ? "(" : "('" + first + "', ")
                                + String.join(", ", arguments)
                                + ")";
                calls.add("SELECT count(" + call + ") FROM " + String.join(", ", tables));
            }
        }
        return calls;
    }

    private static boolean fails(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return false;
        } catch (SQLException e) {
            return true;
        }
    }
}
