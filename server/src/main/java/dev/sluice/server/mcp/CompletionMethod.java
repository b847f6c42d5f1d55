package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.Completer.Proposals;
import dev.sluice.server.mcp.Completer.Question;
import dev.sluice.server.mcp.Completer.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code completion/complete} (MCP 2026-07-28, server/utilities/completion). */
final class CompletionMethod {
    /** Characters of a name and of a value. */
    static final int CHARS_MAX = 4_096;

    /** Arguments that are filled in already. */
    static final int OTHERS_MAX = 64;

    private final Completer completer;

    CompletionMethod(Completer completer) {
        this.completer = completer;
    }

    Reply complete(Message.Request request, Revision revision, Exchange exchange) {
        Optional<Question> question = question(request, exchange);
        if (question.isEmpty()) {
            return Replies.error(
                    request,
                    RpcError.malformedParams(
                            revision,
                            "Completion takes a ref to a prompt or resource, an argument with name"
                                    + " and value, and a context of texts, none longer than "
                                    + CHARS_MAX
                                    + " characters."),
                    revision,
                    exchange);
        }
        Optional<Proposals> proposals = completer.complete(question.get());
        return proposals.isEmpty()
                ? Replies.error(
                        request, RpcError.unknownName("Unknown reference"), revision, exchange)
                : Replies.json(answer(request.id(), proposals.get(), revision));
    }

    private static JsonBytes answer(String id, Proposals proposals, Revision revision) {
        List<String> all = proposals.values();
        boolean cut = all.size() > Completer.VALUES_MAX;
        JsonBytes json =
                Responses.result(id)
                        .raw("{\"completion\":{\"values\":")
                        .value(cut ? all.subList(0, Completer.VALUES_MAX) : all)
                        .raw(",\"hasMore\":")
                        .value(cut || proposals.more())
                        .raw("}");
        return Responses.completed(json, revision);
    }

    private static Optional<Question> question(Message.Request request, Exchange exchange) {
        Optional<Target> target = target(request.params().path("ref"));
        Optional<String> argument = text(request.params().path("argument").path("name"));
        Optional<String> typed = text(request.params().path("argument").path("value"));
        Optional<Map<String, String>> others =
                others(request.params().path("context").path("arguments"));
        return target.isEmpty() || argument.isEmpty() || typed.isEmpty() || others.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Question(
                                exchange.caller(),
                                target.get(),
                                argument.get(),
                                typed.get(),
                                others.get()));
    }

    private static Optional<Target> target(JsonNode ref) {
        return switch (ref.path("type").asString("")) {
            case "ref/prompt" -> text(ref.path("name")).map(Target.OfPrompt::new);
            case "ref/resource" -> text(ref.path("uri")).map(Target.OfTemplate::new);
            default -> Optional.empty();
        };
    }

    private static Optional<Map<String, String>> others(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.of(Map.of());
        }
        if (!node.isObject() || node.size() > OTHERS_MAX) {
            return Optional.empty();
        }
        Map<String, String> others = new HashMap<>();
        for (Map.Entry<String, JsonNode> other : node.properties()) {
            Optional<String> value = text(other.getValue());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            others.put(other.getKey(), value.get());
        }
        return Optional.of(others);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() && node.stringValue().length() <= CHARS_MAX
                ? Optional.of(node.stringValue())
                : Optional.empty();
    }
}
