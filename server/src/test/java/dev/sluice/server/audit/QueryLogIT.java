package dev.sluice.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.access.Epochs;
import dev.sluice.server.epoch.TenantEpochs;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryLogIT {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        for (String file : List.of("V1__tenant", "V3__display_sql")) {
            try (var in = QueryLogIT.class.getResourceAsStream("/db/tenant/" + file + ".sql")) {
                execute(
                        new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                .replace("${tenant_role}", "public"));
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        execute("truncate warehouse_query_log, warehouse_epochs");
    }

    @Test
    void anIntentIsThereWhenTheCallGoesOn() throws SQLException {
        try (QueryLog log = log("n1")) {
            Intent intent = intent("SELECT 1", null);
            assertThat(log.append(intent).await()).isTrue();
            assertThat(text("select original_sql from warehouse_query_log where ok"))
                    .isEqualTo("SELECT 1");
            assertThat(text("select display_sql")).isEqualTo("SELECT 1 -- shown");
            assertThat(
                            text("select decision || ',' || principal || ',' || account")
                                    .replace("?", ""))
                    .isEqualTo("allowed,ana,ana");
        }
    }

    @Test
    void aRefusalCarriesItsCodeAndToken() throws SQLException {
        try (QueryLog log = log("n1")) {
            log.append(intent("SELECT ssn FROM customers", ReasonCode.COLUMN_NOT_ALLOW_LISTED))
                    .await();
        }
        assertThat(text("select code || ' ' || rejected_token || ' ' || status"))
                .isEqualTo("COLUMN_NOT_ALLOW_LISTED ssn rejected");
    }

    @Test
    void anOutcomeFollowsItsIntent() throws SQLException {
        Intent intent = intent("SELECT 1", null);
        try (QueryLog log = log("n1")) {
            log.append(intent).await();
            log.append(outcome(intent, Ending.Status.TRUNCATED));
        }
        assertThat(
                        text(
                                "select string_agg(kind || coalesce(status, ''), ' ' order by"
                                        + " sequence)"))
                .isEqualTo("intent outcometruncated");
    }

    @Test
    void aStaleIntentIsStoredAsSuch() throws SQLException {
        TenantEpochs epochs = new TenantEpochs(postgres.getPostgresDatabase());
        try (QueryLog log = log("n1");
                Connection connection = postgres.getPostgresDatabase().getConnection()) {
            for (String name : List.of("token:t1", "account:ana", "policy")) {
                execute("truncate warehouse_epochs");
                assertThat(log.append(intent("SELECT 1", null)).await()).isTrue();
                epochs.raise(connection, name);
                assertThat(log.append(intent("SELECT 1", null)).await()).as(name).isFalse();
            }
        }
        assertThat(text("select count(*) filter (where ok) || '/' || count(*)")).isEqualTo("3/6");
    }

    @Test
    void manyCallersShareBatchesAndLeaveNoHoleInTheNumbering() throws Exception {
        try (QueryLog log = log("n1");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                calls.add(() -> {
                    Intent intent = intent("SELECT 1", null);
                    boolean ok = log.append(intent).await();
                    log.append(outcome(intent, Ending.Status.OK));
                    return ok;
                });
            }
            for (Future<Boolean> call : callers.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }
        assertThat(text("select count(*) || ',' || min(sequence) || ',' || max(sequence)"))
                .isEqualTo("4000,1,4000");
        assertThat(
                        text(
                                "select count(*) from warehouse_query_log o join"
                                        + " warehouse_query_log i using (receipt) where o.kind ="
                                        + " 'outcome' and i.kind = 'intent' and o.sequence <"
                                        + " i.sequence"))
                .isEqualTo("0");
    }

    @Test
    void textThatTheStoreCannotHoldIsStillLogged() throws SQLException {
        try (QueryLog log = log("n1")) {
            assertThat(log.append(intent("SELECT '\0', '\uD800'", null)).await()).isTrue();
        }
        assertThat(text("select original_sql")).isEqualTo("SELECT '\uFFFD', '\uFFFD'");
    }

    @Test
    void whatOneCallerSendsCostsNoOtherItsRecord() throws SQLException {
        Intent honest = intent("SELECT 1", null);
        Intent twin =
                new Intent(
                        honest.receipt(),
                        "r2",
                        honest.principal(),
                        honest.epochs(),
                        0,
                        "run",
                        "a\0b",
                        null,
                        null,
                        null,
                        null,
                        "c\uD800");
        try (QueryLog log = log("n1")) {
            assertThat(log.append(honest).await()).isTrue();
            QueryLog.Pending refused = log.append(twin); // its receipt is taken
            Intent other = intent("SELECT 2", null);
            assertThat(log.append(other).await()).isTrue();
            assertThatThrownBy(refused::await).isInstanceOf(SluiceException.class);
            Intent odd = intent("\0\uD800", ReasonCode.SYNTAX_ERROR);
            assertThat(log.append(odd).await()).isTrue();
        }
        assertThat(text("select count(*) || ',' || max(sequence)")).isEqualTo("3,3");
    }

    @Test
    void withoutAStoreACallFailsAndOutcomesAreWrittenLater() throws SQLException {
        AtomicBoolean down = new AtomicBoolean(true);
        Intent before = intent("SELECT 1", null);
        try (QueryLog log =
                new QueryLog(
                        "t",
                        () -> {
                            if (down.get()) {
                                throw new SQLException("down");
                            }
                            return postgres.getPostgresDatabase().getConnection();
                        },
                        "n1")) {
            assertThatThrownBy(() -> log.append(before).await())
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            e -> assertThat(e.code()).isEqualTo(ReasonCode.AUDIT_UNAVAILABLE));
            log.append(outcome(before, Ending.Status.FAILED));
            down.set(false);
            assertThat(log.append(intent("SELECT 2", null)).await()).isTrue();
        }
        assertThat(text("select string_agg(kind, ' ' order by sequence)"))
                .isEqualTo("outcome intent");
    }

    @Test
    void aConnectionCutInTheMiddleLosesNoOutcomeAndWritesNoneTwice() throws Exception {
        List<Intent> answered = new ArrayList<>();
        try (QueryLog log = log("n1")) {
            for (int i = 0; i < 300; i++) {
                Intent intent = intent("SELECT 1", null);
                try {
                    log.append(intent).await();
                    answered.add(intent);
                } catch (SluiceException e) {
                    assertThat(e.code()).isEqualTo(ReasonCode.AUDIT_UNAVAILABLE);
                }
                log.append(outcome(intent, Ending.Status.OK));
                if (i % 50 == 25) {
                    execute(
                            "select pg_terminate_backend(pid) from pg_stat_activity where query"
                                    + " like 'insert into warehouse_query_log%'");
                }
            }
        }
        assertThat(text("select count(*) from warehouse_query_log where kind = 'outcome'"))
                .isEqualTo("300");
        assertThat(answered).hasSizeGreaterThan(200);
        for (Intent intent : answered) {
            assertThat(
                            text(
                                    "select count(*) from warehouse_query_log where kind ="
                                            + " 'intent' and receipt = '"
                                            + intent.receipt()
                                            + "'"))
                    .isEqualTo("1");
        }
        assertThat(text("select max(sequence) - count(*)")).isEqualTo("0");
    }

    @Test
    void aClosedLogTakesNoIntent() {
        QueryLog log = log("n1");
        log.close();
        assertThatThrownBy(() -> log.append(intent("SELECT 1", null)).await())
                .isInstanceOf(SluiceException.class);
    }

    private static QueryLog log(String node) {
        return new QueryLog("t", () -> postgres.getPostgresDatabase().getConnection(), node);
    }

    private static Intent intent(String sql, @Nullable ReasonCode refusal) {
        Principal ana =
                new Principal(new TenantId("t"), "ana", "c1", null, Set.of("query"), Map.of());
        return new Intent(
                UUID.randomUUID(),
                "r1",
                ana,
                new Epochs("t1", 0, "ana", 0),
                0,
                "run",
                "shop",
                sql,
                refusal == null ? sql : null,
                refusal == null ? sql + " -- shown" : null,
                refusal,
                refusal == null ? null : "ssn");
    }

    private static Ending outcome(Intent intent, Ending.Status status) {
        return new Ending(intent.receipt(), "r1", status, null, 1, 2, null, null, 3);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(String select) throws SQLException {
        String sql = select.contains(" from ") ? select : select + " from warehouse_query_log";
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
