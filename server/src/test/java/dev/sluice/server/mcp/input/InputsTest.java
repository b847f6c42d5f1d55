package dev.sluice.server.mcp.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.mcp.input.Inputs.Read;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class InputsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void readsEveryKindOfResponse() {
        Inputs inputs =
                inputs(
                        """
                        {"a":{"action":"accept","content":{"n":1}},"b":{"action":"decline"},
                        "c":{"role":"assistant","model":"m","content":{"type":"text","text":"x"}},
                        "d":{"roots":[]}}
                        """);

        assertThat(inputs.elicited("a"))
                .hasValueSatisfying(
                        a -> assertThat(a.action()).isEqualTo(InputResponse.Action.ACCEPT));
        assertThat(inputs.elicited("b")).hasValueSatisfying(b -> assertThat(b.content()).isNull());
        assertThat(inputs.relayed("c")).isPresent();
        assertThat(inputs.relayed("d")).isPresent();
    }

    @Test
    void takesNoResponseForAnotherKind() {
        Inputs inputs = inputs("{\"a\":{\"action\":\"cancel\"},\"d\":{\"roots\":[]}}");

        assertThat(inputs.relayed("a")).isEmpty();
        assertThat(inputs.elicited("d")).isEmpty();
        assertThat(inputs.elicited("e")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"x\"",
                "12345",
                "{\"a\":12345}",
                "{\"a\":null}",
                "{\"a\":[]}",
                "{\"a\":{}}",
                "{\"a\":{\"action\":\"ACCEPT\"}}",
                "{\"a\":{\"action\":1}}",
                "{\"a\":{\"action\":null}}",
                "{\"a\":{\"action\":\"accept\",\"content\":[]}}",
                "{\"a\":{\"action\":\"accept\",\"content\":null}}",
                "{\"a\":{\"roots\":{}}}",
                "{\"a\":{\"role\":\"user\",\"content\":{}}}",
                "{\"a\":{\"role\":\"user\",\"model\":\"m\",\"content\":\"text\"}}",
                "{\"good\":{\"action\":\"accept\"},\"a\":{}}",
            })
    void refusesWhatIsNoResponse(String json) {
        assertThat(Inputs.read(JSON.readTree(json))).isInstanceOf(Read.Malformed.class);
    }

    @Test
    void refusesMoreResponsesThanAnybodyAskedFor() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i <= Inputs.RESPONSES_MAX; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("\"r")
                    .append(i)
                    .append("\":{\"action\":\"cancel\"}");
        }

        assertThat(Inputs.read(JSON.readTree(json.append("}").toString())))
                .isInstanceOf(Read.Malformed.class);
    }

    private static Inputs inputs(String json) {
        return switch (Inputs.read(JSON.readTree(json))) {
            case Read.Responses(var byName) -> new Inputs(byName, null);
            case Read.Malformed(var complaint) -> throw new AssertionError(complaint);
        };
    }
}
