package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.identity.Clients;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A PostgreSQL from its setup SQL to the end of its connection, through the real command. */
class OnboardingIT {
    private static final Pattern PASSWORD = Pattern.compile(" PASSWORD '([^']+)'");
    private static final String USER = "agent \"reader\"";

    @TempDir private static Path directory;
    private static Site site;
    private static EmbeddedPostgres postgres;
    private static Cli admin;
    private static Cli owner;
    private static String password;
    private static String asker;

    @BeforeAll
    static void start() throws Exception {
        site = Site.start();
        postgres = EmbeddedPostgres.start();
        Clients.Created client =
                site.identity().clients().create(site.tenant(), "ops", Set.of("admin", "query"));
        asker = client.client().id();
        admin =
                new Cli(
                        Files.createDirectory(directory.resolve("admin")),
                        Map.of(
                                "SLUICE_URL", site.url(),
                                "SLUICE_CLIENT_ID", client.client().id(),
                                "SLUICE_CLIENT_SECRET",
                                        new String(
                                                client.secret().reveal(),
                                                StandardCharsets.US_ASCII)));
        owner =
                new Cli(
                        Files.createDirectory(directory.resolve("owner")),
                        Map.of(
                                "SLUICE_URL", site.url(),
                                "SLUICE_TOKEN", OwnerToken.of(site, "ola@example.org")));
        asAdministrator(
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.products (id int PRIMARY KEY, name text)",
                "INSERT INTO shop.products VALUES (1, 'tea')",
                "CREATE TABLE shop.suppliers (id int)",
                "CREATE SCHEMA hidden",
                "CREATE TABLE hidden.pay (id int)");
        // Everybody on loopback needs a password, but the administrator.
        Files.writeString(
                Path.of(askAdministrator("SHOW hba_file")),
                """
                host all postgres 127.0.0.1/32 trust
                host all postgres ::1/128 trust
                host all "not from here" 127.0.0.1/32 reject
                host all all 127.0.0.1/32 scram-sha-256
                host all all ::1/128 scram-sha-256
                """);
        asAdministrator("SELECT pg_reload_conf()");
        String script = print("--print-setup-sql");
        password = passwordIn(script);
        asAdministrator(script);
        Cli.Ran connected = connect(admin, "shop", USER, password);
        assertThat(connected.exit()).as(connected.toString()).isZero();
    }

    @AfterAll
    static void stop() throws IOException {
        if (site != null) {
            site.close();
        }
        postgres.close();
    }

    private static String print(String what) {
        return admin.done(
                        "db",
                        "connect",
                        what,
                        "--database",
                        "postgres",
                        "--user",
                        USER,
                        "--table",
                        "shop.products",
                        "--generate-password")
                .out();
    }

    private static String passwordIn(String script) {
        Matcher matcher = PASSWORD.matcher(script);
        assertThat(matcher.find()).as(script).isTrue();
        return matcher.group(1);
    }

    private static Cli.Ran connect(
            Cli cli, String name, String user, String password, String... more) {
        List<String> arguments =
                List.of(
                        "db",
                        "connect",
                        name,
                        "--json",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(postgres.getPort()),
                        "--database",
                        "postgres",
                        "--user",
                        user,
                        "--password-stdin");
        String[] all =
                Stream.concat(arguments.stream(), Arrays.stream(more)).toArray(String[]::new);
        return cli.runWith(password + "\n", all);
    }

