package dev.sluice.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Budget;
import dev.sluice.core.Principal;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.policy.Budgets;
import dev.sluice.server.access.Epochs;
import dev.sluice.server.budget.Balance;
import dev.sluice.server.budget.DailyBudgets;
import dev.sluice.server.budget.Entry;
import dev.sluice.server.budget.Spending;
import dev.sluice.server.store.Store;
import dev.sluice.server.store.TemporaryStore;
import dev.sluice.server.store.TenantStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Budgets as the store keeps them, by the role that a tenant's servers log in as. */
class SpendingIT {
    private static final Instant EVENING = Instant.parse("2026-03-01T23:59:59Z");
    private static final Instant MORNING = Instant.parse("2026-03-02T00:00:00Z");
    private static final long MIB = 1 << 20;
    private static final Budget CALL = new Budget(200, MIB, 1L << 30);

    private final AtomicReference<Instant> now = new AtomicReference<>(EVENING);
    private TenantStore store;

    @BeforeEach
    void newTenant() {
        Store shared = TemporaryStore.shared();
        store = shared.tenant(TemporaryStore.newTenant(shared, "budget"));
    }

    /** A server: what it remembers, and its log. */
    private final class Node implements AutoCloseable {
        private final DailyBudgets budgets = new DailyBudgets(now::get);
        private final QueryLog log =
                new QueryLog("t", store::dedicatedConnection, UUID.randomUUID().toString());

        Call call(Budgets limits) {
            return call(limits, "ana", "bot");
        }

        Call call(Budgets limits, String user, @Nullable String agent) {
            Principal caller =
                    new Principal(new TenantId("t"), user, "c", agent, Set.of("query"), Map.of());
            Spending spending = budgets.spending(limits, caller, CALL);
            Intent intent = intent(caller);
            boolean ahead = spending.mayRunAhead();
            spending.got(log.append(intent, spending.holds()).written().held());
            return new Call(this, intent, spending, ahead);
        }

        @Override
        public void close() {
            log.close();
        }
    }

    /** One that has asked, and has not ended yet. */
    private record Call(Node node, Intent intent, Spending spending, boolean ahead) {
        void ends(long rows, long bytes, long scanned) {
            node.log.append(
                    new Ending(
                            intent.receipt(),
                            "r",
                            Ending.Status.OK,
                            null,
                            rows,
                            bytes,
                            null,
                            null,
                            1),
                    spending.settled(rows, bytes, true, scanned));
        }
    }

    private static Budgets ofUser(long rows, long bytes) {
        return new Budgets(new Budget(rows, bytes, Budget.NO_LIMIT), Budget.UNLIMITED);
    }

    private static Budgets scanning(long bytes) {
        return new Budgets(new Budget(Budget.NO_LIMIT, Budget.NO_LIMIT, bytes), Budget.UNLIMITED);
    }

    @Test
    void aCallHoldsTheMostThatItMayReturnAndGivesBackWhatItDidNot() throws SQLException {
        try (Node node = new Node()) {
            Call first = node.call(ofUser(300, 3 * MIB));
            assertThat(first.spending().rowsMax()).isEqualTo(200);
            assertThat(first.spending().bytesMax()).isEqualTo(MIB);
            assertThat(first.spending().balance(50, 1_000).map(Balance::rows)).contains(250L);
            first.ends(50, 1_000, 0);

            Call second = node.call(ofUser(300, 3 * MIB));
            assertThat(second.spending().rowsMax()).isEqualTo(200);
            assertThat(second.spending().balance(200, 0))
                    .contains(new Balance(50, 3 * MIB - 1_000, MORNING));
            second.ends(200, 0, 0);

            Call third = node.call(ofUser(300, 3 * MIB));
            assertThat(third.spending().rowsMax()).isEqualTo(50);
            third.ends(50, 0, 0);

            assertThat(node.call(ofUser(300, 3 * MIB)).spending().isUsedUp()).isTrue();
        }
        assertThat(books()).isEqualTo("2026-03-01 user ana 300 1000 3");
    }

