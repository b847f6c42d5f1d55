package dev.sluice.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Principal;
import dev.sluice.server.http.RawHttp;
import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.parameter.Parameters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What goes to a client before its answer: progress and changes. */
class EventsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SILENCE_MAX = Duration.ofMillis(200);

    private final Changes changes = new Changes();
    private final StepsTool steps = new StepsTool();
    private final AtomicBoolean revoked = new AtomicBoolean();
    private final TestServer server =
            new TestServer(
                    (authorization, scope) ->
                            revoked.get()
                                    ? TestServer.CHALLENGE
                                    : TestServer.authenticate(authorization, scope),
                    new Offer(caller -> List.of(steps), null, null, null, changes),
                    SILENCE_MAX);

    @AfterEach
    void stop() {
        changes.close();
        server.close();
    }

    @Test
    void tellsProgressAheadOfTheAnswer() throws IOException {
        RawHttp.Answer answer = progress("\"t\"").sentTo(server);

        assertThat(answer.headers())
                .containsEntry("content-type", "text/event-stream")
                .containsEntry("cache-control", "no-store")
                .containsEntry("x-accel-buffering", "no");
        List<JsonNode> events = events(answer.body());
        assertThat(events).hasSize(3);
        assertThat(events.get(0).toString())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                                + "{\"progressToken\":\"t\",\"progress\":1.0,\"total\":2.0,"
                                + "\"message\":\"a\\nb\"}}");
        assertThat(events.get(2).path("id").asInt()).isEqualTo(7);
        assertThat(events.get(2).at("/result/structuredContent/done").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "1.5", "{}", "[]"})
    void tellsNoProgressUnderWhatIsNoToken(String token) throws IOException {
        assertThat(progress(token).sentTo(server).headers())
                .containsEntry("content-type", "application/json");
    }

    @Test
    void tellsNoProgressToThoseWhoDoNotReadEvents() throws IOException {
        try (RawHttp connection = server.connect()) {
            String request =
                    progress("7")
                            .to(server)
                            .replace(
                                    "Accept: application/json, text/event-stream",
                                    "Accept: application/json");
            assertThat(connection.send(request).read().headers())
                    .containsEntry("content-type", "application/json");
        }
    }

    @Test
    void tellsTheToolThatItsListenerIsGone() throws Exception {
        steps.waits = true;
        try (RawHttp connection = server.connect()) {
            connection.send(progress("7").to(server));
            assertThat(steps.entered.await(5, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(steps.gone.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void acknowledgesOnlyWhatIsOffered() throws IOException {
        try (RawHttp connection = server.connect()) {
            connection.send(
                    listen(
                                    "{\"toolsListChanged\":true,\"promptsListChanged\":true,"
                                            + "\"resourceSubscriptions\":[\"n:1\"]}")
                            .to(server));
            changesWhenListening(changes::close);

            JsonNode first = events(connection.read().body()).getFirst();
            assertThat(first.path("method").asString())
                    .isEqualTo("notifications/subscriptions/acknowledged");
            assertThat(first.at("/params/notifications").toString())
                    .isEqualTo("{\"resourceSubscriptions\":[],\"toolsListChanged\":true}");
            assertThat(
                            first.at("/params/_meta")
                                    .path("io.modelcontextprotocol/subscriptionId")
                                    .asInt())
                    .isEqualTo(7);
        }
    }

    @Test
    void tellsTheChangesAskedForAndSaysWhenItEnds() throws IOException {
        try (RawHttp connection = server.connect()) {
            connection.send(listen("{\"toolsListChanged\":true}").to(server));
            changesWhenListening(() -> {
                changes.promptsChanged(EventsTest::anybody);
                changes.resourceUpdated("n:1", EventsTest::anybody);
                changes.toolsChanged(EventsTest::anybody);
            });
            changes.close();

            List<JsonNode> events = events(connection.read().body());
            assertThat(events).hasSize(3);
            assertThat(events.get(1).path("method").asString())
                    .isEqualTo("notifications/tools/list_changed");
            assertThat(events.get(2).at("/result/resultType").asString()).isEqualTo("complete");
        }
    }

    @Test
    void tellsNothingToThoseWhomAChangeDoesNotConcern() throws IOException {
        try (RawHttp connection = server.connect()) {
            connection.send(listen("{\"toolsListChanged\":true}").to(server));
            changesWhenListening(() ->
                    changes.toolsChanged(principal -> principal.tenant().value().equals("globex")));
            changes.close();

            assertThat(connection.read().body()).doesNotContain("list_changed");
        }
    }

    @Test
    void endsWhenTheTokenNoLongerHolds() throws IOException {
        try (RawHttp connection = server.connect()) {
            connection.send(listen("{\"toolsListChanged\":true}").to(server));
            changesWhenListening(() -> {
                revoked.set(true);
                changes.toolsChanged(EventsTest::anybody);
            });

            assertThat(connection.read().body())
                    .contains("acknowledged")
                    .doesNotContain("list_changed");
        }
    }

    @Test
    void opensNoMoreStreamsThanACallerMayHave() throws IOException {
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int i = 0; i < Changes.STREAMS_PER_CALLER_MAX; i++) {
                RawHttp connection = server.connect();
                open.add(connection);
                connection.send(listen("{}").to(server));
            }
            await(Changes.STREAMS_PER_CALLER_MAX);
            assertThat(listen("{}").sentTo(server).status()).isEqualTo(429);
        } finally {
            for (RawHttp connection : open) {
                connection.close();
            }
        }
        // Streams of those who left make room.
        await(0);
        try (RawHttp connection = server.connect()) {
            connection.send(listen("{}").to(server));
            await(1);
            changes.close();
            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "7",
                "{\"toolsListChanged\":\"yes\"}",
                "{\"toolsListChanged\":1}",
                "{\"resourceSubscriptions\":\"n:1\"}",
                "{\"resourceSubscriptions\":[7]}",
                "{\"resourceSubscriptions\":[\"no uri\"]}",
                "{\"resourceSubscriptions\":{}}",
            })
    void refusesGarbageForAFilter(String filter) throws IOException {
        assertThat(listen(filter).sentTo(server).status()).isEqualTo(400);
    }

    private static ModernRequest progress(String token) {
        return new ModernRequest(
                "tools/call", "{\"name\":\"steps\",\"_meta\":{\"progressToken\":" + token + "}}");
    }

    private static ModernRequest listen(String filter) {
        return new ModernRequest("subscriptions/listen", "{\"notifications\":" + filter + "}");
    }

    private void changesWhenListening(Runnable change) {
        await(1);
        change.run();
    }

    /** Waits until so many streams are open. */
    private void await(int streams) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (changes.streams() != streams && System.nanoTime() - end < 0) {
            sleep();
        }
        assertThat(changes.streams()).isEqualTo(streams);
    }

    private static boolean anybody(Principal principal) {
        return true;
    }

    private static void sleep() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The events of a stream that came in chunks; comments are no events. */
    private static List<JsonNode> events(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> JSON.readTree(line.substring("data: ".length())))
                .toList();
    }

    private static final class StepsTool implements Tool {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch gone = new CountDownLatch(1);
        private volatile boolean waits;

        @Override
        public ToolDefinition definition() {
            return new ToolDefinition("steps", "Steps", "Steps.", Parameters.of(), null, true);
        }

        @Override
        public ToolResult call(Call call) {
            Client client = call.context().client();
            call.onClientGone(gone::countDown);
            client.progress(1, 2.0, "a\nb");
            // None of these goes out: not more, not a number, too soon.
            client.progress(1, 2.0, null);
            client.progress(0, 2.0, null);
            client.progress(Double.NaN, 2.0, null);
            client.progress(Double.POSITIVE_INFINITY, 2.0, null);
            client.progress(1.5, 2.0, null);
            entered.countDown();
            await(waits ? 5_000 : 2 * MessageClient.PAUSE_MIN.toMillis());
            client.progress(2, 2.0, null);
            return new ToolResult.Answer(new JsonBytes().raw("{\"done\":\ntrue}"));
        }

        private void await(long millis) {
            try {
                gone.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
