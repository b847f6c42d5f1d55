package dev.sluice.server.openapi;

import dev.sluice.server.access.RecentLogin;
import dev.sluice.server.identity.Account.Role;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * One request that a controller answers.
 *
 * @param verb of HTTP, in lower case
 * @param consumes media types of the body, empty for JSON
 */
record Operation(String verb, String path, Method method, List<String> consumes) {
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    Operation {
        consumes = List.copyOf(consumes);
    }

    /** Unique among all. */
    String id() {
        return subject() + "_" + method.getName() + "_" + verb;
    }

    private String subject() {
        return method.getDeclaringClass().getSimpleName().replaceFirst("Controller$", "");
    }

    Map<String, Object> described(Schemas schemas) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("operationId", id());
        described.put("tags", List.of(subject()));
        described.put("description", description());
        List<Map<String, Object>> parameters = parameters(schemas);
        if (!parameters.isEmpty()) {
            described.put("parameters", parameters);
        }
        body(schemas, described);
        described.put("responses", responses(schemas));
        return described;
    }

    private String description() {
        Requires requires = method.getAnnotation(Requires.class);
        if (requires == null) {
            requires = method.getDeclaringClass().getAnnotation(Requires.class);
        }
        String who = requires == null ? "For nobody." : who(requires.value());
        return needsRecentLogin() ? who + " Needs a recent sign-in." : who;
    }

    private static String who(Permission permission) {
        if (permission == Permission.WHO_AM_I) {
            return "For everybody with a token.";
        }
        Role least =
                Arrays.stream(Role.values())
                        .filter(permission::includes)
                        .reduce((_, next) -> next)
                        .orElse(Role.OWNER);
        return "For the role " + least.label() + " and those above.";
    }

    private boolean needsRecentLogin() {
        RecentLogin said = method.getAnnotation(RecentLogin.class);
        return said == null ? !verb.equals("get") : said.value();
    }

    private List<Map<String, Object>> parameters(Schemas schemas) {
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            PathVariable variable = parameter.getAnnotation(PathVariable.class);
            RequestParam asked = parameter.getAnnotation(RequestParam.class);
            if (variable != null) {
                String name = named(variable.value(), variable.name(), parameter);
                parameters.add(parameter(name, "path", true, parameter, schemas));
            } else if (asked != null) {
                boolean needed =
                        asked.required()
                                && asked.defaultValue().equals(ValueConstants.DEFAULT_NONE);
                String name = named(asked.value(), asked.name(), parameter);
                parameters.add(parameter(name, "query", needed, parameter, schemas));
            }
        }
        return parameters;
    }

    private static String named(String value, String name, Parameter parameter) {
        if (!value.isEmpty()) {
            return value;
        }
        return name.isEmpty() ? parameter.getName() : name;
    }

    private static Map<String, Object> parameter(
            String name, String in, boolean needed, Parameter parameter, Schemas schemas) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", name);
        described.put("in", in);
        described.put("required", needed);
        described.put("schema", schemas.of(parameter.getParameterizedType()));
        return described;
    }

    private void body(Schemas schemas, Map<String, Object> described) {
        for (Parameter parameter : method.getParameters()) {
            RequestBody body = parameter.getAnnotation(RequestBody.class);
            if (body != null) {
                Map<String, Object> content = new LinkedHashMap<>();
                for (String type : consumes.isEmpty() ? List.of(JSON) : consumes) {
                    content.put(
                            type, Map.of("schema", schemas.of(parameter.getParameterizedType())));
                }
                described.put(
                        "requestBody", Map.of("required", body.required(), "content", content));
            }
        }
    }

    private Map<String, Object> responses(Schemas schemas) {
        ResponseStatus status = method.getAnnotation(ResponseStatus.class);
        HttpStatus code = status == null ? HttpStatus.OK : status.value();
        Map<String, Object> good = new LinkedHashMap<>();
        good.put("description", code.getReasonPhrase());
        Type answer = answer();
        if (answer != null) {
            String media = answer == StreamingResponseBody.class ? LINES : JSON;
            good.put("content", Map.of(media, Map.of("schema", schemas.of(answer))));
        }
        Map<String, Object> responses = new TreeMap<>();
        responses.put(Integer.toString(code.value()), good);
        responses.put("default", Map.of("$ref", "#/components/responses/Error"));
        return responses;
    }

    /** What is in the body, null for nothing. */
    private @Nullable Type answer() {
        Type type = method.getGenericReturnType();
        if (type instanceof ParameterizedType generic
                && generic.getRawType() == ResponseEntity.class) {
            type = generic.getActualTypeArguments()[0];
        }
        return type == void.class || type == Void.class ? null : type;
    }

    /** For sorting: the order of the document. */
    static List<Operation> sorted(Collection<Operation> operations) {
        return operations.stream().sorted((one, other) -> key(one).compareTo(key(other))).toList();
    }

    private static String key(Operation operation) {
        return operation.path() + " " + operation.verb().toLowerCase(Locale.ROOT);
    }
}
