package dev.sluice.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.ClientWatch;
import dev.sluice.server.http.RawHttp;
import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.parameter.Parameter;
import dev.sluice.server.mcp.parameter.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Many connections at once, each with one call after the other that end just before, while or after
 * the watch of their client begins: every answer belongs to its question, and no client counts as
 * gone.
 */
class ManyClientsTest {
    private static final int CLIENTS = 64;
    private static final int CALLS = 25;

    @Test
    void keepsQuestionsAndAnswersTogether() throws Exception {
        SleepTool tool = new SleepTool();
        try (TestServer server = new TestServer(tool);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> clients = new ArrayList<>();
            long seed = System.nanoTime();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                clients.add(() -> visit(server, number, new Random(seed + number)));
            }
            for (Future<Void> visit : threads.invokeAll(clients)) {
                visit.get();
            }
        }
        assertThat(tool.gone.get()).isZero();
    }

    private static Void visit(TestServer server, int client, Random random) throws Exception {
        int arm = (int) ClientWatch.ARM_AFTER.toMillis();
        try (RawHttp connection = server.connect()) {
            for (int call = 0; call < CALLS; call++) {
                int id = client * CALLS + call;
                int millis = random.nextInt(4) == 0 ? 0 : arm - 10 + random.nextInt(50);
                RawHttp.Answer answer =
                        connection
                                .send(
                                        server.request(
                                                ("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":"
                                                     + "\"tools/call\",\"params\":{\"name\":"
                                                     + "\"sleep\",\"arguments\":{\"millis\":%d}}}")
                                                        .formatted(id, millis)))
                                .read();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",");
            }
        }
        return null;
    }

    private static final class SleepTool implements Tool {
        private final AtomicInteger gone = new AtomicInteger();

        @Override
        public ToolDefinition definition() {
            return new ToolDefinition(
                    "sleep",
                    "Sleep",
                    "Sleeps.",
                    Parameters.of(Parameter.Whole.optional("millis", "How long.", 0, 1_000)),
                    null,
                    true);
        }

        @Override
        public ToolResult call(Call call) {
            call.onClientGone(gone::incrementAndGet);
            try {
                Thread.sleep(call.arguments().whole("millis"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new ToolResult.Answer(new JsonBytes().raw("{}"));
        }
    }
}
