package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.guard.MariaServer;
import dev.sluice.server.identity.Clients;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A MariaDB from its setup SQL to the end of its connection, through the real command. */
class MariaOnboardingIT {
    private static final Pattern PASSWORD = Pattern.compile("IDENTIFIED BY '([^']+)'");
    private static final String USER = "it's a `reader`";

    @TempDir private static Path directory;
    private static Site site;
    private static MariaServer maria;
    private static Cli admin;
    private static String password;

    @BeforeAll
    static void start() throws Exception {
        maria = MariaServer.start(new String[0]);
        site = Site.start();
        Clients.Created client =
                site.identity().clients().create(site.tenant(), "ops", Set.of("admin", "query"));
        admin =
                new Cli(
                        directory,
                        Map.of(
                                "SLUICE_URL", site.url(),
                                "SLUICE_CLIENT_ID", client.client().id(),
                                "SLUICE_CLIENT_SECRET",
                                        new String(
                                                client.secret().reveal(),
                                                StandardCharsets.US_ASCII)));
        asAdministrator(
                "CREATE DATABASE my_shop",
                "CREATE TABLE my_shop.products (id int PRIMARY KEY, name text)",
                "INSERT INTO my_shop.products VALUES (1, 'tea')",
                "CREATE TABLE my_shop.suppliers (id int)",
                "CREATE DATABASE myXshop",
                "CREATE TABLE myXshop.pay (id int)");
        String script =
                admin.done(
                                "db",
                                "connect",
                                "--print-setup-sql",
                                "--type",
                                "mariadb",
                                "--database",
                                "my_shop",
                                "--user",
                                USER,
                                "--generate-password")
                        .out();
        Matcher matcher = PASSWORD.matcher(script);
        assertThat(matcher.find()).as(script).isTrue();
        password = matcher.group(1);
        assertThat(script).contains("REQUIRE SSL");
        asAdministrator(statements(script));
        Cli.Ran connected = connect("shop", USER, password);
        assertThat(connected.exit()).as(connected.toString()).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        if (site != null) {
            site.close();
        }
        if (maria != null) {
            maria.close();
        }
    }

    /** As the client mariadb would send them. */
    private static String[] statements(String script) {
        return script.lines()
                .filter(line -> !line.startsWith("--"))
                .map(line -> line.replaceFirst(";$", ""))
                .toArray(String[]::new);
    }

    private static Cli.Ran connect(String name, String user, String password) {
        return connect(name, user, password, "require");
    }

    private static Cli.Ran connect(String name, String user, String password, String tls) {
        return admin.runWith(
                password + "\n",
                "db",
                "connect",
                name,
                "--json",
                "--type",
                "mariadb",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(maria.port()),
                "--database",
                "my_shop",
                "--user",
                user,
                "--tls",
                tls,
                "--password-stdin");
    }

