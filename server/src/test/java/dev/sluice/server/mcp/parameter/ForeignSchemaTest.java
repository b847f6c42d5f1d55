package dev.sluice.server.mcp.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ForeignSchemaTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void carriesSchemaAndArgumentsAsTheyAre() {
        String schema = "{\"type\":\"object\",\"if\":{},\"x-own\":[1,2.50]}";
        ObjectNode arguments = (ObjectNode) JSON.readTree("{\"b\":null,\"a\":[1,{\"c\":\"é\"}]}");
        ForeignSchema foreign = new ForeignSchema(schema);

        assertThat(foreign.schema().toString()).isEqualTo(schema);
        assertThat(foreign.check(arguments))
                .isInstanceOfSatisfying(
                        Input.Checked.Valid.class,
                        valid ->
                                assertThat(valid.arguments().json().toString())
                                        .isEqualTo("{\"b\":null,\"a\":[1,{\"c\":\"é\"}]}"));
        assertThat(foreign.check(null))
                .isInstanceOfSatisfying(
                        Input.Checked.Valid.class,
                        valid -> assertThat(valid.arguments().json().toString()).isEqualTo("{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"type\":\"array\"}",
                "{\"type\":[\"object\"]}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"x-mcp-header\":\"A\"}}}",
            })
    void refusesOtherSchemas(String schema) {
        assertThatThrownBy(() -> new ForeignSchema(schema))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesALongSchema() {
        String schema = "{\"type\":\"object\",\"a\":\"" + "x".repeat(64 * 1024) + "\"}";

        assertThatThrownBy(() -> new ForeignSchema(schema))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