    private static void asAdministrator(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String askAdministrator(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection asReader() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres", USER, password);
    }

    private static JsonNode listed(String name) {
        for (JsonNode connection : admin.done("db", "list", "--json").json().path("connections")) {
            if (connection.path("name").asString().equals(name)) {
                return connection;
            }
        }
        throw new AssertionError("no " + name);
    }

    private static List<String> kinds(JsonNode connection) {
        return connection
                .path("findings")
                .valueStream()
                .map(it -> it.path("kind").asString())
                .toList();
    }

    @Test
    void theMadeUserPassesTheDoctor() {
        Cli.Ran ran = admin.run("doctor", "--json");
        List<String> said =
                ran.json()
                        .path("checks")
                        .valueStream()
                        .filter(it -> it.path("check").asString().equals("connection shop"))
                        .map(it -> it.path("message").asString())
                        .toList();

        // This server offers no TLS; all the rest is as it should be.
        assertThat(said).as(ran.toString()).containsExactly("The connection is not encrypted.");
        JsonNode probe = listed("shop").path("probe");
        assertThat(probe.path("client_address").asString()).isEqualTo("127.0.0.1");
        assertThat(probe.path("tables").asInt()).isEqualTo(1);
        assertThat(probe.path("powers")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO shop.products VALUES (2, 'x')",
                "UPDATE shop.products SET name = 'x'",
                "DELETE FROM shop.products",
                "TRUNCATE shop.products",
                "CREATE TABLE shop.made (id int)",
                "CREATE TABLE public.made (id int)",
                "CREATE SCHEMA made",
                "CREATE ROLE made",
                "CREATE FUNCTION public.made() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "COPY shop.products TO '/tmp/sluice-made'",
                "COPY shop.products FROM '/etc/passwd'",
                "COPY shop.products TO PROGRAM 'true'",
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT pg_ls_dir('.')",
                "SELECT lo_import('/etc/passwd')",
                "SELECT * FROM hidden.pay",
                "SELECT * FROM shop.suppliers",
                "ALTER SYSTEM SET work_mem = '1GB'",
                "SET ROLE postgres",
            })
    void theDatabaseItselfRefusesWhatIsNotReading(String sql) throws SQLException {
        try (Connection reader = asReader();
                Statement statement = reader.createStatement()) {
            // Not the setting refuses: whoever has the password can turn it off.
            statement.execute("SET default_transaction_read_only = off");
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isIn("42501", "0LP01"));
            statement.execute("SELECT * FROM shop.products");
        }
        assertThat(askAdministrator("SELECT count(*) FROM shop.products")).isEqualTo("1");
    }

    @Test
    void aNewCredentialIsTriedBeforeItReplacesTheOld() throws SQLException {
        String user = "rotated";
        asAdministrator(
                "CREATE ROLE rotated LOGIN PASSWORD 'the-first-0f-two-passwords!'",
                "GRANT USAGE ON SCHEMA shop TO rotated",
                "GRANT SELECT ON shop.products TO rotated");
        connect(admin, "rotated", user, "the-first-0f-two-passwords!");
        String second = "the-2nd-one-of-two-passwords!";

        Cli.Ran early =
                admin.runWith(second, "db", "rotate", "rotated", "--password-stdin", "--json");
        assertThat(early.exit()).isEqualTo(1);
        assertThat(early.error().path("details").path("reason").asString())
                .isEqualTo("login_refused");
        assertThat(admin.run("db", "test", "rotated").exit()).isZero();
        assertThat(listed("rotated").path("credential_version").asInt()).isEqualTo(1);

        asAdministrator("ALTER ROLE rotated PASSWORD '" + second + "'");
        assertThat(admin.run("db", "test", "rotated").exit()).isEqualTo(1);
        Cli.Ran rotated =
                admin.runWith(second, "db", "rotate", "rotated", "--password-stdin", "--json");
        assertThat(rotated.exit()).as(rotated.toString()).isZero();
        assertThat(rotated.json().path("credential_version").asInt()).isEqualTo(2);
        assertThat(admin.run("db", "test", "rotated").exit()).isZero();
        assertThat(rotated.toString() + early).doesNotContain(second);

        assertThat(admin.run("db", "drop", "rotated", "-y").exit()).isZero();
        assertThat(admin.run("db", "test", "rotated", "--json").error().path("code").asString())
                .isEqualTo("NOT_FOUND");
        assertThat(admin.runWith(second, "db", "rotate", "rotated", "--password-stdin").exit())
                .isEqualTo(1);
    }

