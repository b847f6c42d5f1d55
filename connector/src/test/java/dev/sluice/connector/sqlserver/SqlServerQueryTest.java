package dev.sluice.connector.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.sqlserver.TdsAnswer.Column;
import dev.sluice.connector.wire.Rows;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQueries;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqlServerQueryTest {
    private static final String SQL = "SELECT x FROM shop.t";

    private TdsServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TdsServer(null, login -> login.password().equals(SqlServers.PASSWORD));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void keepsValuesExactly() {
        server.answering(
                SqlServers.planned((_, answer) ->
                        answer.columns(
                                        new Column("bit", TdsType.BIT),
                                        new Column("int", TdsType.INT),
                                        new Column("bigint", TdsType.BIGINT),
                                        new Column("decimal", TdsType.DECIMAL),
                                        new Column("money", TdsType.MONEY),
                                        new Column("float", TdsType.FLOAT),
                                        new Column("guid", TdsType.UNIQUEIDENTIFIER),
                                        new Column("date", TdsType.DATE),
                                        new Column("time", TdsType.TIME),
                                        new Column("datetime2", TdsType.DATETIME2),
                                        new Column("offset", TdsType.DATETIMEOFFSET),
                                        new Column("bytes", TdsType.VARBINARY),
                                        new Column("text", TdsType.NVARCHAR),
                                        new Column("long", TdsType.NVARCHAR_MAX),
                                        new Column("xml", TdsType.XML))
                                .row(
                                        true,
                                        Integer.MIN_VALUE,
                                        Long.MIN_VALUE,
                                        new BigDecimal("-1234567890123456789012345678.0123456789"),
                                        new BigDecimal("-922337203685477.5808"),
                                        1.0E300,
                                        UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"),
                                        LocalDate.of(1582, 10, 14),
                                        LocalTime.of(1, 2, 3, 400),
                                        LocalDateTime.of(1582, 10, 10, 4, 5, 6, 123456700),
                                        OffsetDateTime.of(
                                                1582,
                                                10,
                                                4,
                                                23,
                                                59,
                                                59,
                                                999_999_900,
                                                ZoneOffset.ofHoursMinutes(5, 30)),
                                        new byte[] {0, 1, (byte) 255},
                                        "",
                                        "äöü€𝄞",
                                        "<a/>")
                                .row(new Object[15])));
        Rows rows = new Rows();

        Outcome outcome = SqlServers.ask(SqlServers.target(server), SQL, rows);

        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(rows.rows().getFirst())
                .containsExactly(
                        "true",
                        "-2147483648",
                        "-9223372036854775808",
                        "-1234567890123456789012345678.0123456789",
                        "-922337203685477.5808",
                        "1.0E300",
                        "01234567-89AB-CDEF-0123-456789ABCDEF",
                        "1582-10-14",
                        "01:02:03.0000004",
                        "1582-10-10 04:05:06.1234567",
                        "1582-10-04 23:59:59.9999999 +05:30",
                        "\\x0001ff",
                        "",
                        "äöü€𝄞",
                        "<a/>");
        assertThat(rows.rows().get(1)).hasSize(15).containsOnlyNulls();
        assertThat(rows.columns().get(2).kind()).isEqualTo(Kind.INTEGER);
        assertThat(rows.columns().get(3).kind()).isEqualTo(Kind.TEXT);
        assertThat(rows.columns().get(10).type()).isEqualTo("datetimeoffset");
    }

    @Test
    void givesNoAnswerRatherThanAnotherDay() {
        OffsetDateTime moved = OffsetDateTime.of(1582, 10, 5, 0, 0, 0, 0, ZoneOffset.UTC);
        server.answering(
                SqlServers.planned((_, answer) ->
                        answer.columns(new Column("at", TdsType.DATETIMEOFFSET)).row(moved)));

        assertThat(SqlServers.ask(SqlServers.target(server), SQL, new Rows()))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ReasonCode.QUERY_FAILED));
    }

    @Test
    void saysWhoAsksSetsTheFloorAndTakesEverythingBack() {
        server.answering(
                SqlServers.planned(
                        (_, answer) -> answer.columns(new Column("x", TdsType.INT)).row(1)));

        SqlServers.ask(SqlServers.target(server), SQL, new Rows());

        assertThat(server.logins().getFirst().readOnly()).isTrue();
        assertThat(server.logins().getFirst().application()).isEqualTo("sluice");
        assertThat(server.texts().getFirst()).contains("SET XACT_ABORT ON; SET LOCK_TIMEOUT 2000");
        // "sluice 12345678 ana/bot"
        assertThat(server.texts())
                .contains("SET CONTEXT_INFO 0x736c75696365203132333435363738206" + "16e612f626f74");
        assertThat(server.texts().getLast()).startsWith("IF @@TRANCOUNT > 0 ROLLBACK");
        assertThat(server.texts().stream().noneMatch(text -> text.contains("COMMIT"))).isTrue();
    }

    @Test
    void refusesAScanBeforeItRuns() {
        server.answering(
                SqlServers.planned((_, answer) -> answer.texts(1).row("must not be asked")));
        try (Database database =
                SqlServerConnector.sqlServer().open(SqlServers.target(server), Capacity.DEFAULT)) {
            Outcome outcome =
                    database.execute(
                            GuardedQueries.of(SQL, new Limits(10, 1_000, Duration.ofSeconds(30))),
                            SqlServers.request(new Cancellation()),
                            new Rows());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> {
                                assertThat(failed.code()).isEqualTo(ReasonCode.BYTES_EXCEEDED);
                                assertThat(failed.details()).containsEntry("max_bytes", 1_000L);
                            });
        }
        assertThat(server.texts().stream().filter(SQL::equals)).hasSize(1);
    }

    @Test
    void runsNothingThatItMayNotSeeThePlanOf() {
        server.answering((sql, answer) -> {
            if (sql.startsWith("SET SHOWPLAN_XML ON")) {
                answer.error(262, 14, "SHOWPLAN permission denied in database 'shop'.");
            }
        });

        assertThat(SqlServers.ask(SqlServers.target(server), SQL, new Rows()))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed ->
                                assertThat(failed.details())
                                        .containsEntry("reason", "not_permitted"));
        assertThat(server.texts()).doesNotContain(SQL);
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void runsInEachMode(ConnectionMode mode) {
        server.answering(
                SqlServers.planned(
                        (_, answer) -> answer.columns(new Column("x", TdsType.INT)).row(7)));
        try (Database database =
                SqlServerConnector.sqlServer()
                        .open(
                                SqlServers.target(
                                        SqlServers.settings(server.port(), TlsMode.DISABLE)
                                                .with(mode),
                                        SqlServers.PASSWORD),
                                Capacity.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                Rows rows = new Rows();
                assertThat(SqlServers.ask(database, SQL, Duration.ofSeconds(30), rows))
                        .isInstanceOf(Outcome.Completed.class);
                assertThat(rows.rows()).containsExactly(List.of("7"));
            }
        }
        if (mode == ConnectionMode.POOLED) {
            assertThat(server.logins()).hasSize(1);
        } else {
            assertThat(server.logins()).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void stopsAtTheServerWhenCancelled() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.answering(
                SqlServers.planned((_, answer) -> {
                    asked.countDown();
                    answer.awaitAttention();
                }));
        Cancellation cancellation = new Cancellation();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        asked.await(60, TimeUnit.SECONDS);
                        cancellation.cancel();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        try (Database database =
                SqlServerConnector.sqlServer().open(SqlServers.target(server), Capacity.DEFAULT)) {
            Outcome outcome =
                    database.execute(
                            GuardedQueries.of(SQL, Limits.DEFAULT),
                            SqlServers.request(cancellation),
                            new Rows());

            assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
        }
        assertThat(server.attentions()).isEqualTo(1);
    }

    @Test
    void stopsAtTheServerWhenTheTimeIsUp() {
        server.answering(SqlServers.planned((_, answer) -> answer.awaitAttention()));
        try (Database database =
                SqlServerConnector.sqlServer().open(SqlServers.target(server), Capacity.DEFAULT)) {
            assertThat(SqlServers.ask(database, SQL, Duration.ofSeconds(1), new Rows()))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ReasonCode.TIMEOUT));
        }
        assertThat(server.attentions()).isEqualTo(1);
    }

    @Test
    void cutsAnswersAtTheirRows() {
        server.answering(
                SqlServers.planned((_, answer) -> {
                    answer.columns(new Column("x", TdsType.INT));
                    for (int i = 0; i < 201; i++) {
                        answer.row(i);
                    }
                }));
        Rows rows = new Rows();

        Outcome outcome = SqlServers.ask(SqlServers.target(server), SQL, rows);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Completed.class,
                        completed -> assertThat(completed.truncated()).isTrue());
        assertThat(rows.rows()).hasSize(200);
    }
}
