package dev.sluice.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.ClientWatch;
import dev.sluice.server.http.RawHttp;
import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.parameter.Parameters;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tool is told when nobody waits for its answer any more. */
class VanishingClientTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"wait\"}}";

    private final WaitTool tool = new WaitTool();
    private final TestServer server = new TestServer(tool);

    @AfterEach
    void stop() {
        tool.released.countDown();
        server.close();
    }

    @Test
    void tellsEveryRegisteredActionOnce() throws Exception {
        try (RawHttp connection = server.connect()) {
            connection.send(server.request(CALL));
            assertThat(tool.entered.await(5, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(tool.told.await(5, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(200);
        assertThat(tool.timesTold.get()).isEqualTo(2);
    }

    @Test
    void tellsNothingToAToolWhoseClientWaits() throws Exception {
        try (RawHttp connection = server.connect()) {
            connection.send(server.request(CALL));
            assertThat(tool.entered.await(5, TimeUnit.SECONDS)).isTrue();
            Thread.sleep(ClientWatch.ARM_AFTER.plusMillis(100));
            tool.released.countDown();
            RawHttp.Answer answer = connection.read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).doesNotContainKey("connection");
            assertThat(connection.send(server.request(CALL)).read().status()).isEqualTo(200);
        }
        Thread.sleep(200);
        assertThat(tool.timesTold.get()).isZero();
    }

    @Test
    void answersAPipelinedClientAndClosesItsConnection() throws IOException, InterruptedException {
        try (RawHttp connection = server.connect()) {
            connection.send(server.request(CALL));
            assertThat(tool.entered.await(5, TimeUnit.SECONDS)).isTrue();
            Thread.sleep(ClientWatch.ARM_AFTER.plusMillis(100));
            connection.send(server.request(CALL));
            Thread.sleep(50);
            tool.released.countDown();

            assertThat(connection.read().headers()).containsEntry("connection", "close");
        }
        assertThat(tool.timesTold.get()).isZero();
    }

    private static final class WaitTool implements Tool {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch told = new CountDownLatch(2);
        private final CountDownLatch released = new CountDownLatch(1);
        private final AtomicInteger timesTold = new AtomicInteger();

        @Override
        public ToolDefinition definition() {
            return new ToolDefinition("wait", "Wait", "Waits.", Parameters.of(), null, true);
        }

        @Override
        public ToolResult call(Call call) {
            call.onClientGone(this::tell);
            call.onClientGone(this::tell);
            entered.countDown();
            try {
                released.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new ToolResult.Answer(new JsonBytes().raw("{}"));
        }

        private void tell() {
            timesTold.incrementAndGet();
            told.countDown();
        }
    }
}
