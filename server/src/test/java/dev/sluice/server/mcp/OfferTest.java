package dev.sluice.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.mcp.Completer.Proposals;
import dev.sluice.server.mcp.content.Content;
import dev.sluice.server.mcp.content.Label;
import dev.sluice.server.mcp.content.Media;
import dev.sluice.server.mcp.content.Resource;
import dev.sluice.server.mcp.content.ResourceContents;
import dev.sluice.server.mcp.content.ResourceTemplate;
import dev.sluice.server.mcp.content.UriTemplate;
import dev.sluice.server.mcp.parameter.Parameters;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is offered is announced and answered, in each revision's words; nothing else is. */
class OfferTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static TestServer full;
    private static TestServer plain;

    @BeforeAll
    static void start() {
        full =
                new TestServer(
                        TestServer::authenticate,
                        new Offer(
                                caller -> List.of(new BlocksTool()),
                                caller -> List.of(new Greeting(), new Broken()),
                                new Numbers(),
                                question ->
                                        question.argument().equals("name")
                                                ? Optional.of(
                                                        new Proposals(
                                                                IntStream.range(0, 150)
                                                                        .mapToObj(n -> "name" + n)
                                                                        .toList(),
                                                                false))
                                                : Optional.empty(),
                                new Changes()),
                        ListenMethod.SILENCE_MAX);
        plain = new TestServer(new EchoTool());
    }

    @AfterAll
    static void stop() {
        full.close();
        plain.close();
    }

    @Test
    void announcesWhatItOffersAndNothingElse() throws IOException {
        ModernRequest discover = new ModernRequest("server/discover", "{}");

        assertThat(discover.answeredBy(plain).at("/result/capabilities").toString())
                .isEqualTo("{\"tools\":{}}");
        assertThat(discover.answeredBy(full).at("/result/capabilities"))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"tools":{"listChanged":true},"prompts":{"listChanged":true},
                                "resources":{"listChanged":true,"subscribe":true},
                                "completions":{}}
                                """));
    }

    @Test
    void announcesNoChangesToThoseWhoCannotListen() throws IOException {
        JsonNode answer =
                legacy(
                        "initialize",
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                                + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}");

        assertThat(answer.at("/result/capabilities").toString())
                .isEqualTo("{\"tools\":{},\"prompts\":{},\"resources\":{},\"completions\":{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prompts/list",
                "prompts/get",
                "resources/list",
                "resources/read",
                "resources/templates/list",
                "completion/complete",
                "subscriptions/listen",
                "resources/subscribe",
                "logging/setLevel",
                "sampling/createMessage",
            })
    void doesNotKnowWhatItDoesNotOffer(String method) throws IOException {
        var answer = new ModernRequest(method, "{\"name\":\"x\"}").sentTo(plain);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).at("/error/code").asInt()).isEqualTo(-32601);
    }

    @Test
    void writesEveryKindOfContent() throws IOException {
        JsonNode content =
                new ModernRequest("tools/call", "{\"name\":\"blocks\"}")
                        .answeredBy(full)
                        .at("/result/content");

        assertThat(content)
                .isEqualTo(
                        JSON.readTree(
                                """
                                [{"type":"text","text":"a\\nb"},
                                {"type":"image","data":"AQID","mimeType":"image/png"},
                                {"type":"audio","data":"AQID","mimeType":"audio/wav"},
                                {"type":"resource","resource":
                                {"uri":"n:1","mimeType":"text/plain","text":"one"}},
                                {"type":"resource_link","uri":"n:1","name":"one","title":"One",
                                "description":"The first.","mimeType":"text/plain"}]
                                """));
    }

    @Test
    void readsAResourceAndItsTemplate() throws IOException {
        assertThat(read("n:1").at("/result/contents/0/text").asString()).isEqualTo("1");
        assertThat(read("n:of/12").at("/result/contents/0/blob").asString()).isEqualTo("AQID");
        assertThat(read("n:1").at("/result/cacheScope").asString()).isEqualTo("private");
        assertThat(
                        new ModernRequest("resources/templates/list", "{}")
                                .answeredBy(full)
                                .at("/result/resourceTemplates/0/uriTemplate")
                                .asString())
                .isEqualTo("n:of/{number}");
    }

    @Test
    void saysOfAnUnknownResourceNothingButItsName() throws IOException {
        assertThat(read("n:99999").at("/error/code").asInt()).isEqualTo(-32602);
        assertThat(read("n:99999").at("/error/data/uri").asString()).isEqualTo("n:99999");
        assertThat(legacy("resources/read", "{\"uri\":\"n:x\"}").at("/error/code").asInt())
                .isEqualTo(-32002);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"uri\":null}",
                "{\"uri\":7}",
                "{\"uri\":\"\"}",
                "{\"uri\":\"no-scheme\"}",
                "{\"uri\":\":x\"}",
                "{\"uri\":\"n:with space\"}",
                "{\"uri\":\"n:\\u0000\"}",
                "{\"uri\":\"n:é\"}",
                "{\"uri\":\"n:\\r\\nX: y\"}",
                "{\"uri\":[\"n:1\"]}",
            })
    void takesNothingButUris(String params) throws IOException {
        JsonNode answer = legacy("resources/read", params);

        assertThat(answer.at("/error/code").asInt()).as(answer.toString()).isEqualTo(-32602);
    }

    @Test
    void refusesALongUri() throws IOException {
        String params = "{\"uri\":\"n:" + "1".repeat(2_047) + "\"}";

        assertThat(legacy("resources/read", params).at("/error/code").asInt()).isEqualTo(-32602);
    }

    @Test
    void pagesThroughLongLists() throws IOException {
        JsonNode first = new ModernRequest("resources/list", "{}").answeredBy(full);
        String cursor = first.at("/result/nextCursor").asString();
        JsonNode second =
                new ModernRequest("resources/list", "{\"cursor\":\"" + cursor + "\"}")
                        .answeredBy(full);

        assertThat(first.at("/result/resources").size()).isEqualTo(Page.ENTRIES_MAX);
        assertThat(second.at("/result/resources").size()).isEqualTo(300 - Page.ENTRIES_MAX);
        assertThat(second.at("/result/resources/0/uri").asString()).isEqualTo("n:251");
        assertThat(second.at("/result").has("nextCursor")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\"", "\"x\"", "7", "{}", "[]", "true", "\"bjo5OTk5\"", "\"\\u0000\""})
    void refusesCursorsThatItDidNotGive(String cursor) throws IOException {
        for (String method :
                List.of(
                        "tools/list",
                        "prompts/list",
                        "resources/list",
                        "resources/templates/list")) {
            JsonNode answer =
                    new ModernRequest(method, "{\"cursor\":" + cursor + "}").answeredBy(full);
            assertThat(answer.at("/error/code").asInt()).as(answer.toString()).isEqualTo(-32602);
        }
    }

    @Test
    void makesAPromptFromItsArguments() throws IOException {
        JsonNode answer =
                new ModernRequest(
                                "prompts/get",
                                "{\"name\":\"greeting\",\"arguments\":{\"name\":\"Ada\"}}")
                        .answeredBy(full);

        assertThat(answer.at("/result/messages/0").toString())
                .isEqualTo("{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"Ada\"}}");
        assertThat(answer.at("/result/resultType").asString()).isEqualTo("complete");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"name\":7}",
                "{\"name\":\"nobody's\"}",
                "{\"name\":\"greeting\"}",
                "{\"name\":\"greeting\",\"arguments\":null}",
                "{\"name\":\"greeting\",\"arguments\":[]}",
                "{\"name\":\"greeting\",\"arguments\":{\"name\":null}}",
                "{\"name\":\"greeting\",\"arguments\":{\"name\":7}}",
                "{\"name\":\"greeting\",\"arguments\":{\"name\":\"Ada\",\"more\":\"x\"}}",
            })
    void refusesOtherArguments(String params) throws IOException {
        JsonNode answer = legacy("prompts/get", params);

        assertThat(answer.at("/error/code").asInt()).as(answer.toString()).isEqualTo(-32602);
    }

    @Test
    void tellsNothingOfADefect() throws IOException {
        JsonNode answer = legacy("prompts/get", "{\"name\":\"broken\"}");

        assertThat(answer.at("/error/code").asInt()).isEqualTo(-32603);
        assertThat(answer.toString()).doesNotContain("secret");
    }

    @Test
    void proposesNoMoreValuesThanTheProtocolTakes() throws IOException {
        JsonNode answer = complete("{\"type\":\"ref/prompt\",\"name\":\"greeting\"}", "name");

        assertThat(answer.at("/result/completion/values").size()).isEqualTo(Completer.VALUES_MAX);
        assertThat(answer.at("/result/completion/hasMore").asBoolean()).isTrue();
    }

    @Test
    void refusesToCompleteWhatItDoesNotKnow() throws IOException {
        for (String ref :
                List.of(
                        "{\"type\":\"ref/prompt\",\"name\":7}",
                        "{\"type\":\"ref/other\",\"name\":\"greeting\"}",
                        "{\"type\":\"ref/resource\"}",
                        "7",
                        "null")) {
            assertThat(complete(ref, "name").at("/error/code").asInt()).isEqualTo(-32602);
        }
        assertThat(
                        complete("{\"type\":\"ref/prompt\",\"name\":\"greeting\"}", "other")
                                .at("/error/message")
                                .asString())
                .isEqualTo("Unknown reference");
    }

    private static JsonNode complete(String ref, String argument) throws IOException {
        return new ModernRequest(
                        "completion/complete",
                        "{\"ref\":%s,\"argument\":{\"name\":\"%s\",\"value\":\"n\"}}"
                                .formatted(ref, argument))
                .answeredBy(full);
    }

    private static JsonNode read(String uri) throws IOException {
        return new ModernRequest("resources/read", "{\"uri\":\"" + uri + "\"}").answeredBy(full);
    }

    private static JsonNode legacy(String method, String params) throws IOException {
        return JSON.readTree(
                full.post(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                                        + method
                                        + "\",\"params\":"
                                        + params
                                        + "}",
                                "MCP-Protocol-Version: 2025-11-25")
                        .body());
    }

    private static final class BlocksTool implements Tool {
        @Override
        public ToolDefinition definition() {
            return new ToolDefinition(
                    "blocks", "Blocks", "All kinds.", Parameters.of(), null, true);
        }

        @Override
        public ToolResult call(Call call) {
            byte[] bytes = {1, 2, 3};
            return new ToolResult.Blocks(
                    List.of(
                            new Content.Text("a\nb"),
                            new Content.Image(Media.of("image/png", bytes)),
                            new Content.Audio(Media.of("audio/wav", bytes)),
                            new Content.Embedded(
                                    new ResourceContents.Text("n:1", "text/plain", "one")),
                            new Content.Link(
                                    new Resource(
                                            "n:1",
                                            new Label("one", "One", "The first."),
                                            "text/plain"))),
                    false);
        }
    }

    private static final class Greeting implements Prompt {
        @Override
        public PromptDefinition definition() {
            return new PromptDefinition(
                    new Label("greeting", "Greeting", "Greets."),
                    List.of(
                            new PromptDefinition.Argument(
                                    new Label("name", "Name", "Whom."), true)));
        }

        @Override
        public PromptResult get(PromptCall call) {
            return new PromptResult.Messages(
                    "A greeting.",
                    List.of(
                            new PromptResult.Message(
                                    PromptResult.Role.USER,
                                    new Content.Text(
                                            String.valueOf(call.arguments().get("name"))))));
        }
    }

    private static final class Broken implements Prompt {
        @Override
        public PromptDefinition definition() {
            return new PromptDefinition(new Label("broken", "Broken", "Breaks."), List.of());
        }

        @Override
        public PromptResult get(PromptCall call) {
            throw new IllegalStateException("secret");
        }
    }

    private static final class Numbers implements ResourceCatalog {
        private static final UriTemplate TEMPLATE = new UriTemplate("n:of/{number}");

        @Override
        public List<Resource> visibleTo(Authenticated caller) {
            return IntStream.rangeClosed(1, 300)
                    .mapToObj(n -> new Resource("n:" + n, label("" + n), "text/plain"))
                    .toList();
        }

        @Override
        public List<ResourceTemplate> templatesFor(Authenticated caller) {
            return List.of(new ResourceTemplate(TEMPLATE, label("of"), "image/png"));
        }

        @Override
        public ResourceResult read(ResourceCall call) {
            if (TEMPLATE.match(call.uri()).isPresent()) {
                return new ResourceResult.Contents(
                        List.of(
                                new ResourceContents.Blob(
                                        call.uri(), Media.of("image/png", new byte[] {1, 2, 3}))));
            }
            return call.uri().equals("n:1")
                    ? new ResourceResult.Contents(
                            List.of(new ResourceContents.Text("n:1", "text/plain", "1")))
                    : new ResourceResult.Unknown();
        }

        private static Label label(String name) {
            return new Label(name, name, name);
        }
    }
}
