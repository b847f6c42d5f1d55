package dev.sluice.server.mcp.parameter;

import dev.sluice.server.json.JsonBytes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The arguments that a tool takes, in the order in which clients see them. Anything else is
 * refused.
 */
public record Parameters(List<Parameter> list) implements Input {

    public Parameters {
        list = List.copyOf(list);
        if (list.stream().map(Parameter::name).distinct().count() != list.size()) {
            throw new IllegalArgumentException("a parameter is declared twice");
        }
        List<String> headers =
                mirrored(list).map(mirrored -> mirrored.header().toLowerCase(Locale.ROOT)).toList();
        if (Set.copyOf(headers).size() != headers.size()) {
            throw new IllegalArgumentException("a header is declared twice");
        }
    }

    @Override
    public List<Parameter.Mirrored> mirrored() {
        return mirrored(list).toList();
    }

    private static Stream<Parameter.Mirrored> mirrored(List<Parameter> list) {
        return list.stream()
                .filter(Parameter.Mirrored.class::isInstance)
                .map(Parameter.Mirrored.class::cast);
    }

    public static Parameters of(Parameter... parameters) {
        return new Parameters(List.of(parameters));
    }

    @Override
    public JsonBytes schema() {
        JsonBytes schema = new JsonBytes().raw("{\"type\":\"object\",\"properties\":{");
        String separator = "";
        for (Parameter parameter : list) {
            schema.raw(separator).string(parameter.name()).raw(":").raw(parameter.schema());
            separator = ",";
        }
        schema.raw("}");
        List<String> required =
                list.stream().filter(Parameter::required).map(Parameter::name).toList();
        if (!required.isEmpty()) {
            schema.raw(",\"required\":").value(required);
        }
        return schema.raw(",\"additionalProperties\":false}");
    }

    @Override
    public Checked check(@Nullable ObjectNode arguments) {
        Map<String, Object> values = new HashMap<>();
        for (Parameter parameter : list) {
            JsonNode value = arguments == null ? null : arguments.get(parameter.name());
            boolean absent = value == null || value.isNull();
            if (absent && parameter.required()) {
                return invalid(parameter.name(), "is missing");
            }
            if (!absent && value != null) {
                Optional<String> complaint = parameter.complaint(value);
                if (complaint.isPresent()) {
                    return invalid(parameter.name(), complaint.get());
                }
                values.put(parameter.name(), parameter.convert(value));
            }
        }
        return unknown(arguments)
                .orElseGet(() -> new Checked.Valid(new Arguments(values, arguments)));
    }

    private Optional<Checked> unknown(@Nullable ObjectNode arguments) {
        if (arguments == null) {
            return Optional.empty();
        }
        return arguments.propertyNames().stream()
                .filter(name -> list.stream().noneMatch(known -> known.name().equals(name)))
                .findFirst()
                .map(name -> invalid(shortened(name), "is unknown; this tool takes " + names()));
    }

    private String names() {
        return list.isEmpty()
                ? "no arguments"
                : String.join(", ", list.stream().map(Parameter::name).toList());
    }

    private static Checked invalid(String name, String complaint) {
        return new Checked.Invalid("The argument '" + name + "' " + complaint + ".", name);
    }

    private static String shortened(String name) {
        int max = 64;
        return name.length() <= max ? name : name.substring(0, max) + "…";
    }
}
