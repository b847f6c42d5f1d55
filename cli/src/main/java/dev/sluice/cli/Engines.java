package dev.sluice.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The engines that a server offers, as {@code GET /api/v1/engines} says. */
record Engines(List<Engine> all) {
    static final String PATH = "/api/v1/engines";

    /** One of them. */
    record Engine(
            String type,
            String title,
            int defaultPort,
            boolean network,
            boolean experimental,
            List<String> auth,
            List<EngineSetting> options) {}

    /** A setting of an engine's own. */
    record EngineSetting(String name, String description, boolean required) {}

    static Engines of(JsonNode answer) {
        return new Engines(list(answer.path("engines")).stream().map(Engines::engine).toList());
    }

    private static Engine engine(JsonNode node) {
        return new Engine(
                node.path("type").asString(""),
                node.path("title").asString(""),
                node.path("default_port").asInt(0),
                node.path("network").asBoolean(true),
                node.path("experimental").asBoolean(false),
                list(node.path("auth")).stream().map(it -> it.asString("")).toList(),
                list(node.path("options")).stream()
                        .map(it ->
                                new EngineSetting(
                                        it.path("name").asString(""),
                                        it.path("description").asString(""),
                                        it.path("required").asBoolean(false)))
                        .toList());
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** By type. */
    Map<String, Engine> byType() {
        return all.stream().collect(Collectors.toMap(Engine::type, engine -> engine));
    }
}
