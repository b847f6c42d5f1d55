package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Probe;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.SshAuth;
import dev.sluice.connector.SshHop;
import dev.sluice.connector.SshTunnel;
import dev.sluice.connector.Target;
import dev.sluice.connector.transport.NetworkRules;
import dev.sluice.connector.transport.OpenSshServer;
import dev.sluice.connector.transport.SourceNetwork;
import dev.sluice.connector.transport.SshKeys;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.GuardedQueries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PostgreSQL behind a real OpenSSH server. */
class TunnelIT {
    private static final Server SERVER = Server.shared();
    private static final int PATIENCE_SECONDS = 60;

    @TempDir private Path directory;
    private OpenSshServer bastion;
    private SourceNetwork network;
    private Credential credential;

    @BeforeEach
    void start() throws Exception {
        SshKeys keys = SshKeys.make(directory.resolve("key"), "-t", "ed25519", "-N", "");
        bastion = OpenSshServer.start(directory.resolve("bastion"), List.of(keys.publicLine()));
        network = new SourceNetwork(NetworkRules.OF_THE_USER, null);
        credential =
                Credential.of(
                        Map.of(
                                SecretName.PASSWORD,
                                () -> secret(Server.PASSWORD),
                                SecretName.sshKey(0),
                                () -> secret(keys.privatePem())));
    }

    @AfterEach
    void stop() {
        if (bastion != null) {
            network.close();
            bastion.close();
        }
    }

    private static Secret secret(String text) {
        return Secret.takingOver(text.getBytes(StandardCharsets.UTF_8));
    }

    private Target target(ConnectionMode mode) throws Exception {
        SshHop hop =
                new SshHop(
                        "127.0.0.1",
                        bastion.port(),
                        bastion.user(),
                        SshAuth.KEY,
                        bastion.fingerprint());
        ConnectionSettings settings = SERVER.settings(mode).with(new SshTunnel(List.of(hop)));
        return new Target(settings, credential, network);
    }

    private static Outcome run(Database database, String sql, Cancellation cancellation) {
        return database.execute(
                GuardedQueries.of(sql, Limits.DEFAULT),
                new Request(new SessionTag("tunnel"), ResultLimits.DEFAULT, cancellation),
                new Table());
    }

    private static Outcome run(Database database, String sql) {
        return run(database, sql, new Cancellation());
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void asksThroughTheTunnel(ConnectionMode mode) throws Exception {
        try (Database database = new PostgresConnector().open(target(mode), Capacity.DEFAULT)) {
            for (int i = 0; i < 5; i++) {
                assertThat(run(database, "SELECT name FROM shop.items WHERE id < 10"))
                        .isInstanceOf(Outcome.Completed.class);
            }
            assertThat(bastion.log().split("Accepted publickey", -1)).hasSize(2);
        }
    }

    @Test
    void looksAtARoleThroughTheTunnel() throws Exception {
        Probe probe = new PostgresConnector().probe(target(ConnectionMode.FRESH));

        assertThat(probe.tables()).isPositive();
    }

    @Test
    void cancelsThroughTheTunnel() throws Exception {
        try (Database database =
                        new PostgresConnector()
                                .open(target(ConnectionMode.POOLED), Capacity.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            run(database, "SELECT 1");
            Cancellation cancellation = new Cancellation();
            Future<Outcome> outcome =
                    threads.submit(() -> run(database, "SELECT pg_sleep(25)", cancellation));
            waitForSleeper();
            cancellation.cancel();

            assertThat(outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(Outcome.Cancelled.class);
        }
    }

    private static void waitForSleeper() throws InterruptedException {
        Waiting.until(() ->
                !SERVER.ask(
                                "SELECT pid FROM pg_stat_activity WHERE usename = 'reader'"
                                        + " AND state = 'active' AND query LIKE '%pg_sleep%'")
                        .isEmpty());
    }

    @Test
    void failsClearlyWhenTheTunnelDiesUnderAQueryAndRecovers() throws Exception {
        try (Database database =
                        new PostgresConnector()
                                .open(target(ConnectionMode.POOLED), Capacity.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            run(database, "SELECT 1");
            Future<Outcome> outcome = threads.submit(() -> run(database, "SELECT pg_sleep(25)"));
            waitForSleeper();
            bastion.stop();

            Outcome.Failed failed =
                    (Outcome.Failed) outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(failed.code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
            // The second where the query was young enough to be tried again.
            assertThat(failed.details().get("reason"))
                    .isIn("connection_lost", "connection_refused");
            Outcome.Failed next = (Outcome.Failed) run(database, "SELECT 1");
            assertThat(next.details()).containsEntry("reason", "connection_refused");

            bastion.restart();
            assertThat(run(database, "SELECT 1")).isInstanceOf(Outcome.Completed.class);
        }
    }

    @Test
    void saysAtWhichHopAndWithWhichKeyItEnded() throws Exception {
        Target target = target(ConnectionMode.FRESH);
        String pinned = bastion.fingerprint();
        bastion.stop();
        bastion.newHostKey();
        bastion.restart();

        assertThatThrownBy(() -> new PostgresConnector().probe(target))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            try {
                                assertThat(e.details())
                                        .containsEntry("reason", "ssh_host_key_changed")
                                        .containsEntry("hop", 1)
                                        .containsEntry("host_key", bastion.fingerprint());
                            } catch (Exception unreadable) {
                                throw new AssertionError(unreadable);
                            }
                            assertThat(e.details().toString()).doesNotContain(pinned);
                        });
    }

    @Test
    void leavesNothingBehindWhenItIsClosed() throws Exception {
        try (Database database =
                new PostgresConnector().open(target(ConnectionMode.SINGLE_USE), Capacity.DEFAULT)) {
            run(database, "SELECT 1");
        }
        Waiting.until(() -> bastion.connections() == 0);
        Waiting.until(() -> SERVER.sessions().isEmpty());
    }
}
