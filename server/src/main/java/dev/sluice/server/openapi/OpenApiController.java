package dev.sluice.server.openapi;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * {@code /api/v1/openapi.json}: the API as its controllers declare it, so that the description
 * cannot fall behind.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI 3.1</a>
 */
@RestController
@Requires(Permission.WHO_AM_I)
public final class OpenApiController {
    private static final String VERSION = "3.1.1";
    private static final String DESCRIBED = "/api/";

    private final PublicUrl url;
    private final Supplier<RequestMappingHandlerMapping> routes;

    /**
     * @param routes asked when the document is, by when all controllers are known
     */
    public OpenApiController(PublicUrl url, Supplier<RequestMappingHandlerMapping> routes) {
        this.url = url;
        this.routes = routes;
    }

    @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> document() {
        Schemas schemas = new Schemas();
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (Operation operation : Operation.sorted(operations())) {
            paths.computeIfAbsent(operation.path(), _ -> new LinkedHashMap<>())
                    .put(operation.verb(), operation.described(schemas));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", VERSION);
        document.put("info", Map.of("title", "Sluice", "version", "1"));
        document.put("servers", List.of(Map.of("url", url.issuer())));
        document.put("security", List.of(Map.of("bearer", List.of())));
        document.put("paths", paths);
        document.put("components", components(schemas));
        return document;
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        routes.get()
                .getHandlerMethods()
                .forEach((route, handler) -> operations.addAll(operations(route, handler)));
        return operations;
    }

    private static List<Operation> operations(RequestMappingInfo route, HandlerMethod handler) {
        List<String> consumes =
                route.getConsumesCondition().getConsumableMediaTypes().stream()
                        .map(MediaType::toString)
                        .sorted()
                        .toList();
        List<Operation> operations = new ArrayList<>();
        for (String path : route.getPatternValues()) {
            if (path.startsWith(DESCRIBED)) {
                for (RequestMethod verb : route.getMethodsCondition().getMethods()) {
                    operations.add(
                            new Operation(
                                    verb.name().toLowerCase(Locale.ROOT),
                                    path,
                                    handler.getMethod(),
                                    consumes));
                }
            }
        }
        return operations;
    }

    private static Map<String, Object> components(Schemas schemas) {
        Map<String, Object> named = new TreeMap<>(schemas.named());
        named.put("Error", error());
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("schemas", named);
        components.put(
                "responses",
                Map.of(
                        "Error",
                        Map.of(
                                "description",
                                "Refused or failed; the code says why.",
                                "content",
                                Map.of(
                                        MediaType.APPLICATION_JSON_VALUE,
                                        Map.of(
                                                "schema",
                                                Map.of("$ref", "#/components/schemas/Error"))))));
        components.put(
                "securitySchemes",
                Map.of(
                        "bearer",
                        Map.of("type", "http", "scheme", "bearer", "bearerFormat", "JWT")));
        return components;
    }

    private static Map<String, Object> error() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", Map.of("type", "string"));
        members.put(
                "code",
                Map.of(
                        "type",
                        "string",
                        "enum",
                        Arrays.stream(ReasonCode.values()).map(ReasonCode::name).toList()));
        members.put("details", Map.of("type", "object"));
        members.put("request_id", Map.of("type", "string"));
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", "object");
        error.put("properties", members);
        error.put("required", List.copyOf(members.keySet()));
        return error;
    }
}
