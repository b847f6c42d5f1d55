package dev.sluice.policy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema file: every table and column of a database, as JSON. {@code
 * {"tables":[{"name":"shop.customers","columns":[{"name":"id","type":"bigint"}],"primary_key":["id"],
 * "foreign_keys":[{"columns":["region"],"references":"shop.regions","referenced_columns":["code"]}]}]}}
 * A table that reads more than its own rows has {@code "kind":"view"} and {@code
 * "reads":["shop.orders (id)"]} as well, a generated column its expression under {@code
 * "generated"}.
 */
public final class SchemaFile {
    static final int CHARACTERS_MAX = 64 << 20;
    static final int TABLES_MAX = 100_000;
    static final int COLUMNS_MAX = 10_000;
    static final int FOREIGN_KEYS_MAX = 10_000;
    static final int TEXT_CHARACTERS_MAX = 1_000;
    private static final int DEPTH_MAX = 16;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH_MAX)
                                                    .maxDocumentLength(CHARACTERS_MAX)
                                                    .maxNameLength(TEXT_CHARACTERS_MAX)
                                                    .maxStringLength(TEXT_CHARACTERS_MAX)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private SchemaFile() {}

    /**
     * Reads a schema file; nothing in it is skipped.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} with {@code line} and {@code column} when it
     *     is no JSON, with {@code path} when it is no schema
     */
    public static Schema read(String json) {
        if (json.length() > CHARACTERS_MAX) {
            throw problem("$", "is larger than " + CHARACTERS_MAX + " characters");
        }
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw noJson(e);
        }
        List<Schema.Table> tables = new ArrayList<>();
        List<JsonNode> items =
                array(fields(root, "$", Set.of("tables")), "$", "tables", TABLES_MAX);
        Set<TableName> seen = new HashSet<>();
        for (JsonNode item : items) {
            String path = "$.tables[" + tables.size() + "]";
            Schema.Table table = table(item, path);
            if (!seen.add(table.name())) {
                throw problem(
                        path,
                        "names the table "
                                + Shown.name(table.name().toString())
                                + " a second time");
            }
            tables.add(table);
        }
        return Schema.of(tables);
    }

    /** The schema as a file that {@link #read} reads back to an equal one. */
    public static String write(Schema schema) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode tables = root.putArray("tables");
        for (Schema.Table table : schema.tables().values()) {
            ObjectNode node = tables.addObject().put("name", table.name().toString());
            ArrayNode columns = node.putArray("columns");
            for (Schema.Column column : table.columns()) {
                ObjectNode written =
                        columns.addObject().put("name", column.name()).put("type", column.type());
                if (column.generated() != null) {
                    written.put("generated", shortened(column.generated()));
                }
            }
            table.primaryKey().forEach(node.putArray("primary_key")::add);
            ArrayNode foreignKeys = node.putArray("foreign_keys");
            for (Schema.ForeignKey key : table.foreignKeys()) {
                ObjectNode written = foreignKeys.addObject();
                key.columns().forEach(written.putArray("columns")::add);
                written.put("references", key.references().toString());
                key.referencedColumns().forEach(written.putArray("referenced_columns")::add);
            }
            if (!table.lineage().isPlain()) {
                node.put("kind", table.lineage().kind().word());
                ArrayNode reads = node.putArray("reads");
                table.lineage().reads().forEach(read -> reads.add(shortened(read)));
            }
        }
        return JSON.writeValueAsString(root);
    }

    /** What is only shown need not be whole. */
    private static String shortened(String text) {
        int end = Math.min(text.length(), TEXT_CHARACTERS_MAX - 1);
        return end == text.length() ? text : text.substring(0, end) + "…";
    }

    private static Schema.Table table(JsonNode node, String path) {
        Map<String, JsonNode> fields =
                fields(
                        node,
                        path,
                        Set.of("name", "columns", "primary_key", "foreign_keys", "kind", "reads"));
        TableName name = tableName(text(fields, path, "name"), path + ".name");
        List<Schema.Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode item : array(fields, path, "columns", COLUMNS_MAX)) {
            String at = path + ".columns[" + columns.size() + "]";
            Map<String, JsonNode> column = fields(item, at, Set.of("name", "type", "generated"));
            columns.add(
                    new Schema.Column(
                            text(column, at, "name"),
                            text(column, at, "type"),
                            column.containsKey("generated")
                                    ? text(column, at, "generated")
                                    : null));
            if (!names.add(columns.getLast().name())) {
                throw problem(at, "names a column a second time");
            }
        }
        List<String> primaryKey = texts(fields, path, "primary_key");
        requireColumns(path + ".primary_key", primaryKey, names);
        List<Schema.ForeignKey> foreignKeys = new ArrayList<>();
        for (JsonNode item : array(fields, path, "foreign_keys", FOREIGN_KEYS_MAX)) {
            String at = path + ".foreign_keys[" + foreignKeys.size() + "]";
            foreignKeys.add(foreignKey(item, at));
            requireColumns(at + ".columns", foreignKeys.getLast().columns(), names);
        }
        return new Schema.Table(name, columns, primaryKey, foreignKeys, lineage(fields, path));
    }

    private static Schema.Lineage lineage(Map<String, JsonNode> fields, String path) {
        List<String> reads = texts(fields, path, "reads");
        if (!fields.containsKey("kind")) {
            return new Schema.Lineage(Schema.Kind.TABLE, reads);
        }
        String word = text(fields, path, "kind");
        return Arrays.stream(Schema.Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .map(kind -> new Schema.Lineage(kind, reads))
                .orElseThrow(() ->
                        problem(
                                path + ".kind",
                                "is one of "
                                        + Arrays.stream(Schema.Kind.values())
                                                .map(Schema.Kind::word)
                                                .collect(Collectors.joining(", "))));
    }

    private static Schema.ForeignKey foreignKey(JsonNode node, String path) {
        Map<String, JsonNode> fields =
                fields(node, path, Set.of("columns", "references", "referenced_columns"));
        List<String> columns = texts(fields, path, "columns");
        List<String> referenced = texts(fields, path, "referenced_columns");
        if (columns.isEmpty() || columns.size() != referenced.size()) {
            throw problem(path, "needs as many referenced_columns as columns, and at least one");
        }
        return new Schema.ForeignKey(
                columns,
                tableName(text(fields, path, "references"), path + ".references"),
                referenced);
    }

    private static void requireColumns(String path, List<String> used, Set<String> columns) {
        for (String column : used) {
            if (!columns.contains(column)) {
                throw problem(path, "names '" + Shown.name(column) + "', no column of the table");
            }
        }
    }

    private static Map<String, JsonNode> fields(JsonNode node, String path, Set<String> known) {
        if (!node.isObject()) {
            throw problem(path, "must be an object");
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!known.contains(field.getKey())) {
                Optional<String> nearest = NearestName.to(field.getKey(), known);
                throw problem(
                        path,
                        "has the unknown key '"
                                + Shown.name(field.getKey())
                                + "'"
                                + nearest.map(name -> " (did you mean '" + name + "'?)")
                                        .orElse(""));
            }
            fields.put(field.getKey(), field.getValue());
        }
        return fields;
    }

    /** The items under a key, none when the key is missing. */
    private static List<JsonNode> array(
            Map<String, JsonNode> fields, String path, String key, int itemsMax) {
        JsonNode node = fields.get(key);
        if (node == null) {
            if (key.equals("tables") || key.equals("columns")) {
                throw problem(path, "lacks the key '" + key + "'");
            }
            return List.of();
        }
        if (!node.isArray()) {
            throw problem(path + "." + key, "must be an array");
        }
        if (node.size() > itemsMax) {
            throw problem(path + "." + key, "has more than " + itemsMax + " items");
        }
        return List.copyOf(node.values());
    }

    private static List<String> texts(Map<String, JsonNode> fields, String path, String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(fields, path, key, COLUMNS_MAX)) {
            texts.add(text(item, path + "." + key));
        }
        return texts;
    }

    private static String text(Map<String, JsonNode> fields, String path, String key) {
        JsonNode node = fields.get(key);
        if (node == null) {
            throw problem(path, "lacks the key '" + key + "'");
        }
        return text(node, path + "." + key);
    }

    private static String text(JsonNode node, String path) {
        if (!node.isString() || node.stringValue().isEmpty()) {
            throw problem(path, "must be text that is not empty");
        }
        return node.stringValue();
    }

    private static TableName tableName(String text, String path) {
        int dot = text.indexOf('.');
        if (dot < 1 || dot == text.length() - 1) {
            throw problem(path, "must be written schema.name");
        }
        return TableName.parse(text);
    }

    private static SluiceException problem(String path, String message) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "Schema file: " + path + " " + message + ".",
                Map.of("path", path));
    }

    private static SluiceException noJson(JacksonException e) {
        TokenStreamLocation location = e.getLocation(); // null where a limit was passed
        int line = location == null ? 1 : Math.max(1, location.getLineNr());
        int column = location == null ? 1 : Math.max(1, location.getColumnNr());
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "Schema file, line "
                        + line
                        + ", column "
                        + column
                        + ": this is no valid JSON, or larger than allowed.",
                Map.of("line", line, "column", column));
    }
}
