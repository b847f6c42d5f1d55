package dev.sluice.server.mcp.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UriTemplateTest {
    private static final UriTemplate TWO = new UriTemplate("db://shop/{table}/rows?of={column}");

    @Test
    void readsValuesAndDecodesThem() {
        assertThat(TWO.match("db://shop/orders/rows?of=id"))
                .contains(Map.of("table", "orders", "column", "id"));
        assertThat(TWO.match("db://shop/caf%C3%A9%2Fbar/rows?of=a%20b"))
                .contains(Map.of("table", "café/bar", "column", "a b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "db://shop/orders/rows",
                "db://shop//rows?of=id",
                "db://shop/a/b/rows?of=id",
                "db://shop/orders/rows?of=id&more=1",
                "xdb://shop/orders/rows?of=id",
                "db://shop/..%zz/rows?of=id",
                "db://shop/%/rows?of=id",
                "db://shop/%C3/rows?of=id",
                "db://shop/orders/rows?of=é",
                "db://shop/orders/rows?of=id\n",
            })
    void matchesNothingElse(String uri) {
        assertThat(TWO.match(uri)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db://{a}{b}",
                "db://{a}x{b}",
                "db://{a}.{b}",
                "db://{a}/{a}",
                "db://{a",
                "db://a}",
                "db://{+path}",
                "db://{a,b}",
                "no scheme/{a}",
            })
    void refusesTemplatesThatCouldBeReadInTwoWays(String template) {
        assertThatThrownBy(() -> new UriTemplate(template))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesLinearTime() {
        UriTemplate many = new UriTemplate("t://{a}/{b}/{c}/{d}/{e}/x");
        String longest = "t://" + "a/".repeat(1_000);

        assertThat(longest.length()).isLessThanOrEqualTo(Uris.CHARS_MAX);
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> {
                    for (int i = 0; i < 1_000; i++) {
                        assertThat(many.match(longest)).isEmpty();
                    }
                });
    }

    @Test
    void survivesAnything() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String pieces = "db://shop/%C3%A9{}?of=&\0\uD800é ~.";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder uri = new StringBuilder("db://shop/");
            for (int j = random.nextInt(30); j > 0; j--) {
                uri.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            assertThat(TWO.match(uri.toString())).as("seed " + seed).isNotNull();
        }
    }
}
