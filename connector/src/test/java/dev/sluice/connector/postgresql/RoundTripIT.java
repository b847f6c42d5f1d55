package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.Limits;
import dev.sluice.guard.GuardedQueries;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundTripIT {
    private Relay relay;
    private Database database;

    @BeforeEach
    void open() throws IOException {
        relay = new Relay(Server.shared().port());
        database =
                new PostgresConnector()
                        .open(
                                Server.target(
                                        Server.settings(
                                                "localhost",
                                                relay.port(),
                                                Server.READER,
                                                ConnectionMode.POOLED),
                                        Server.PASSWORD),
                                Capacity.DEFAULT);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
        relay.close();
    }

    private String messagesOf(String sql, String... parameters) {
        relay.takeMessages();
        Outcome outcome =
                database.execute(
                        GuardedQueries.of(sql, Limits.DEFAULT, parameters),
                        new Request(new SessionTag("t"), ResultLimits.DEFAULT, new Cancellation()),
                        new Table());
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        return relay.takeMessages();
    }

    @Test
    void sendsOneSyncForAQueryHoweverOftenItRan() {
        String sql = "SELECT name, price FROM shop.items WHERE id = 7";
        messagesOf(sql);
        for (int i = 0; i < 8; i++) {
            assertThat(messagesOf(sql)).containsOnlyOnce("S").endsWith("S");
        }
    }

    @Test
    void sendsOneSyncForAQueryWithParameters() {
        String sql = "SELECT name, price FROM shop.items WHERE id = ?";
        messagesOf(sql, "1");
        for (int i = 0; i < 8; i++) {
            assertThat(messagesOf(sql, "" + i)).containsOnlyOnce("S").endsWith("S");
        }
    }

    @Test
    void parsesBindsAndExecutesEachStatement() {
        messagesOf("SELECT 1 AS first");
        String sql = "SELECT count(*) FROM shop.items";

        // Its plan, the sizes of its tables, then itself: the statements around it are kept.
        String framed = "BE" + "BE" + "PBDE" + "BE" + "BE" + "S";
        assertThat(messagesOf(sql)).isEqualTo(framed + framed + framed);
    }

    @Test
    void keepsThePlanOfATextThatComesBack() {
        String sql = "SELECT max(id) FROM shop.items";
        for (int i = 0; i < 3; i++) {
            messagesOf(sql);
        }
        assertThat(messagesOf(sql)).isEqualTo("BE" + "BE" + "BE" + "BE" + "BE" + "S");
    }

    @Test
    void forgetsTheEldestTextsWithoutTheStatementsAroundThem() {
        for (int i = 0; i < Statements.KEPT_MAX; i++) {
            String sql = "SELECT " + i;
            messagesOf(sql);
            messagesOf(sql);
        }
        assertThat(messagesOf("SELECT 'one more'").replace("C", ""))
                .endsWith("BE" + "BE" + "PBDE" + "BE" + "BE" + "S");
        assertThat(messagesOf("SELECT 'and more'").replace("C", ""))
                .endsWith("BE" + "BE" + "PBDE" + "BE" + "BE" + "S");
    }

    @Test
    void asksForThePlanOfAShapeOnce() {
        String sql = "SELECT min(id) FROM shop.items";
        assertThat(syncs(messagesOf(sql))).isBetween(2L, 3L);
        assertThat(syncs(messagesOf(sql))).isEqualTo(1);
    }

    @Test
    void asksForTheSizeOfATableOnce() {
        messagesOf("SELECT 1 AS first");
        assertThat(syncs(messagesOf("SELECT sum(price) FROM shop.items"))).isEqualTo(3);
        assertThat(syncs(messagesOf("SELECT avg(price) FROM shop.items"))).isEqualTo(2);
    }

    private static long syncs(String messages) {
        return messages.chars().filter(c -> c == 'S').count();
    }

    @Test
    void logsInWithoutFurtherRoundTrips() {
        String messages = messagesOf("SELECT 1 AS one");
        assertThat(messages).startsWith("pp" + "PBDE".repeat(5) + "S");
    }
}
