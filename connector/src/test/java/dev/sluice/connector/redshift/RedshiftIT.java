package dev.sluice.connector.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Power.Kind;
import dev.sluice.connector.Probe;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.connector.wire.DriverLog;
import dev.sluice.connector.wire.Identity;
import dev.sluice.connector.wire.Rows;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import dev.sluice.guard.GuardedQueries;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RedshiftIT {
    private static final String PASSWORD = "marker-Passw0rd-77aa";

    @TempDir private static Path directory;
    private static EmbeddedPostgres postgres;
    private static RedshiftRelay relay;
    private static RedshiftRelay encrypting;
    private static Identity identity;

    @BeforeAll
    static void start() throws Exception {
        postgres =
                EmbeddedPostgres.builder()
                        .setServerConfig("password_encryption", "md5")
                        .setServerConfig("allow_system_table_mods", "on")
                        .start();
        run(
                "CREATE ROLE reader LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE ROLE writer LOGIN CREATEDB PASSWORD '" + PASSWORD + "'",
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.regions (code varchar(8) PRIMARY KEY)",
                "CREATE TABLE shop.items (id bigint PRIMARY KEY, region varchar(8)"
                        + " REFERENCES shop.regions, price numeric(12,2), secret text)",
                "INSERT INTO shop.items SELECT g, NULL, g / 4.0, 'x'"
                        + " FROM generate_series(1, 5000) g",
                "CREATE VIEW shop.cheap AS SELECT id FROM shop.items WHERE price < 10",
                "GRANT USAGE ON SCHEMA shop TO reader, writer",
                "GRANT SELECT ON shop.regions, shop.cheap TO reader",
                "GRANT SELECT (id, region, price) ON shop.items TO reader",
                "GRANT SELECT, INSERT ON shop.items TO writer",
                "GRANT CREATE ON SCHEMA shop TO writer",
                "CREATE OR REPLACE FUNCTION pg_catalog.version() RETURNS text LANGUAGE sql STABLE"
                        + " AS 'SELECT ''PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC,"
                        + " Redshift 1.0.128912'''",
                "CREATE SCHEMA lake",
                "GRANT USAGE ON SCHEMA lake TO reader",
                "CREATE VIEW pg_catalog.svv_external_columns AS SELECT 'lake'::text schemaname,"
                        + " 'events'::text tablename, 'at'::text columnname,"
                        + " 'timestamp'::text external_type, 1 columnnum",
                "GRANT SELECT ON pg_catalog.svv_external_columns TO PUBLIC",
                "ANALYZE");
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet file = statement.executeQuery("SHOW hba_file")) {
            file.next();
            Files.writeString(
                    Path.of(file.getString(1)),
                    """
                    local all postgres trust
                    host all postgres 127.0.0.1/32 trust
                    host all postgres ::1/128 trust
                    host all all 127.0.0.1/32 md5
                    host all all ::1/128 md5
                    """);
        }
        run("SELECT pg_reload_conf()");
        identity = Identity.make(directory, "dns:localhost");
        relay = new RedshiftRelay(postgres.getPort(), null);
        encrypting = new RedshiftRelay(postgres.getPort(), identity.context());
    }

    @AfterAll
    static void stop() throws Exception {
        relay.close();
        encrypting.close();
        postgres.close();
    }

    private static void run(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static ConnectionSettings settings(int port, TlsMode mode) {
        return ConnectionSettings.of("redshift", "localhost", port, "postgres", "reader", mode)
                .with(ConnectionMode.FRESH);
    }

    private static Target target(ConnectionSettings settings, String password) {
        return new Target(
                settings,
                Credential.ofPassword(
                        () -> Secret.takingOver(password.getBytes(StandardCharsets.UTF_8))),
                new DirectNetwork());
    }

    private static Target target() {
        return target(settings(relay.port(), TlsMode.DISABLE), PASSWORD);
    }

    private static Outcome ask(Target target, String sql, Limits limits, Rows rows) {
        try (Database database = new RedshiftConnector().open(target, Capacity.DEFAULT)) {
            return database.execute(
                    GuardedQueries.of(sql, limits), request(new Cancellation()), rows);
        }
    }

    private static Request request(Cancellation cancellation) {
        return new Request(
                new SessionTag("sluice 12345678 o'hara/bot"), ResultLimits.DEFAULT, cancellation);
    }

    private static void assertFailed(Outcome outcome, ReasonCode code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(code);
                            assertThat(failed.toString()).doesNotContain("marker-");
                        });
    }

    private static void awaitText(String text) {
        try {
            for (int i = 0; i < 6_000 && !relay.texts().contains(text); i++) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void keepsValuesExactly() {
        Rows rows = new Rows();

        Outcome outcome =
                ask(
                        target(),
                        "SELECT true, 9223372036854775807::bigint, -0.10::numeric(38,20),"
                                + " 'NaN'::float8, 0.1::real, '1582-10-10'::date,"
                                + " '0001-02-03 04:05:06.789'::timestamp,"
                                + " '2024-07-01 12:00:00.000001+05:30'::timestamptz,"
                                + " 'äöü€𝄞', ''::varchar, NULL::int",
                        Limits.DEFAULT,
                        rows);

        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(rows.rows().getFirst())
                .containsExactly(
                        "true",
                        "9223372036854775807",
                        "-0.10000000000000000000",
                        "NaN",
                        "0.1",
                        "1582-10-10",
                        "0001-02-03 04:05:06.789",
                        "2024-07-01 06:30:00.000001+00",
                        "äöü€𝄞",
                        "",
                        null);
        assertThat(rows.columns().get(1).type()).isEqualTo("bigint");
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void runsInEachModeAndWritesInNone(ConnectionMode mode) throws Exception {
        Target target = target(settings(relay.port(), TlsMode.DISABLE).with(mode), PASSWORD);
        try (Database database = new RedshiftConnector().open(target, Capacity.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                Rows rows = new Rows();
                Outcome outcome =
                        database.execute(
                                GuardedQueries.of(
                                        "SELECT id FROM shop.items ORDER BY id LIMIT 3",
                                        Limits.DEFAULT),
                                request(new Cancellation()),
                                rows);
                assertThat(outcome).isInstanceOf(Outcome.Completed.class);
                assertThat(rows.rows()).containsExactly(List.of("1"), List.of("2"), List.of("3"));
            }
        }
        assertThat(relay.texts()).contains("BEGIN READ ONLY", "ROLLBACK");
        assertThat(relay.texts())
                .contains("SET query_group TO 'sluice 12345678 o''hara/bot'")
                .noneMatch(text -> text.startsWith("COMMIT"));
    }

    @Test
    void cannotWriteEvenWhereTheUserMay() {
        Target writer =
                target(
                        ConnectionSettings.of(
                                        "redshift",
                                        "localhost",
                                        relay.port(),
                                        "postgres",
                                        "writer",
                                        TlsMode.DISABLE)
                                .with(ConnectionMode.FRESH),
                        PASSWORD);

        assertFailed(
                ask(writer, "SELECT nextval('shop.no_sequence')", Limits.DEFAULT, new Rows()),
                ReasonCode.QUERY_FAILED);
        assertFailed(
                ask(writer, "SELECT lo_create(0)", Limits.DEFAULT, new Rows()),
                ReasonCode.QUERY_FAILED);
    }

    @Test
    void refusesAScanBeforeItRuns() {
        assertFailed(
                ask(
                        target(),
                        "SELECT id FROM shop.items",
                        new Limits(10, 1_000, Duration.ofSeconds(30)),
                        new Rows()),
                ReasonCode.BYTES_EXCEEDED);
    }

    @Test
    void stopsAtItsTime() {
        assertFailed(
                ask(
                        target(),
                        "SELECT pg_sleep(60)",
                        new Limits(10, 1 << 30, Duration.ofMillis(300)),
                        new Rows()),
                ReasonCode.TIMEOUT);
    }

    @Test
    void stopsWhenCancelled() throws Exception {
        Cancellation cancellation = new Cancellation();
        int before = relay.cancellations();
        Thread.ofVirtual()
                .start(() -> {
                    awaitText("SELECT pg_sleep(61)");
                    cancellation.cancel();
                });
        try (Database database = new RedshiftConnector().open(target(), Capacity.DEFAULT)) {
            assertThat(
                            database.execute(
                                    GuardedQueries.of("SELECT pg_sleep(61)", Limits.DEFAULT),
                                    request(cancellation),
                                    new Rows()))
                    .isInstanceOf(Outcome.Cancelled.class);
        }
        assertThat(relay.cancellations()).isGreaterThan(before);
    }

    @Test
    void readsWhatTheUserMaySelect() {
        Schema schema = new RedshiftConnector().readSchema(target());

        Schema.Table items = schema.tables().get(new TableName("shop", "items"));
        assertThat(items.columns())
                .containsExactly(
                        new Schema.Column("id", "bigint", null),
                        new Schema.Column("region", "character varying(8)", null),
                        new Schema.Column("price", "numeric(12,2)", null));
        assertThat(items.primaryKey()).containsExactly("id");
        assertThat(items.foreignKeys())
                .containsExactly(
                        new Schema.ForeignKey(
                                List.of("region"),
                                new TableName("shop", "regions"),
                                List.of("code")));
        assertThat(schema.tables().get(new TableName("shop", "cheap")).lineage().kind())
                .isEqualTo(Schema.Kind.VIEW);
        assertThat(schema.tables().get(new TableName("lake", "events")).lineage().kind())
                .isEqualTo(Schema.Kind.FOREIGN_TABLE);
    }

    @Test
    void findsWhatAUserMayDo() {
        Probe reader = new RedshiftConnector().probe(target());
        Probe writer =
                new RedshiftConnector()
                        .probe(
                                target(
                                        ConnectionSettings.of(
                                                "redshift",
                                                "localhost",
                                                relay.port(),
                                                "postgres",
                                                "writer",
                                                TlsMode.DISABLE),
                                        PASSWORD));

        assertThat(reader.version()).isEqualTo("1.0.128912");
        assertThat(reader.powers()).isEmpty();
        assertThat(reader.tables()).isEqualTo(2);
        assertThat(writer.powers())
                .extracting(power -> power.kind())
                .containsExactly(Kind.WRITE, Kind.CREATE);
        assertThat(writer.canWrite()).containsExactly("shop.items");
        assertThat(writer.powers().get(1).subjects())
                .containsExactly("databases", "objects in shop");
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"PREFER", "REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void encrypts(TlsMode mode) {
        TlsSettings tls = TlsSettings.of(mode).withCa(identity.pem());
        Rows rows = new Rows();

        assertThat(
                        ask(
                                target(settings(encrypting.port(), mode).with(tls), PASSWORD),
                                "SELECT 1",
                                Limits.DEFAULT,
                                rows))
                .isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void fallsBackOnlyInModePrefer() {
        assertThat(
                        ask(
                                target(settings(relay.port(), TlsMode.PREFER), PASSWORD),
                                "SELECT 1",
                                Limits.DEFAULT,
                                new Rows()))
                .isInstanceOf(Outcome.Completed.class);
        assertFailed(
                ask(
                        target(settings(relay.port(), TlsMode.REQUIRE), PASSWORD),
                        "SELECT 1",
                        Limits.DEFAULT,
                        new Rows()),
                ReasonCode.SOURCE_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void sendsNoPasswordToAnotherServer(TlsMode mode) throws Exception {
        Identity other = Identity.make(directory.resolve("other-" + mode), "dns:localhost");
        TlsSettings tls = TlsSettings.of(mode).withCa(other.pem());

        assertThatThrownBy(() ->
                        new RedshiftConnector()
                                .probe(
                                        target(
                                                settings(encrypting.port(), mode).with(tls),
                                                PASSWORD)))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e ->
                                assertThat(String.valueOf(e.details().get("reason")))
                                        .startsWith("tls_"));
    }

    @Test
    void saysThatAPasswordIsWrongAndNothingOfIt() {
        try (DriverLog log = new DriverLog()) {
            assertThatThrownBy(() ->
                            new RedshiftConnector()
                                    .probe(
                                            target(
                                                    settings(relay.port(), TlsMode.DISABLE),
                                                    "marker-wrong")))
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            e -> {
                                assertThat(e.details()).containsEntry("reason", "login_refused");
                                assertThat(e).hasMessageNotContaining("marker-");
                            });
            ask(target(), "SELECT 'marker-value'", Limits.DEFAULT, new Rows());

            assertThat(log.lines()).noneMatch(line -> line.contains("marker-"));
        }
    }

    @Test
    void noticesAServerThatLeaves() throws Exception {
        Thread.ofVirtual()
                .start(() -> {
                    awaitText("SELECT pg_sleep(62)");
                    relay.cut();
                });

        assertFailed(
                ask(target(), "SELECT pg_sleep(62)", Limits.DEFAULT, new Rows()),
                ReasonCode.SOURCE_UNAVAILABLE);
    }
}
