package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.json.JsonAnswer;
import dev.sluice.server.json.JsonBytes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientWatchTest {
    private static final int ROUNDS = 200;

    private final ClientWatch watch = new ClientWatch();
    private final WorkServlet work = new WorkServlet(watch);
    private WebServer server;

    @BeforeEach
    void start() {
        server =
                new WebServer(
                        "127.0.0.1",
                        0,
                        new AllowedHosts(List.of()),
                        Optional::empty,
                        Map.of("/work", work));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        watch.close();
    }

    @Test
    void noticesAClientThatEndsItsConnection() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (RawHttp connection = new RawHttp(server.port())) {
                connection.send(request("until=gone"));
                work.awaitStart();
            }
            work.awaitGone();
        }
        assertThat(work.timesGone()).isEqualTo(ROUNDS);
    }

    @Test
    void noticesAClientThatResetsItsConnection() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RawHttp connection = new RawHttp(server.port());
            connection.send(request("until=gone"));
            work.awaitStart();
            if (round % 2 == 0) {
                Thread.sleep(ClientWatch.ARM_AFTER.plusMillis(20));
            }
            connection.reset();
            work.awaitGone();
        }
        assertThat(work.timesGone()).isEqualTo(ROUNDS);
    }

    @Test
    void leavesConnectionsUsableAfterWatchedRequests() throws Exception {
        try (RawHttp connection = new RawHttp(server.port())) {
            for (int round = 0; round < ROUNDS; round++) {
                String millis = round % 4 == 0 ? "130" : "0";
                RawHttp.Answer answer = connection.send(request("millis=" + millis)).read();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.headers()).doesNotContainKey("connection");
                work.awaitStart();
            }
            connection.send(request("until=gone"));
            work.awaitStart();
        }
        work.awaitGone();
        assertThat(work.timesGone()).isOne();
    }

    @Test
    void survivesTheRaceBetweenTheAnswerAndTheWatch() throws Exception {
        try (RawHttp connection = new RawHttp(server.port())) {
            for (int round = 0; round < ROUNDS; round++) {
                String millis = Long.toString(95 + round % 30);
                assertThat(connection.send(request("millis=" + millis)).read().status())
                        .isEqualTo(200);
                work.awaitStart();
            }
        }
        assertThat(work.timesGone()).isZero();
    }

    @Test
    void closesTheConnectionWhenTheNextRequestCameTooEarly() throws Exception {
        try (RawHttp connection = new RawHttp(server.port())) {
            connection.send(request("millis=400"));
            work.awaitStart();
            Thread.sleep(250);
            connection.send(request("millis=0"));

            RawHttp.Answer answer = connection.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("connection", "close");
        }
        assertThat(work.timesGone()).isZero();
    }

    @Test
    void freesTheSocketsOfClosedConnections() throws Exception {
        try (RawHttp connection = new RawHttp(server.port())) {
            connection.send(
                    request("millis=150").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertThat(connection.read().status()).isEqualTo(200);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    private String request(String query) {
        return "POST /work?"
                + query
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + server.port()
                + "\r\nContent-Length: 2\r\n\r\n{}";
    }

    private static final class WorkServlet extends HttpServlet {
        private static final long serialVersionUID = 1;
        private static final long WAIT_SECONDS = 10;

        private final transient ClientWatch watch;
        private final transient SynchronousQueue<CountDownLatch> started = new SynchronousQueue<>();
        private final AtomicInteger timesGone = new AtomicInteger();
        private transient CountDownLatch current = new CountDownLatch(0);

        WorkServlet(ClientWatch watch) {
            this.watch = watch;
        }

        void awaitStart() throws InterruptedException {
            CountDownLatch latch = started.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(latch).as("started").isNotNull();
            current = latch;
        }

        void awaitGone() throws InterruptedException {
            assertThat(current.await(WAIT_SECONDS, TimeUnit.SECONDS)).as("gone").isTrue();
        }

        int timesGone() {
            return timesGone.get();
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            request.getInputStream().readAllBytes();
            CountDownLatch gone = new CountDownLatch(1);
            ClientWatch.Watch watched =
                    watch.watch(
                            request,
                            () -> {
                                timesGone.incrementAndGet();
                                gone.countDown();
                            });
            try {
                String millis = request.getParameter("millis");
                Thread.startVirtualThread(() -> announce(gone));
                if (millis == null) {
                    gone.await(WAIT_SECONDS, TimeUnit.SECONDS);
                } else {
                    Thread.sleep(Long.parseLong(millis));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                if (!watched.end()) {
                    response.setHeader("Connection", "close");
                }
            }
            JsonAnswer.write(response, 200, new JsonBytes().raw("{}"));
        }

        private void announce(CountDownLatch gone) {
            try {
                started.offer(gone, WAIT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