    @Test
    void aSuperuserIsRefusedUntilAnOwnerAcceptsIt() {
        JsonNode refused = connect(admin, "root", "postgres", "any").error();
        assertThat(refused.path("code").asString()).isEqualTo("ROLE_TOO_POWERFUL");
        assertThat(refused.path("details").path("fix").path(0).asString())
                .isEqualTo("ALTER ROLE \"postgres\" NOSUPERUSER");

        JsonNode forbidden =
                connect(admin, "root", "postgres", "any", "--accept-superuser").error();
        assertThat(forbidden.path("code").asString()).isEqualTo("ROLE_FORBIDDEN");

        Cli.Ran accepted = connect(owner, "root", "postgres", "any", "--accept-superuser");
        assertThat(accepted.exit()).as(accepted.toString()).isZero();
        assertThat(listed("root").path("accepted").path(0).asString()).isEqualTo("superuser");
        assertThat(admin.done("db", "list").out())
                .contains("superuser (accepted)")
                .contains("weak_password");
        assertThat(admin.run("doctor").out())
                .contains("nothing in the database limits it. An owner accepted this.");
        assertThat(
                        site.text(
                                "select details ->> 'accepted' from tenant_main.audit_log where"
                                        + " action = 'connection.created' and subject = 'root'"))
                .isEqualTo("[\"superuser\"]");
        admin.done("db", "drop", "root", "-y");
    }

    @Test
    void aWritingRoleIsRefusedWithTheSqlThatTakesItAway() throws SQLException {
        asAdministrator(
                "CREATE ROLE writer LOGIN PASSWORD 'one-writer-2-many-tables!'",
                "GRANT USAGE ON SCHEMA shop TO writer",
                "GRANT SELECT, INSERT ON shop.products TO writer");
        JsonNode refused = connect(admin, "writer", "writer", "one-writer-2-many-tables!").error();
        assertThat(refused.path("details").path("accept").path(0).asString()).isEqualTo("writable");

        for (JsonNode fix : refused.path("details").path("fix")) {
            asAdministrator(fix.asString());
        }
        Cli.Ran connected = connect(admin, "writer", "writer", "one-writer-2-many-tables!");

        assertThat(connected.exit()).as(connected.toString()).isZero();
        admin.done("db", "drop", "writer", "-y");
    }

