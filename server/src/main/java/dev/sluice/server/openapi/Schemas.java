package dev.sluice.server.openapi;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of the types that controllers take and give (OpenAPI 3.1, section 4.8.24). Records
 * are described once and referred to; their members are in snake case, as the API writes them.
 */
final class Schemas {
    private static final Map<Class<?>, Map<String, Object>> SIMPLE =
            Map.ofEntries(
                    Map.entry(String.class, Map.of("type", "string")),
                    Map.entry(UUID.class, Map.of("type", "string", "format", "uuid")),
                    Map.entry(Instant.class, Map.of("type", "string", "format", "date-time")),
                    Map.entry(boolean.class, Map.of("type", "boolean")),
                    Map.entry(Boolean.class, Map.of("type", "boolean")),
                    Map.entry(int.class, Map.of("type", "integer", "format", "int32")),
                    Map.entry(Integer.class, Map.of("type", "integer", "format", "int32")),
                    Map.entry(long.class, Map.of("type", "integer", "format", "int64")),
                    Map.entry(Long.class, Map.of("type", "integer", "format", "int64")),
                    Map.entry(double.class, Map.of("type", "number")),
                    Map.entry(Double.class, Map.of("type", "number")));

    private final Map<String, Object> named = new TreeMap<>();

    /** The records that were met, by the names that references to them have. */
    Map<String, Object> named() {
        return named;
    }

    /** The schema of a type; anything at all for one that says nothing of its shape. */
    Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        if (!(type instanceof Class<?> plain)) {
            return Map.of();
        }
        Map<String, Object> simple = SIMPLE.get(plain);
        if (simple != null) {
            return simple;
        }
        if (plain.isEnum()) {
            return Map.of(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(plain.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name())
                            .toList());
        }
        return plain.isRecord() ? reference(plain) : Map.of();
    }

    private Map<String, Object> ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (Collection.class.isAssignableFrom(raw)) {
            return Map.of("type", "array", "items", of(arguments[0]));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return Map.of("type", "object", "additionalProperties", of(arguments[1]));
        }
        return Map.of();
    }

    private Map<String, Object> reference(Class<?> type) {
        String name = name(type);
        if (!named.containsKey(name)) {
            named.put(name, Map.of()); // one that holds itself refers to itself
            named.put(name, members(type));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    /** Those of a controller have its subject before their own name. */
    private static String name(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return outer == null
                ? type.getSimpleName()
                : name(outer).replaceFirst("Controller$", "") + type.getSimpleName();
    }

    private Map<String, Object> members(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = snakeCase(component.getName());
            boolean nullable = isNullable(component.getAnnotatedType());
            Map<String, Object> schema = of(component.getGenericType());
            properties.put(name, nullable ? orNull(schema) : schema);
            if (!nullable) {
                required.add(name);
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        return object;
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return schema.isEmpty() ? schema : Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }

    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
