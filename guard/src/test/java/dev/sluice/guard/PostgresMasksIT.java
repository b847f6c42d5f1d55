package dev.sluice.guard;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Masks on a real PostgreSQL. */
class PostgresMasksIT extends MasksContract {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void create() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE SCHEMA veil; CREATE TABLE veil.people (id int PRIMARY KEY, name text,"
                            + " code char(5), amount numeric(10,2), big bigint, born date, seen"
                            + " timestamp, moment timestamptz, uid uuid); INSERT INTO veil.people"
                            + " (id) VALUES (7)");
            for (List<String> row : ROWS) {
                List<String> values = new ArrayList<>(row);
                values.add(row.getLast() + "+00");
                values.add("00000000-0000-0000-0000-00000000ABCD");
                try (PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO veil.people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                    for (int i = 0; i < values.size(); i++) {
                        insert.setObject(i + 1, values.get(i), Types.OTHER);
                    }
                    insert.execute();
                }
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    List<String> dialects() {
        return List.of("postgresql");
    }

    @Override
    Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        types.put("id", "integer");
        types.put("name", "text");
        types.put("code", "character(5)");
        types.put("amount", "numeric(10,2)");
        types.put("big", "bigint");
        types.put("born", "date");
        types.put("seen", "timestamp without time zone");
        types.put("moment", "timestamp with time zone");
        types.put("uid", "uuid");
        return types;
    }

    @Override
    List<Connection> sessions() throws SQLException {
        List<Connection> sessions = new ArrayList<>();
        for (String settings :
                List.of(
                        "SET TimeZone = 'UTC'",
                        "SET TimeZone = 'Asia/Tokyo'; SET bytea_output = 'escape'",
                        "SET TimeZone = 'America/Los_Angeles'")) {
            Connection session = postgres.getPostgresDatabase().getConnection();
            try (Statement statement = session.createStatement()) {
                statement.execute(settings);
            }
            sessions.add(session);
        }
        return sessions;
    }

    @Override
    void bind(PreparedStatement statement, int index, String value) throws SQLException {
        statement.setObject(index, value, Types.OTHER);
    }

    @Override
    String text(ResultSet result, int column) throws SQLException {
        if (result.getString(column) == null) {
            return null;
        }
        return result.getMetaData().getColumnTypeName(column).equals("timestamptz")
                ? result.getObject(column, OffsetDateTime.class)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .format(ISO)
                : result.getString(column);
    }
}
