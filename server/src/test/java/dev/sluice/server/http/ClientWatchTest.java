package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.json.JsonAnswer;
import dev.sluice.server.json.JsonBytes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "encrypted: {0}")
@ValueSource(booleans = {false, true})
class ClientWatchTest {
    @TempDir private static Path directory;

    @Parameter private boolean encrypted;

    private static final int CLIENTS = 20;
    private static final int ROUNDS = 10;
    private static final long WAIT_SECONDS = 30;

    private final ClientWatch watch = new ClientWatch();
    private final WorkServlet work = new WorkServlet(watch);
    private WebServer server;

    @BeforeEach
    void start() throws Exception {
        server =
                new WebServer(
                        "127.0.0.1",
                        0,
                        new AllowedHosts(List.of()),
                        Optional::empty,
                        Map.of("/work", work));
        if (encrypted) {
            server.encrypted(SelfSigned.in(directory).issue("localhost").listener(false));
        }
        server.start();
    }

    private RawHttp connect() throws Exception {
        return encrypted ? RawHttp.encrypted(server.port()) : new RawHttp(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
        watch.close();
    }

    @Test
    void noticesClientsThatEndTheirConnections() throws Exception {
        byAllClients(client -> {
            for (int round = 0; round < ROUNDS; round++) {
                String name = client + "-" + round;
                try (RawHttp connection = connect()) {
                    connection.send(request(name, "until=gone"));
                    await(work.entered(name));
                }
                await(work.gone(name));
            }
        });
        assertThat(work.timesGone.get()).isEqualTo(CLIENTS * ROUNDS);
    }

    @Test
    void noticesClientsThatResetTheirConnections() throws Exception {
        byAllClients(client -> {
            for (int round = 0; round < ROUNDS; round++) {
                String name = client + "-" + round;
                RawHttp connection = connect();
                connection.send(request(name, "until=gone"));
                await(work.entered(name));
                if (round % 2 == 0) {
                    Thread.sleep(ClientWatch.ARM_AFTER.plusMillis(20));
                }
                connection.reset();
                await(work.gone(name));
            }
        });
        assertThat(work.timesGone.get()).isEqualTo(CLIENTS * ROUNDS);
    }

    @Test
    void leavesConnectionsUsableAfterWatchedRequests() throws Exception {
        byAllClients(client -> {
            try (RawHttp connection = connect()) {
                for (int round = 0; round < ROUNDS; round++) {
                    String millis = round % 2 == 0 ? "130" : "0";
                    RawHttp.Answer answer =
                            connection
                                    .send(request(client + "-" + round, "millis=" + millis))
                                    .read();
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.headers()).doesNotContainKey("connection");
                }
                connection.send(request(client + "-last", "until=gone"));
                await(work.entered(client + "-last"));
            }
            await(work.gone(client + "-last"));
        });
        assertThat(work.timesGone.get()).isEqualTo(CLIENTS);
    }

    @Test
    void survivesTheRaceBetweenTheAnswerAndTheWatch() throws Exception {
        byAllClients(client -> {
            try (RawHttp connection = connect()) {
                for (int round = 0; round < ROUNDS; round++) {
                    String millis = Integer.toString(90 + (client + 3 * round) % 40);
                    assertThat(
                                    connection
                                            .send(request(client + "-" + round, "millis=" + millis))
                                            .read()
                                            .status())
                            .isEqualTo(200);
                }
            }
        });
        assertThat(work.timesGone.get()).isZero();
    }

    @Test
    void closesTheConnectionWhenTheNextRequestCameTooEarly() throws Exception {
        try (RawHttp connection = connect()) {
            connection.send(request("first", "until=released"));
            await(work.entered("first"));
            Thread.sleep(ClientWatch.ARM_AFTER.plusMillis(200));
            connection.send(request("second", "millis=0"));
            Thread.sleep(100);
            work.released.countDown();

            RawHttp.Answer answer = connection.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("connection", "close");
        }
        assertThat(work.timesGone.get()).isZero();
    }

    @Test
    void freesTheSocketsOfClosedConnections() throws Exception {
        try (RawHttp connection = connect()) {
            connection.send(
                    request("a", "millis=150")
                            .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertThat(connection.read().status()).isEqualTo(200);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    private String request(String name, String query) {
        return "POST /work?name="
                + name
                + "&"
                + query
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + server.port()
                + "\r\nContent-Length: 2\r\n\r\n{}";
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @FunctionalInterface
    private interface Visit {
        void by(int client) throws Exception;
    }

    private static void byAllClients(Visit visit) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(() -> {
                    visit.by(client);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(clients)) {
                done.get();
            }
        }
    }

    /** Works for a time, or until its client is gone, or until the test says so. */
    private static final class WorkServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient ClientWatch watch;
        private final transient Map<String, CountDownLatch> entered = new ConcurrentHashMap<>();
        private final transient Map<String, CountDownLatch> gone = new ConcurrentHashMap<>();
        private final transient CountDownLatch released = new CountDownLatch(1);
        private final AtomicInteger timesGone = new AtomicInteger();

        WorkServlet(ClientWatch watch) {
            this.watch = watch;
        }

        CountDownLatch entered(String name) {
            return entered.computeIfAbsent(name, _ -> new CountDownLatch(1));
        }

        CountDownLatch gone(String name) {
            return gone.computeIfAbsent(name, _ -> new CountDownLatch(1));
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            request.getInputStream().readAllBytes();
            String name = request.getParameter("name");
            ClientWatch.Watch watched = watch.watch(request, () -> countGone(name));
            try {
                entered(name).countDown();
                work(name, request.getParameter("millis"), request.getParameter("until"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                if (!watched.end()) {
                    response.setHeader("Connection", "close");
                }
            }
            JsonAnswer.write(response, 200, new JsonBytes().raw("{}"));
        }

        private void work(String name, String millis, String until) throws InterruptedException {
            if (millis != null) {
                Thread.sleep(Long.parseLong(millis));
            } else if (until.equals("gone")) {
                gone(name).await(WAIT_SECONDS, TimeUnit.SECONDS);
            } else {
                released.await(WAIT_SECONDS, TimeUnit.SECONDS);
            }
        }

        private void countGone(String name) {
            timesGone.incrementAndGet();
            gone(name).countDown();
        }
    }
}
