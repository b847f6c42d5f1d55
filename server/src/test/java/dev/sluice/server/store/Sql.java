package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Statements as tests write them. */
final class Sql {
    private Sql() {}

    static void execute(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The first column of the first row, null when there is none. */
    static String value(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** The SQLSTATE that the last of these statements fails with. */
    static String state(DataSource source, String... statements) {
        try {
            execute(source, statements);
            return "none";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    static void fails(ThrowingCallable call, ReasonCode code, String... messageParts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            for (String part : messageParts) {
                                assertThat(e.getMessage()).contains(part);
                            }
                        });
    }
}
