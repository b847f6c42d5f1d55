package dev.sluice.guard;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Masks on a real DuckDB. */
class DuckdbMasksIT extends MasksContract {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private static @TempDir Path directory;

    @BeforeAll
    static void create() throws SQLException {
        try (Connection connection = open()) {
            for (String sql :
                    List.of(
                            "CREATE SCHEMA veil",
                            "CREATE TABLE veil.people (id INTEGER PRIMARY KEY, name VARCHAR, code"
                                    + " VARCHAR, amount DECIMAL(10,2), big BIGINT, born DATE, seen"
                                    + " TIMESTAMP, moment TIMESTAMPTZ, uid UUID)",
                            "INSERT INTO veil.people (id) VALUES (7)")) {
                DuckdbFixture.execute(connection, sql);
            }
            for (List<String> row : ROWS) {
                List<String> values = new ArrayList<>(row);
                values.add(row.getLast() + "+00");
                values.add("00000000-0000-0000-0000-00000000ABCD");
                try (PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO veil.people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                    for (int i = 0; i < values.size(); i++) {
                        insert.setString(i + 1, values.get(i));
                    }
                    insert.execute();
                }
            }
        }
    }

    private static Connection open() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:duckdb:" + directory.resolve("data.db"), new Properties());
    }

    @Override
    List<String> dialects() {
        return List.of("duckdb");
    }

    @Override
    Map<String, String> types() {
        return new TreeMap<>(
                Map.of(
                        "id",
                        "INTEGER",
                        "name",
                        "VARCHAR",
                        "code",
                        "VARCHAR",
                        "amount",
                        "DECIMAL(10,2)",
                        "big",
                        "BIGINT",
                        "born",
                        "DATE",
                        "seen",
                        "TIMESTAMP",
                        "moment",
                        "TIMESTAMP WITH TIME ZONE",
                        "uid",
                        "UUID"));
    }

    @Override
    List<Connection> sessions() throws SQLException {
        List<Connection> sessions = new ArrayList<>();
        for (String zone : List.of("UTC", "Asia/Tokyo", "America/Los_Angeles")) {
            Connection session = open();
            DuckdbFixture.execute(session, "SET TimeZone = '" + zone + "'");
            sessions.add(session);
        }
        return sessions;
    }

    @Override
    String text(ResultSet result, int column) throws SQLException {
        Object value = result.getObject(column);
        return switch (value) {
            case OffsetDateTime time -> time.withOffsetSameInstant(ZoneOffset.UTC).format(ISO);
            case Timestamp time -> time.toLocalDateTime().format(ISO);
            case null, default -> result.getString(column);
        };
    }
}