    private static void asAdministrator(String... statements) throws SQLException {
        try (Connection connection = maria.connect("mysql");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Connection asReader() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password);
        properties.setProperty("sslMode", "trust");
        properties.setProperty("allowLocalInfile", "true");
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + maria.port() + "/my_shop", properties);
    }

    @Test
    void theMadeUserPassesTheDoctorWithoutAWarning() {
        Cli.Ran ran = admin.run("doctor", "--json");
        List<String> said =
                ran.json()
                        .path("checks")
                        .valueStream()
                        .filter(it -> it.path("check").asString().equals("connection shop"))
                        .map(it -> it.path("result").asString() + " " + it.path("message"))
                        .toList();

        assertThat(said).as(ran.toString()).singleElement().asString().startsWith("ok ");
        assertThat(said.getFirst()).contains("the user may only read");
    }

    @Test
    void theGrantsAreExactlyWhatWasAskedFor() throws SQLException {
        try (Connection reader = asReader();
                Statement statement = reader.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GRANTS")) {
            StringBuilder grants = new StringBuilder();
            while (rows.next()) {
                grants.append(rows.getString(1)).append('\n');
            }
            assertThat(grants.toString().lines())
                    .hasSize(2)
                    .anyMatch(it -> it.startsWith("GRANT USAGE ON *.* TO"))
                    .anyMatch(it -> it.startsWith("GRANT SELECT ON `my\\_shop`.* TO"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO products VALUES (2, 'x')",
                "UPDATE products SET name = 'x'",
                "DELETE FROM products",
                "TRUNCATE products",
                "DROP TABLE products",
                "CREATE TABLE made (id int)",
                "CREATE TEMPORARY TABLE made (id int)",
                "CREATE VIEW made AS SELECT 1",
                "CREATE DATABASE made",
                "CREATE USER made",
                "CREATE FUNCTION made() RETURNS int RETURN 1",
                "SELECT * FROM products INTO OUTFILE '/tmp/sluice-made'",
                "SELECT 'x' INTO DUMPFILE '/tmp/sluice-made'",
                "LOAD DATA INFILE '/etc/passwd' INTO TABLE products",
                "SELECT * FROM myXshop.pay",
                "SELECT * FROM mysql.user",
                "LOCK TABLES products WRITE",
                "SET GLOBAL max_connections = 1",
                "GRANT SELECT ON my_shop.* TO root",
            })
    void theDatabaseItselfRefusesWhatIsNotReading(String sql) throws SQLException {
        try (Connection reader = asReader();
                Statement statement = reader.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isIn(1044, 1045, 1142, 1227, 1410));
            try (ResultSet row = statement.executeQuery("SELECT LOAD_FILE('/etc/passwd')")) {
                row.next();
                assertThat(row.getString(1)).isNull();
            }
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM products")) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void anEngineThatNoRealServerJudgedWaitsForAnOwnersWord() {
        String[] wanted = {
            "db",
            "connect",
            "wire",
            "--json",
            "--type",
            "mysql",
            "--host",
            "127.0.0.1",
            "--database",
            "my_shop",
            "--user",
            "u",
            "--password-stdin"
        };
        JsonNode refused = admin.runWith("p", wanted).error();
        assertThat(refused.path("code").asString()).isEqualTo("ENGINE_EXPERIMENTAL");
        assertThat(refused.path("details").path("accept").path(0).asString())
                .isEqualTo("experimental");

        String[] insisting = Arrays.copyOf(wanted, wanted.length + 1);
        insisting[wanted.length] = "--accept-experimental";
        assertThat(admin.runWith("p", insisting).error().path("code").asString())
                .as("a program is no owner")
                .isEqualTo("ROLE_FORBIDDEN");
    }

    @Test
    void withoutTlsTheServerRefusesTheUser() {
        JsonNode refused = connect("plain", USER, password, "disable").error();

        assertThat(refused.path("code").asString()).isEqualTo("SOURCE_UNAVAILABLE");
        assertThat(refused.path("details").path("reason").asString())
                .isIn("login_refused", "tls_required");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write|GRANT INSERT ON my_shop.products TO bad",
                "write|GRANT UPDATE (name) ON my_shop.products TO bad",
                "create|GRANT CREATE ON my_shop.* TO bad",
                "files|GRANT FILE ON *.* TO bad",
                "manage_roles|GRANT CREATE USER ON *.* TO bad",
                "other_sessions|GRANT PROCESS ON *.* TO bad",
                "replication|GRANT REPLICATION SLAVE ON *.* TO bad",
                "administer|GRANT SHUTDOWN ON *.* TO bad",
                "superuser|GRANT SUPER ON *.* TO bad",
                "other_schemas|GRANT SELECT ON *.* TO bad",
            })
    void aPowerIsFoundAndGoneAfterTheAdvice(String kind, String grant) throws SQLException {
        asAdministrator(
                "CREATE USER bad IDENTIFIED BY 'a-password-0f-20-letters!'",
                "GRANT SELECT ON my_shop.products TO bad",
                grant);
        try {
            Cli.Ran first = connect("bad", "bad", "a-password-0f-20-letters!");
            boolean refused = first.exit() != 0;
            JsonNode answer = refused ? first.error() : first.json();
            assertThat(refused)
                    .as(first.toString())
                    .isEqualTo(
                            !List.of("create", "other_sessions", "other_schemas").contains(kind));
            List<JsonNode> fixes =
                    refused
                            ? answer.path("details").path("fix").valueStream().toList()
                            : answer.path("findings")
                                    .valueStream()
                                    .filter(it -> it.path("kind").asString().equals(kind))
                                    .flatMap(it -> it.path("fix").valueStream())
                                    .toList();
            assertThat(fixes).as(first.toString()).isNotEmpty();
            for (JsonNode fix : fixes) {
                asAdministrator(fix.asString());
            }
            Cli.Ran second =
                    refused
                            ? connect("bad", "bad", "a-password-0f-20-letters!")
                            : admin.run("db", "test", "bad", "--json");

            assertThat(second.exit()).as(second.toString()).isZero();
            assertThat(second.json().path("probe").path("powers")).as(second.toString()).isEmpty();
        } finally {
            admin.run("db", "drop", "bad", "-y");
            asAdministrator("DROP USER bad");
        }
    }

    @Test
    void thePrintedRotationAndRevocationRunToo() throws Exception {
        asAdministrator(
                "CREATE USER aged@`%` IDENTIFIED BY 'the-first-0f-two-passwords!'",
                "GRANT SELECT ON my_shop.products TO aged@`%`");
        assertThat(connect("aged", "aged", "the-first-0f-two-passwords!").exit()).isZero();
        String rotate =
                admin.done(
                                "db",
                                "connect",
                                "--print-rotate-sql",
                                "--type",
                                "mariadb",
                                "--user",
                                "aged",
                                "--database",
                                "my_shop",
                                "--generate-password")
                        .out();
        Matcher fresh = PASSWORD.matcher(rotate);
        assertThat(fresh.find()).isTrue();
        asAdministrator(statements(rotate));
        assertThat(admin.run("db", "test", "aged").exit()).isEqualTo(1);
        assertThat(admin.runWith(fresh.group(1), "db", "rotate", "aged", "--password-stdin").exit())
                .isZero();
        String revoke =
                admin.done(
                                "db",
                                "connect",
                                "--print-revoke-sql",
                                "--type",
                                "mariadb",
                                "--user",
                                "aged",
                                "--table",
                                "my_shop.products")
                        .out();
        asAdministrator(statements(revoke));

        JsonNode after = admin.run("db", "test", "aged", "--json").json();
        assertThat(after.path("probe").path("tables").asInt()).as(after.toString()).isZero();
        admin.done("db", "drop", "aged", "-y");
    }
}
