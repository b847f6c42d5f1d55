package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.mcp.ProductServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API against the routes that there are, and what they really answer. */
class OpenApiIT {
    private static final JsonMapper JSON = new JsonMapper();

    private static ProductServer product;
    private static HttpClient http;
    private static String token;
    private static JsonNode document;

    @BeforeAll
    static void start() throws Exception {
        product = new ProductServer();
        http = HttpClient.newHttpClient();
        token = product.newToken("admin");
        document = JSON.readTree(get("/api/v1/openapi.json").body());
    }

    @AfterAll
    static void stop() {
        http.close();
        product.close();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(product.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void hasEveryRouteOfTheApiAndNoOther() {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .propertyNames()
                                .forEach(verb ->
                                        described.add(
                                                verb.toUpperCase(Locale.ROOT)
                                                        + " "
                                                        + path.getKey())));
        Set<String> declared = new TreeSet<>(Routes.declared());
        declared.removeIf(route -> !route.contains(" /api/"));
        assertThat(declared).hasSizeGreaterThan(25);
        assertThat(described).isEqualTo(declared);
        assertThat(document.path("openapi").asString()).startsWith("3.1.");
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryOperationHasItsOwnName() {
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asString().substring(1)).isMissingNode())
                    .as(reference.asString())
                    .isFalse();
        }
        List<String> names = new ArrayList<>();
        document.findValues("operationId").forEach(id -> names.add(id.asString()));
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(25);
    }

    @Test
    void everyVariableOfAPathIsDescribed() {
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .forEach(operation -> {
                                    Set<String> variables = new TreeSet<>();
                                    operation
                                            .path("parameters")
                                            .forEach(one -> {
                                                if (one.path("in").asString().equals("path")) {
                                                    variables.add(
                                                            "{"
                                                                    + one.path("name").asString()
                                                                    + "}");
                                                }
                                            });
                                    assertThat(path.getKey()).contains(variables);
                                    assertThat(path.getKey().chars().filter(c -> c == '{').count())
                                            .isEqualTo(variables.size());
                                }));
    }

    /**
     * What reads and has no variables is asked, and its answer compared with what is said of it.
     */
    @Test
    void answersHaveTheMembersThatAreDescribed() throws Exception {
        int compared = 0;
        for (var path : document.path("paths").properties()) {
            JsonNode schema =
                    path.getValue().at("/get/responses/200/content/application~1json/schema");
            if (schema.isMissingNode() || path.getKey().contains("{")) {
                continue;
            }
            HttpResponse<String> answer = get(path.getKey());
            if (answer.statusCode() == 200) {
                compare(path.getKey(), schema, JSON.readTree(answer.body()));
                compared++;
            } else {
                compare(
                        path.getKey(),
                        document.at("/components/schemas/Error"),
                        JSON.readTree(answer.body()));
            }
        }
        assertThat(compared).isGreaterThan(5);
    }

    private static void compare(String where, JsonNode described, JsonNode value) {
        JsonNode schema = described;
        if (schema.has("anyOf")) {
            if (value.isNull()) {
                return;
            }
            schema = schema.path("anyOf").get(0);
        }
        if (schema.has("$ref")) {
            schema = document.at(schema.path("$ref").asString().substring(1));
        }
        switch (schema.path("type").asString("any")) {
            case "object" -> {
                assertThat(value.isObject()).as(where).isTrue();
                if (schema.has("properties")) {
                    Set<String> members = new TreeSet<>(value.propertyNames());
                    Set<String> known = new TreeSet<>(schema.path("properties").propertyNames());
                    assertThat(known).as(where).containsAll(members);
                    schema.path("required")
                            .forEach(name ->
                                    assertThat(members).as(where).contains(name.asString()));
                    for (String member : members) {
                        compare(
                                where + "." + member,
                                schema.path("properties").path(member),
                                value.path(member));
                    }
                } else if (schema.has("additionalProperties")) {
                    for (JsonNode member : value) {
                        compare(where + ".*", schema.path("additionalProperties"), member);
                    }
                }
            }
            case "array" -> {
                assertThat(value.isArray()).as(where).isTrue();
                for (JsonNode item : value) {
                    compare(where + "[]", schema.path("items"), item);
                }
            }
            case "string" -> assertThat(value.isString()).as(where).isTrue();
            case "integer" -> assertThat(value.isIntegralNumber()).as(where).isTrue();
            case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
            default -> {}
        }
    }
}
