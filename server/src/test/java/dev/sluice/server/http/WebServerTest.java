package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.json.JsonAnswer;
import dev.sluice.server.json.JsonBytes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebServerTest {
    private volatile Optional<String> obstacle = Optional.empty();
    private final SlowServlet slow = new SlowServlet();
    private WebServer server;

    @BeforeEach
    void start() {
        server =
                new WebServer(
                        "127.0.0.1",
                        0,
                        new AllowedHosts(List.of()),
                        () -> obstacle,
                        Map.of("/slow", slow));
        server.start();
    }

    @AfterEach
    void stop() {
        slow.release.countDown();
        server.close();
    }

    @Test
    void livesAndSaysWhatKeepsItFromBeingReady() throws IOException {
        assertThat(get("/livez").status()).isEqualTo(200);
        assertThat(get("/readyz").status()).isEqualTo(200);
        obstacle = Optional.of("The store cannot be reached.");
        assertThat(get("/livez").status()).isEqualTo(200);
        assertThat(get("/readyz").status()).isEqualTo(503);
        assertThat(get("/readyz").body()).contains("The store cannot be reached.");
    }

    @Test
    void answersProbesUnderAnyName() throws IOException {
        assertThat(get("/livez", "10.0.0.7:7433").status()).isEqualTo(200);
        assertThat(get("/readyz", "10.0.0.7:7433").status()).isEqualTo(200);
        assertThat(get("/", "10.0.0.7:7433").status()).isEqualTo(403);
    }

    @Test
    void saysThatTheControlPlaneIsStarting() throws IOException {
        RawHttp.Answer answer = get("/api/v1/whoami");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers())
                .containsEntry("retry-after", "1")
                .containsEntry("content-type", "application/json");
        assertThat(answer.body())
                .contains("\"code\":\"OVERLOADED\"")
                .contains("\"request_id\":\"" + answer.headers().get("x-request-id") + "\"");
    }

    @Test
    void takesTheControlPlaneInWhileItRuns() throws IOException {
        try (RawHttp before = new RawHttp(server.port())) {
            assertThat(before.send(request("/hello", host())).read().status()).isEqualTo(503);
            ServletContextHandler control = new ServletContextHandler("/");
            control.addServlet(new ServletHolder(new HelloServlet()), "/hello");
            control.addServlet(new ServletHolder(new BrokenServlet()), "/broken");
            server.controlPlane(control);

            RawHttp.Answer hello = before.send(request("/hello", host())).read();
            assertThat(hello.status()).isEqualTo(200);
            assertThat(hello.body()).isEqualTo(hello.headers().get("x-request-id"));
        }
        assertThat(get("/livez").status()).isEqualTo(200);
        assertThat(get("/nowhere").status()).isEqualTo(404);
        assertThat(get("/nowhere").body()).contains("\"code\":\"NOT_FOUND\"");
        RawHttp.Answer broken = get("/broken");
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.body()).contains("\"code\":\"INTERNAL\"").doesNotContain("inner secret");
    }

    @Test
    void saysNothingAboutTheSoftwareInHeaders() throws IOException {
        assertThat(get("/livez").headers())
                .doesNotContainKeys("server", "x-powered-by")
                .containsEntry("x-content-type-options", "nosniff");
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WebServer second = server(taken.getLocalPort(), "127.0.0.1");

            assertThatThrownBy(second::start)
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            e -> assertThat(e.code()).isEqualTo(ReasonCode.CONFIG_INVALID))
                    .hasMessageContaining("Port " + taken.getLocalPort() + " on 127.0.0.1")
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void namesTheAddressThatCannotBeListenedOn() {
        WebServer nowhere = server(7433, "no-such-host.invalid");

        assertThatThrownBy(nowhere::start)
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("no-such-host.invalid:7433");
    }

    @Test
    void letsCallsUnderWayEndBeforeItStops() throws Exception {
        try (RawHttp connection = new RawHttp(server.port())) {
            connection.send(request("/slow", host()));
            assertThat(slow.entered.await(5, TimeUnit.SECONDS)).isTrue();
            Thread stopping = Thread.startVirtualThread(server::close);
            Thread.sleep(100);
            slow.release.countDown();

            assertThat(connection.read().status()).isEqualTo(200);
            assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    private static WebServer server(int port, String host) {
        return new WebServer(host, port, new AllowedHosts(List.of()), Optional::empty, Map.of());
    }

    private RawHttp.Answer get(String path) throws IOException {
        return get(path, host());
    }

    private RawHttp.Answer get(String path, String host) throws IOException {
        try (RawHttp connection = new RawHttp(server.port())) {
            return connection.send(request(path, host)).read();
        }
    }

    private String host() {
        return "localhost:" + server.port();
    }

    private static String request(String path, String host) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    private static final class HelloServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            request.getInputStream().readAllBytes();
            byte[] id = RequestId.of(request).getBytes(StandardCharsets.UTF_8);
            response.setContentLength(id.length);
            response.getOutputStream().write(id);
        }
    }

    private static final class BrokenServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            throw new IllegalStateException("inner secret");
        }
    }

    private static final class SlowServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient CountDownLatch entered = new CountDownLatch(1);
        private final transient CountDownLatch release = new CountDownLatch(1);

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            entered.countDown();
            try {
                release.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            JsonAnswer.write(response, 200, new JsonBytes().raw("{}"));
        }
    }
}
