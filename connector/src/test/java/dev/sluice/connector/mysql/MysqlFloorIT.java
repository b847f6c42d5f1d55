package dev.sluice.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.core.Secret;
import dev.sluice.guard.MariaServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stops a user who may do everything, and what is said of such a user. */
class MysqlFloorIT {
    private static MariaServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException, SQLException {
        server = MariaServer.start();
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE DATABASE shop; CREATE TABLE shop.log (line text) ENGINE = InnoDB;"
                            + " CREATE TABLE shop.old (line text) ENGINE = Aria; CREATE USER"
                            + " admin@localhost IDENTIFIED BY 'admin'; GRANT ALL ON *.* TO"
                            + " admin@localhost WITH GRANT OPTION; CREATE ROLE editor; GRANT"
                            + " INSERT, DROP ON shop.log TO editor; CREATE USER some@localhost"
                            + " IDENTIFIED BY 'some'; GRANT SELECT ON *.* TO some@localhost; GRANT"
                            + " FILE, PROCESS, REPLICATION SLAVE, CREATE USER ON *.* TO"
                            + " some@localhost; GRANT CREATE VIEW, LOCK TABLES ON shop.* TO"
                            + " some@localhost; GRANT editor TO some@localhost; SET DEFAULT ROLE"
                            + " editor FOR some@localhost");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static Target target(String user) {
        return new Target(
                ConnectionSettings.of(
                                "mariadb",
                                "localhost",
                                server.port(),
                                "shop",
                                user,
                                TlsMode.DISABLE)
                        .with(ConnectionMode.FRESH),
                Credential.ofPassword(
                        () -> Secret.takingOver(user.getBytes(StandardCharsets.UTF_8))),
                new DirectNetwork());
    }

    private static MysqlEngine engine(String user) {
        return new MysqlEngine(Flavour.MARIADB, "shop", new MysqlLogin(target(user)));
    }

    private static void assertRefused(MysqlLink link, String sql, String... states) {
        assertThatThrownBy(
                        () -> {
                            try (PreparedStatement statement =
                                    link.connection().prepareStatement(sql)) {
                                statement.execute();
                            }
                        })
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(states).contains(e.getSQLState()));
    }

    /** As a superuser, so that no missing privilege does it. */
    @Test
    void theTransactionTakesNoWrite() throws SQLException {
        try (MysqlEngine engine = engine("admin")) {
            MysqlLink link = engine.connect();
            engine.begin(link, new SessionTag("t"), Duration.ofSeconds(10));
            for (String sql :
                    List.of(
                            "INSERT INTO shop.log VALUES ('x')",
                            "INSERT INTO shop.old VALUES ('x')",
                            "UPDATE shop.log SET line = 'x'",
                            "DELETE FROM shop.log",
                            "TRUNCATE TABLE shop.log",
                            "DROP TABLE shop.log",
                            "CREATE TABLE shop.more (id int)",
                            "ALTER TABLE shop.log ADD more int",
                            "CREATE USER more@localhost")) {
                assertRefused(link, sql, "25006");
            }
            engine.end(link);
            link.connection().close();
        }
    }

    @Test
    void theServerTakesOneStatementAndNoFileOfOurs() throws SQLException {
        try (MysqlEngine engine = engine("admin")) {
            MysqlLink link = engine.connect();
            assertRefused(link, "SELECT 1; SELECT 2", "42000");
            assertRefused(link, "SELECT 1; DROP TABLE shop.log", "42000");
            assertThatThrownBy(() -> link.run("SELECT 1; SELECT 2"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() ->
                            link.run(
                                    "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE"
                                            + " shop.log"))
                    .isInstanceOf(SQLException.class);
            link.connection().close();
        }
    }

    @Test
    void refusesTheOtherEngine() {
        try (MysqlEngine mysql =
                new MysqlEngine(Flavour.MYSQL, "shop", new MysqlLogin(target("admin")))) {
            assertThatThrownBy(mysql::connect).hasMessage("wrong_server");
        }
    }

    private static Power power(Probe probe, Power.Kind kind) {
        return probe.powers().stream()
                .filter(power -> power.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysThatAnAdministratorMayDoEverything() {
        Probe probe = MysqlConnector.mariadb().probe(target("admin"));

        assertThat(probe.superuser()).isTrue();
        assertThat(probe.reaches(Power.Reach.SUPERUSER)).isTrue();
        assertThat(probe.encrypted()).isFalse();
        assertThat(probe.clientAddress()).isEqualTo("localhost");
    }

    @Test
    void saysWhatAUserMayDoBeyondReadingAndHowToTakeItAway() throws SQLException {
        Probe probe = MysqlConnector.mariadb().probe(target("some"));

        assertThat(probe.superuser()).isFalse();
        assertThat(probe.powers())
                .extracting(Power::kind)
                .containsExactlyInAnyOrder(
                        Power.Kind.MANAGE_ROLES,
                        Power.Kind.FILES,
                        Power.Kind.REPLICATION,
                        Power.Kind.WRITE,
                        Power.Kind.CREATE,
                        Power.Kind.OTHER_SCHEMAS,
                        Power.Kind.OTHER_SESSIONS);
        assertThat(power(probe, Power.Kind.WRITE).subjects()).containsExactly("shop.log");
        assertThat(probe.warnings()).singleElement().asString().contains("lock tables");

        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            for (Power power : probe.powers()) {
                for (String remedy : power.remedy()) {
                    statement.execute(remedy);
                }
            }
            statement.execute("GRANT SELECT ON shop.* TO some@localhost");
            statement.execute("REVOKE LOCK TABLES ON shop.* FROM some@localhost");
        }
        Probe after = MysqlConnector.mariadb().probe(target("some"));
        assertThat(after.powers()).isEmpty();
        assertThat(after.warnings()).isEmpty();
    }
}
