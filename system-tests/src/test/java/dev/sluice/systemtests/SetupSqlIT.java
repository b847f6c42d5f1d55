package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Probe;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import dev.sluice.core.TableName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sluice db connect --print-setup-sql} prints, run on a real PostgreSQL. */
class SetupSqlIT {
    private static final String PASSWORD = "a-2nd-reader-of-a-few-columns!";
    private static final String USER = "made \"by\" script; DROP TABLE x; --";
    private static final String QUOTED = "\"made \"\"by\"\" script; DROP TABLE x; --\"";

    @TempDir private static Path directory;
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void setUp() throws Exception {
        postgres = EmbeddedPostgres.start();
        run(
                "CREATE SCHEMA shop",
                "CREATE SCHEMA \"Odd \"\"name\"",
                "CREATE SCHEMA hidden",
                "CREATE TABLE shop.items (id int PRIMARY KEY)",
                "CREATE TABLE \"Odd \"\"name\".things (id int)",
                "CREATE TABLE hidden.secrets (id int)");
        run(printed(), "ALTER ROLE " + QUOTED + " PASSWORD '" + PASSWORD + "'");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static String printed() {
        return new Cli(directory, Map.of())
                .done(
                        "db",
                        "connect",
                        "--print-setup-sql",
                        "--database",
                        "postgres",
                        "--user",
                        USER,
                        "--schema",
                        "shop",
                        "--schema",
                        "Odd \"name")
                .out();
    }

    private static void run(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static ConnectionSettings settings() {
        return ConnectionSettings.of(
                        "postgresql",
                        "localhost",
                        postgres.getPort(),
                        "postgres",
                        USER,
                        TlsMode.DISABLE)
                .with(ConnectionMode.FRESH);
    }

    @Test
    void makesAUserWhoReadsTheSchemasAndCanDoNothingElse() {
        Connector connector = Connectors.of("postgresql");
        Credential credential =
                Credential.ofPassword(
                        () -> Secret.takingOver(PASSWORD.getBytes(StandardCharsets.US_ASCII)));
        Target target = new Target(settings(), credential, new DirectNetwork());

        Schema schema = connector.readSchema(target);
        Probe probe = connector.probe(target);

        assertThat(schema.tables().keySet())
                .containsExactlyInAnyOrder(
                        new TableName("shop", "items"), new TableName("Odd \"name", "things"));
        assertThat(probe.powers()).isEmpty();
        assertThat(probe.warnings()).isEmpty();
    }

    @Test
    void boundsWhatTheUserMayTakeOfTheDatabase() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet role =
                        statement.executeQuery(
                                "SELECT rolconnlimit, array_to_string(rolconfig, ' ')"
                                        + " FROM pg_roles WHERE rolname LIKE 'made %'")) {
            assertThat(role.next()).isTrue();
            assertThat(role.getInt(1)).isEqualTo(32);
            assertThat(List.of(role.getString(2).split(" ")))
                    .contains(
                            "default_transaction_read_only=on",
                            "statement_timeout=1h",
                            "lock_timeout=5s",
                            "idle_in_transaction_session_timeout=60s");
        }
    }
}
