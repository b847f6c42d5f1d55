package dev.sluice.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonBytesTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void writesPlainValues() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "a\"\\\n\r\t\u0001é😀");
        value.put("list", Arrays.asList(1, 2L, 1.5, true, null, Double.NaN));
        value.put("map", Map.of("k", List.of()));

        assertThat(new JsonBytes().value(value))
                .hasToString(
                        "{\"text\":\"a\\\"\\\\\\n\\r\\t\\u0001é😀\","
                                + "\"list\":[1,2,1.5,true,null,null],\"map\":{\"k\":[]}}");
    }

    @Test
    void writesAnyTextSoThatItReadsBackTheSame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.appendCodePoint(
                        switch (random.nextInt(4)) {
                            case 0 -> random.nextInt(0x20);
                            case 1 -> random.nextInt(0x80);
                            case 2 -> random.nextInt(0xD800);
                            default -> 0x10000 + random.nextInt(0x1000);
                        });
            }
            byte[] json = new JsonBytes().string(text.toString()).toByteArray();
            assertThat(JSON.readTree(json).stringValue())
                    .as("seed %d", seed)
                    .isEqualTo(text.toString());
        }
    }

    @Test
    void replacesHalfSurrogatePairs() {
        assertThat(JSON.readTree(new JsonBytes().string("a\uD800b\uDC00\uD800").toByteArray()))
                .hasToString("\"a\uFFFDb\uFFFD\uFFFD\"");
    }

    @Test
    void quotesJsonAsText() {
        JsonBytes inner = new JsonBytes().value(Map.of("a\n", "\"é\\"));

        JsonNode outer = JSON.readTree(new JsonBytes().quoted(inner).toByteArray());
        assertThat(JSON.readTree(outer.stringValue()))
                .isEqualTo(JSON.readTree(inner.toByteArray()));
    }

    @Test
    void growsWithItsContent() {
        JsonBytes big = new JsonBytes().string("x".repeat(3_000_000));

        assertThat(big.size()).isEqualTo(3_000_002);
        assertThat(new JsonBytes().raw(big).raw(big).size()).isEqualTo(6_000_004);
    }
}