    @Test
    void callsAtOnceOnTwoNodesNeverHoldMoreThanTheBudget() throws Exception {
        long held;
        try (Node one = new Node();
                Node two = new Node();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Node node = i % 2 == 0 ? one : two;
                calls.add(() -> {
                    Spending spending = node.call(ofUser(10_050, Budget.NO_LIMIT)).spending();
                    return spending.isUsedUp() ? 0 : spending.rowsMax();
                });
            }
            held = 0;
            for (Future<Long> call : callers.invokeAll(calls)) {
                held += call.get();
            }
        }
        assertThat(held).isEqualTo(10_050);
    }

    @Test
    void manyPrincipalsOnTwoNodesNeverBlockEachOther() throws Exception {
        Budgets both =
                new Budgets(
                        new Budget(100_000, Budget.NO_LIMIT, Budget.NO_LIMIT),
                        new Budget(1_000_000, Budget.NO_LIMIT, Budget.NO_LIMIT));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Node one = new Node();
                Node two = new Node();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                Node node = i % 2 == 0 ? one : two;
                String user = "u" + random.nextInt(20);
                String agent = "a" + random.nextInt(3);
                calls.add(() -> {
                    Call call = node.call(both, user, agent);
                    call.ends(1, 10, 0);
                    return call.spending().isUsedUp();
                });
            }
            for (Future<Boolean> call : callers.invokeAll(calls)) {
                assertThat(call.get()).as("seed %d", seed).isFalse();
            }
        }
        assertThat(text("select sum(rows) from warehouse_budgets where kind = 'user'"))
                .isEqualTo("1000");
        assertThat(text("select sum(rows) from warehouse_budgets where kind = 'agent'"))
                .isEqualTo("1000");
    }

    @Test
    void theSmallerOfUserAndAgentCounts() {
        Budgets both =
                new Budgets(
                        new Budget(1_000, Budget.NO_LIMIT, Budget.NO_LIMIT),
                        new Budget(30, 4_000, Budget.NO_LIMIT));
        try (Node node = new Node()) {
            Call call = node.call(both);
            assertThat(call.spending().rowsMax()).isEqualTo(30);
            assertThat(call.spending().balance(10, 400)).contains(new Balance(20, 3_600, MORNING));
            call.ends(10, 400, 0);
            node.call(both, "bob", "bot").ends(20, 0, 0);
            // The agent's is used up, whoever asks through it; the user's is not.
            assertThat(node.call(both, "ana", "bot").spending().isUsedUp()).isTrue();
            assertThat(node.call(both, "ana", null).spending().isUsedUp()).isFalse();
        }
    }

    @Test
    void aNewDayBeginsAtMidnightInUtcAndCallsBelongToTheDayTheyBeganOn() throws SQLException {
        try (Node node = new Node()) {
            Call late = node.call(ofUser(100, MIB));
            assertThat(late.spending().renewedAt()).isEqualTo(MORNING);
            assertThat(node.call(ofUser(100, MIB)).spending().isUsedUp()).isTrue();

            now.set(MORNING);
            Call early = node.call(ofUser(100, MIB));
            assertThat(early.spending().isUsedUp()).isFalse();
            early.ends(7, 0, 0);
            late.ends(100, 5, 0);
        }
        assertThat(books())
                .contains("2026-03-01 user ana 100 5 1")
                .contains("2026-03-02 user ana 7 0 1");
    }

    @Test
    void aRestartForgetsNothing() {
        try (Node node = new Node()) {
            node.call(ofUser(100, MIB)).ends(60, 0, 0);
        }
        try (Node node = new Node()) {
            Call call = node.call(ofUser(100, MIB));
            assertThat(call.ahead()).isFalse();
            assertThat(call.spending().rowsMax()).isEqualTo(40);
        }
    }

    @Test
    void aNodeThatEndsInTheMiddleOfACallLeavesUsedWhatTheCallHeld() {
        try (Node node = new Node()) {
            node.call(ofUser(250, 5 * MIB));
        }
        try (Node node = new Node()) {
            assertThat(node.call(ofUser(250, 5 * MIB)).spending().rowsMax()).isEqualTo(50);
        }
    }

    @Test
    void aQueryRunsAheadOnlyWhileAllThatItMayTakeIsKnownToBeLeft() {
        Budgets limits = new Budgets(new Budget(1_000, 100 * MIB, 3L << 30), Budget.UNLIMITED);
        try (Node node = new Node()) {
            List<Boolean> ahead = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Call call = node.call(limits);
                ahead.add(call.ahead());
                call.ends(1, 10, 1L << 30);
            }
            // Unknown, then 2 and 1 GiB left of which a query may read one, then nothing.
            assertThat(ahead).containsExactly(false, true, true, false, false);
            assertThat(node.call(limits).spending().isUsedUp()).isTrue();
        }
    }

    @Test
    void scannedBytesCountInWholeMebibytesOfEveryQueryThatRan() throws SQLException {
        try (Node node = new Node()) {
            node.call(scanning(10 * MIB)).ends(0, 0, 1);
            node.call(scanning(10 * MIB)).ends(0, 0, 2 * MIB + 1);
            Call refused = node.call(scanning(10 * MIB));
            node.log.append(
                    new Ending(
                            refused.intent().receipt(),
                            "r",
                            Ending.Status.FAILED,
                            null,
                            0,
                            0,
                            null,
                            null,
                            1),
                    refused.spending().settled(0, 0, false, 0));
            Call wide = node.call(scanning(10 * MIB));
            assertThat(wide.spending().balance(1, 1)).isEmpty();
            wide.ends(0, 0, Long.MAX_VALUE);
            wide.ends(0, 0, Long.MAX_VALUE); // sums stay within their type
        }
        assertThat(text("select scanned >= 1::bigint << 50 from warehouse_budgets")).isEqualTo("t");
    }

    @Test
    void aRecordThatCannotBeWrittenTakesNothing() throws SQLException {
        try (Node node = new Node()) {
            Call call = node.call(ofUser(1_000, 100 * MIB));
            Spending again =
                    node.budgets.spending(
                            ofUser(1_000, 100 * MIB), call.intent().principal(), CALL);
            QueryLog.Pending taken = node.log.append(call.intent(), again.holds());
            assertThatThrownBy(taken::written).isInstanceOf(SluiceException.class);
            assertThat(text("select rows from warehouse_budgets")).isEqualTo("200");
        }
    }

    @Test
    void aStaleIntentGetsItsHoldAndCanGiveItBack() throws SQLException {
        try (Node node = new Node();
                Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into warehouse_epochs values ('policy', 1)");
            Principal ana = intent("ana").principal();
            Spending spending = node.budgets.spending(ofUser(500, 5 * MIB), ana, CALL);
            Intent stale = intent(ana);
            QueryLog.Written written = node.log.append(stale, spending.holds()).written();
            assertThat(written.current()).isFalse();
            spending.got(written.held());
            List<Entry.Charge> charges = spending.settled(0, 0, true, 0);
            node.log.append(
                    new Ending(
                            stale.receipt(), "r", Ending.Status.STALE, null, 0, 0, null, null, 1),
                    charges);
        }
        assertThat(books()).isEqualTo("2026-03-01 user ana 0 0 1");
    }

    @Test
    void oldDaysAreForgotten() throws SQLException {
        try (Node node = new Node()) {
            now.set(Instant.parse("2025-11-01T12:00:00Z"));
            node.call(ofUser(500, MIB)).ends(1, 1, 1);
            now.set(EVENING);
            node.call(ofUser(500, MIB)).ends(1, 1, 1);
        }
        assertThat(books()).isEqualTo("2026-03-01 user ana 1 1 1");
    }

    private static Intent intent(String user) {
        return intent(new Principal(new TenantId("t"), user, "c", null, Set.of("query"), Map.of()));
    }

    private static Intent intent(Principal caller) {
        return new Intent(
                UUID.randomUUID(),
                "r",
                caller,
                new Epochs("t1", 0, caller.user(), 0),
                0,
                "run",
                "shop",
                "SELECT 1",
                "SELECT 1",
                null,
                null,
                null);
    }

    /** All lines, scanned bytes in MiB. */
    private String books() throws SQLException {
        return text(
                "select string_agg(concat_ws(' ', day, kind, name, rows, bytes, scanned >> 20),"
                        + " '; ' order by day, kind, name) from warehouse_budgets");
    }

    private String text(String select) throws SQLException {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(select)) {
            row.next();
            return row.getString(1);
        }
    }
}
