package dev.sluice.connector.contract;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.mysql.MysqlConnector;
import dev.sluice.guard.MariaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** MariaDB 11.4. */
final class MariaFixture implements Fixture {
    private static final String PASSWORD = "only-reads-2-tables!!";

    /** No reference system, little endian, a point. */
    private static final String POINT_1_2 = "\\x000000000101000000000000000000f03f0000000000000040";

    private final MariaServer server = start();

    private static MariaServer start() {
        try {
            MariaServer server = MariaServer.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
            run(
                    server,
                    "CREATE DATABASE shop",
                    "CREATE TABLE shop.items (id bigint PRIMARY KEY, name text, price"
                            + " decimal(12,2))",
                    "SET max_recursive_iterations = 10000",
                    "INSERT INTO shop.items WITH RECURSIVE g AS (SELECT 1 AS n UNION ALL SELECT n +"
                            + " 1 FROM g WHERE n < 5000) SELECT n, concat('item ', n), n / 4 FROM"
                            + " g",
                    "CREATE TABLE shop.log (line text)",
                    "CREATE TABLE shop.secret (line text)",
                    "CREATE TABLE shop.types (tiny tinyint, utiny tinyint unsigned, flag boolean,"
                        + " medium mediumint, uint int unsigned, big bigint, ubig bigint unsigned,"
                        + " exact decimal(65,30), real4 float, real8 double, bits bit(10), years"
                        + " year, day date, no_day date, part_day date, span time(6), clock time,"
                        + " moment datetime(6), old datetime, stamp timestamp(3) NULL, word"
                        + " varchar(20) CHARACTER SET utf8mb4, fixed char(4), long_word text,"
                        + " octets varbinary(9), pad_octets binary(2), thing blob, doc json, choice"
                        + " enum('a', 'b'), choices set('a', 'b', 'c'), place point, mark uuid,"
                        + " address inet6)",
                    "SET time_zone = '+00:00', sql_mode = ''",
                    "INSERT INTO shop.types VALUES (-128, 255, true, -8388608, 4294967295,"
                            + " -9223372036854775808, 18446744073709551615,"
                            + " 12345678901234567890123456789012345.123456789012345678901234567890,"
                            + " 16777216, 0.1, b'101', 2024, '2024-02-29', '0000-00-00',"
                            + " '2024-02-00', '-838:59:59.999999', '07:08:09', '2024-03-10"
                            + " 02:30:00.000001', '1000-01-01', '2024-03-10 02:30:00.12', 'Grüße"
                            + " 🙂', 'ab', 'long', x'00ff7f', x'01', x'dead', '{\"a\": [1, 2.50]}',"
                            + " 'b', 'a,b', point(1, 2), '6ccd780c-baba-1026-9564-5b8c656024db',"
                            + " '2001:db8::ff00:42:8329')",
                    "CREATE FUNCTION shop.write_log() RETURNS int BEGIN INSERT INTO shop.log VALUES"
                            + " ('x'); RETURN 1; END",
                    "CREATE FUNCTION shop.leave_traces() RETURNS int BEGIN SET SESSION"
                            + " max_statement_time = 0, sql_mode = 'ANSI_QUOTES', time_zone ="
                            + " '+07:00'; SET @left_behind = 'x'; RETURN get_lock('left', 0); END",
                    "CREATE USER reader@localhost IDENTIFIED BY '" + PASSWORD + "'",
                    "GRANT SELECT ON shop.items TO reader@localhost",
                    "GRANT SELECT ON shop.types TO reader@localhost",
                    "GRANT SELECT, INSERT ON shop.log TO reader@localhost",
                    "GRANT EXECUTE ON shop.* TO reader@localhost",
                    "ANALYZE TABLE shop.items");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(MariaServer server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(MariaServer server, String... statements) {
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> ask(String sql) {
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "MariaDB 11.4";
    }

    @Override
    public String toString() {
        return name();
    }

    @Override
    public Connector connector() {
        return MysqlConnector.mariadb();
    }

    @Override
    public ConnectionSettings settings() {
        return settings(server, "reader");
    }

    private static ConnectionSettings settings(MariaServer server, String user) {
        return ConnectionSettings.of(
                "mariadb", "localhost", server.port(), "shop", user, TlsMode.DISABLE);
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public String one() {
        return "SELECT 1";
    }

    @Override
    public String numbers(int rows) {
        return "SELECT id FROM shop.items ORDER BY id LIMIT " + rows;
    }

    @Override
    public String texts(int rows, int characters) {
        return "SELECT repeat('x', %d) AS big FROM shop.items LIMIT %d".formatted(characters, rows);
    }

    @Override
    public String empty() {
        return "SELECT id, name FROM shop.items WHERE id < 0";
    }

    @Override
    public String backend() {
        return "SELECT connection_id()";
    }

    @Override
    public String sleeps(int seconds) {
        return "SELECT sleep(" + seconds + ")";
    }

    @Override
    public String computes() {
        return "SELECT count(*) FROM shop.items a, shop.items b"
                + " WHERE sha2(concat(a.name, b.name), 512) > 'z'";
    }

    @Override
    public String scans() {
        return "SELECT sum(price) FROM shop.items";
    }

    @Override
    public String product() {
        return "SELECT count(*) FROM shop.items a, shop.items b, shop.items c"
                + " WHERE a.price + b.price > c.price";
    }

    @Override
    public String failsWithAValue() {
        return "SELECT extractvalue('<a/>', concat('/', 'marker-of-another-tenant', '('))";
    }

    @Override
    public List<String> leavesTraces() {
        return List.of("SELECT shop.leave_traces()", "SELECT @left_behind := 'x'");
    }

    @Override
    public String traces() {
        return "SELECT @@max_statement_time, @@time_zone, @@tx_read_only, @left_behind,"
                + " is_used_lock('left'), @@sql_mode LIKE '%ANSI%'";
    }

    @Override
    public List<@Nullable String> noTraces() {
        List<@Nullable String> traces = new ArrayList<>(List.of("30.0", "+00:00", "1"));
        traces.add(null);
        traces.add(null);
        traces.add("0");
        return traces;
    }

    @Override
    public List<String> writes() {
        return List.of("SELECT shop.write_log()");
    }

    @Override
    public String written() {
        return ask("SELECT count(*) FROM shop.log").getFirst();
    }

    @Override
    public List<Typed> types() {
        return List.of(
                new Typed("NULL", null, "null", Kind.TEXT),
                new Typed("tiny", "-128", "tinyint", Kind.INTEGER),
                new Typed("utiny", "255", "tinyint unsigned", Kind.INTEGER),
                new Typed("flag", "1", "tinyint", Kind.INTEGER),
                new Typed("medium", "-8388608", "mediumint", Kind.INTEGER),
                new Typed("uint", "4294967295", "integer unsigned", Kind.INTEGER),
                new Typed("big", "-9223372036854775808", "bigint", Kind.INTEGER),
                new Typed("ubig", "18446744073709551615", "bigint unsigned", Kind.TEXT),
                new Typed(
                        "exact",
                        "12345678901234567890123456789012345.123456789012345678901234567890",
                        "decimal",
                        Kind.TEXT),
                new Typed("real4", "1.6777216E7", "float", Kind.FLOAT),
                new Typed("real8", "0.1", "double", Kind.FLOAT),
                new Typed("bits", "0000000101", "bit", Kind.TEXT),
                new Typed("years", "2024", "year", Kind.INTEGER),
                new Typed("day", "2024-02-29", "date", Kind.TEXT),
                new Typed("no_day", "0000-00-00", "date", Kind.TEXT),
                new Typed("part_day", "2024-02-00", "date", Kind.TEXT),
                new Typed("span", "-838:59:59.999999", "time", Kind.TEXT),
                new Typed("clock", "07:08:09", "time", Kind.TEXT),
                new Typed("moment", "2024-03-10 02:30:00.000001", "datetime", Kind.TEXT),
                new Typed("old", "1000-01-01 00:00:00", "datetime", Kind.TEXT),
                new Typed("stamp", "2024-03-10 02:30:00.120", "timestamp", Kind.TEXT),
                new Typed("word", "Grüße 🙂", "varchar", Kind.TEXT),
                new Typed("fixed", "ab", "char", Kind.TEXT),
                new Typed("long_word", "long", "text", Kind.TEXT),
                new Typed("octets", "\\x00ff7f", "varbinary", Kind.TEXT),
                new Typed("pad_octets", "\\x0100", "binary", Kind.TEXT),
                new Typed("thing", "\\xdead", "blob", Kind.TEXT),
                new Typed("doc", "{\"a\": [1, 2.50]}", "json", Kind.TEXT),
                new Typed("choice", "b", "char", Kind.TEXT),
                new Typed("choices", "a,b", "char", Kind.TEXT),
                new Typed("place", POINT_1_2, "point", Kind.TEXT),
                new Typed("mark", "6ccd780c-baba-1026-9564-5b8c656024db", "uuid", Kind.TEXT),
                new Typed("address", "2001:db8::ff00:42:8329", "char", Kind.TEXT));
    }

    @Override
    public String typesFrom() {
        return " FROM shop.types";
    }

    @Override
    public String visibleTable() {
        return "shop.items";
    }

    @Override
    public String hiddenTable() {
        return "shop.secret";
    }

    @Override
    public long running(String part) {
        return ask("SELECT id FROM information_schema.processlist WHERE user = 'reader' AND"
                        + " command <> 'Sleep' AND info LIKE '%"
                        + part
                        + "%'")
                .size();
    }

    @Override
    public List<String> sessions() {
        return ask("SELECT id FROM information_schema.processlist WHERE user = 'reader'");
    }

    @Override
    public void killSessions() {
        sessions().forEach(id -> run(server, "KILL SOFT CONNECTION " + id));
    }

    @Override
    public Restartable startAnother() {
        MariaServer another = start();
        return new Restartable() {
            @Override
            public Target target(ConnectionMode mode) {
                return Fixture.target(settings(another, "reader").with(mode), PASSWORD);
            }

            @Override
            public void stop() {
                try {
                    another.stop();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void restart() {
                try {
                    another.restart();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {
                MariaFixture.close(another);
            }
        };
    }
}