    @Test
    void anOldCredentialIsRemindedOf() throws SQLException {
        asAdministrator(
                "CREATE ROLE aged LOGIN PASSWORD 'one-of-91-days-or-more!!'",
                "GRANT USAGE ON SCHEMA shop TO aged",
                "GRANT SELECT ON shop.products TO aged");
        connect(admin, "aged", "aged", "one-of-91-days-or-more!!");
        assertThat(kinds(listed("aged"))).containsExactly("not_encrypted");
        site.execute(
                "update tenant_main.warehouse_connections set rotated_at = now() - interval '91"
                        + " days' where name = 'aged'");
        // What was changed behind the server's back is read again with the next real change.
        admin.done("db", "test", "aged");
        asAdministrator("GRANT SELECT ON shop.suppliers TO aged");
        admin.done("db", "test", "aged");

        JsonNode connection = listed("aged");
        assertThat(connection.path("credential_days").asInt()).isEqualTo(91);
        assertThat(kinds(connection)).contains("credential_old");
        assertThat(admin.run("doctor").out()).contains("The credential is 91 days old.");
        admin.done("db", "drop", "aged", "-y");
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-host.invalid, , postgres, agent, , name, unknown_host",
        "127.0.0.1, 1, postgres, agent, , route, connection_refused",
        "127.0.0.1, , no_such_database, , , database, unknown_database",
        "127.0.0.1, , postgres, nobody, , login, login_refused",
        "127.0.0.1, , postgres, not from here, , login, address_not_allowed",
        "127.0.0.1, , postgres, , require, tls, tls_not_offered",
    })
    void aFailureNamesTheStageTheCauseAndTheFix(
            String host,
            Integer port,
            String database,
            String user,
            String tls,
            String stage,
            String reason) {
        Cli.Ran ran =
                admin.runWith(
                        password,
                        "db",
                        "connect",
                        "failing",
                        "--json",
                        "--host",
                        host,
                        "--port",
                        Integer.toString(port == null ? postgres.getPort() : port),
                        "--database",
                        database,
                        "--user",
                        user == null ? USER : user,
                        "--tls",
                        tls == null && host.equals("127.0.0.1")
                                ? "prefer"
                                : tls == null ? "verify-full" : tls,
                        "--password-stdin");

        JsonNode details = ran.error().path("details");
        assertThat(details.path("reason").asString()).as(ran.toString()).isEqualTo(reason);
        assertThat(details.path("stage").asString()).isEqualTo(stage);
        assertThat(details.path("fix").asString()).endsWith(".");
        assertThat(ran.toString()).doesNotContain(password);
    }

    @Test
    void sessionsFollowTheCredentialAndEndWithTheConnection() throws Exception {
        String first = "the-1st-of-2-live-passwords!";
        String second = "the-2nd-of-2-live-passwords!";
        asAdministrator(
                "CREATE ROLE live LOGIN PASSWORD '" + first + "'",
                "GRANT USAGE ON SCHEMA shop TO live",
                "GRANT SELECT ON shop.products TO live");
        assertThat(connect(admin, "live", "live", first).exit()).isZero();
        Path file =
                Files.writeString(
                        directory.resolve("live.yaml"),
                        """
                        version: 1
                        sources:
                          live:
                            dialect: postgresql
                            default_schema: shop
                            tables: { shop.products: { exposed_columns: [id, name] } }
                        roles:
                          reader: { sources: { live: { tables: [shop.products] } }, tools: [run] }
                        bindings:
                          - { role: reader, users: [%s] }
                        """
                                .formatted(asker));
        admin.done("policy", "apply", "-f", file.toString());
        String[] question = {"run", "SELECT name FROM products", "--source", "live"};
        assertThat(admin.done(question).out()).contains("tea");
        String old = sessions("0");
        assertThat(old).isNotEmpty();

        asAdministrator("ALTER ROLE live PASSWORD '" + second + "'");
        assertThat(admin.runWith(second, "db", "rotate", "live", "--password-stdin").exit())
                .isZero();
        assertThat(admin.done(question).out()).contains("tea");
        awaitNone(old);

        admin.done("db", "drop", "live", "-y");
        Cli.Ran gone = admin.run("run", "SELECT name FROM products", "--source", "live", "--json");
        assertThat(gone.error().path("code").asString()).isEqualTo("SOURCE_UNKNOWN");
        awaitNone("select pid from pg_stat_activity where usename = 'live'");
        assertThat(
                        site.text(
                                "select count(*) from tenant_main.warehouse_connections"
                                        + " where name = 'live'"))
                .isEqualTo("0");
    }

    /** The sessions of the user {@code live}, as numbers with commas between them. */
    private static String sessions(String otherwise) throws SQLException {
        return askAdministrator(
                "SELECT coalesce(string_agg(pid::text, ', '), '"
                        + otherwise
                        + "') FROM pg_stat_activity WHERE usename = 'live'");
    }

    private static void awaitNone(String pids) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String count = "SELECT count(*) FROM pg_stat_activity WHERE pid IN (" + pids + ")";
        while (!askAdministrator(count).equals("0")) {
            assertThat(System.nanoTime()).as(pids).isLessThan(end);
            Thread.sleep(100);
        }
    }

    @Test
    void aPolicyInAnotherDialectThanTheDatabasesIsRefused() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("policy.yaml"),
                        """
                        version: 1
                        sources:
                          shop:
                            dialect: mariadb
                            default_schema: shop
                            tables: { shop.products: { exposed_columns: [id] } }
                        """);

        JsonNode error = admin.run("policy", "apply", "-f", file.toString(), "--json").error();

        assertThat(error.path("code").asString()).isEqualTo("POLICY_INVALID");
        assertThat(error.path("error").asString()).contains("its dialect is postgresql");
        assertThat(error.path("details").path("key").asString()).isEqualTo("sources.shop.dialect");
    }
}
