package dev.sluice.guard;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Masks on a real MariaDB, for policies of MySQL as well. */
class MariaMasksIT extends MasksContract {
    private static MariaServer server;

    @BeforeAll
    static void create() throws IOException, SQLException, InterruptedException {
        server = MariaServer.start();
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE DATABASE veil CHARACTER SET utf8mb4; SET time_zone = '+00:00'; CREATE"
                        + " TABLE veil.people (id int PRIMARY KEY, name text CHARACTER SET utf16,"
                        + " code char(5) CHARACTER SET latin1, amount decimal(10,2), big bigint,"
                        + " born date, seen datetime, moment timestamp NULL, uid uuid); INSERT INTO"
                        + " veil.people (id) VALUES (7)");
            for (List<String> row : ROWS) {
                List<String> values = new ArrayList<>(row);
                values.add(row.getLast());
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
    Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        types.put("id", "int(11)");
        types.put("name", "text");
        types.put("code", "char(5)");
        types.put("amount", "decimal(10,2)");
        types.put("big", "bigint(20)");
        types.put("born", "date");
        types.put("seen", "datetime");
        types.put("moment", "timestamp");
        types.put("uid", "uuid");
        return types;
    }

    @Override
    List<Connection> sessions() throws SQLException {
        List<Connection> sessions = new ArrayList<>();
        for (String settings :
                List.of(
                        "SET time_zone = '+00:00'",
                        "SET time_zone = '+09:00', sql_mode ="
                            + " 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH'",
                        "SET time_zone = '-07:00', character_set_connection = 'latin1'",
                        "SET character_set_connection = 'utf16'")) {
            Connection session = server.connect("veil");
            try (Statement statement = session.createStatement()) {
                statement.execute(settings);
            }
            sessions.add(session);
        }
        return sessions;
    }
}
