package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Levels of exposure on a real MariaDB, for policies of MySQL as well. */
class MariaLevelsIT extends LevelsContract {
    private static MariaServer server;

    @BeforeAll
    static void create() throws IOException, SQLException, InterruptedException {
        server = MariaServer.start();
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE bank");
            for (String sql : LevelsFixture.SQL) {
                statement.execute(sql);
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    List<String> dialects() {
        return List.of("mysql", "mariadb");
    }

    @Override
    Connection connection() throws SQLException {
        return server.connect("bank");
    }

    /** In the strictest mode that there is. */
    @Test
    void whatIsSaidNotToFailDoesNot() throws SQLException {
        Map<String, String> values =
                Map.of(
                        "text",
                        "SELECT '' AS v UNION ALL SELECT 'Zoë 😀' UNION ALL SELECT '%' UNION ALL"
                                + " SELECT repeat('x', 5000) UNION ALL SELECT NULL UNION ALL SELECT"
                                + " '2024-02-30' UNION ALL SELECT '-9223372036854775809'",
                        "integer",
                        "SELECT 0 AS v UNION ALL SELECT 9223372036854775807 UNION ALL SELECT"
                                + " -9223372036854775808 UNION ALL SELECT 18446744073709551615"
                                + " UNION ALL SELECT NULL",
                        "number",
                        "SELECT 1e308 AS v UNION ALL SELECT -1e308 UNION ALL SELECT 0e0",
                        "date",
                        "SELECT DATE '0001-01-01' AS v UNION ALL SELECT DATE '9999-12-31' UNION ALL"
                                + " SELECT NULL",
                        "timestamp",
                        "SELECT TIMESTAMP '9999-12-31 23:59:59' AS v UNION ALL SELECT TIMESTAMP"
                                + " '0001-01-01 00:00:00' UNION ALL SELECT NULL",
                        "bytes",
                        "SELECT x'00' AS v UNION ALL SELECT x'FFFE'");
        try (Connection connection = server.connect("bank");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET sql_mode = 'TRADITIONAL,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO'");
            assertThat(TotalFunctions.failing("mariadb", values, connection)).isEmpty();
        }
    }
}
