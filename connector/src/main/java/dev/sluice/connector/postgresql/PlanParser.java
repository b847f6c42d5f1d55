package dev.sluice.connector.postgresql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads {@code EXPLAIN (FORMAT JSON)}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-explain.html">EXPLAIN</a>
 */
final class PlanParser {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private PlanParser() {}

    /**
     * The plan's top step.
     *
     * @throws IllegalArgumentException when the text is no plan
     */
    static PlanNode parse(byte[] json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.PROPERTY_NAME
                        && "Plan".equals(parser.currentName())) {
                    parser.nextToken();
                    return node(parser);
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no plan", e);
        }
        throw new IllegalArgumentException("no plan");
    }

    private static PlanNode node(JsonParser parser) {
        Fields fields = new Fields();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("Plans") && value == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    fields.children.add(node(parser));
                }
            } else if (value.isScalarValue()) {
                fields.set(name, parser);
            } else {
                parser.skipChildren();
            }
        }
        return fields.node();
    }

    /** What is known of a step while its object is read. */
    private static final class Fields {
        private String type = "";
        private @Nullable String schema;
        private @Nullable String relation;
        private @Nullable String relationship;
        private double rows;
        private double width;
        private double startupCost;
        private double totalCost;
        private final List<PlanNode> children = new ArrayList<>();

        void set(String name, JsonParser parser) {
            switch (name) {
                case "Node Type" -> type = parser.getString();
                case "Schema" -> schema = parser.getString();
                case "Relation Name" -> relation = parser.getString();
                case "Parent Relationship" -> relationship = parser.getString();
                case "Plan Rows" -> rows = parser.getDoubleValue();
                case "Plan Width" -> width = parser.getDoubleValue();
                case "Startup Cost" -> startupCost = parser.getDoubleValue();
                case "Total Cost" -> totalCost = parser.getDoubleValue();
                default -> {}
            }
        }

        PlanNode node() {
            return new PlanNode(
                    type,
                    schema,
                    relation,
                    relationship,
                    rows,
                    width,
                    startupCost,
                    totalCost,
                    children);
        }
    }
}
