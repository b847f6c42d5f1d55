package dev.sluice.server.mcp.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Principal;
import dev.sluice.core.TenantId;
import dev.sluice.server.mcp.input.RequestStates.Bond;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RequestStatesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STATE = "step 2; the customer's name is Žofie";

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final RequestStates states = new RequestStates(() -> now);

    @Test
    void opensWhatItSealed() {
        assertThat(states.open(states.seal(STATE, bond()), bond())).contains(STATE);
        assertThat(states.open(states.seal("", bond()), bond())).contains("");
        String longest = "x".repeat(InputRequired.STATE_BYTES_MAX);
        assertThat(states.open(states.seal(longest, bond()), bond())).contains(longest);
    }

    @Test
    void showsTheClientNothing() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String sealed = states.seal(STATE, bond());
            assertThat(
                            new String(
                                    Base64.getUrlDecoder().decode(sealed),
                                    StandardCharsets.ISO_8859_1))
                    .doesNotContain("customer");
            assertThat(seen.add(sealed)).isTrue();
        }
    }

    @Test
    void isBoundToCallerMethodNameAndArguments() {
        String sealed = states.seal(STATE, bond());

        for (Bond other :
                new Bond[] {
                    new Bond(principal("globex", "ada", "c", "bot"), "tools/call", "buy", args()),
                    new Bond(principal("acme", "eve", "c", "bot"), "tools/call", "buy", args()),
                    new Bond(principal("acme", "ada", "d", "bot"), "tools/call", "buy", args()),
                    new Bond(principal("acme", "ada", "c", null), "tools/call", "buy", args()),
                    new Bond(principal("acme", "adac", "", "bot"), "tools/call", "buy", args()),
                    new Bond(caller(), "prompts/get", "buy", args()),
                    new Bond(caller(), "tools/call", "sell", args()),
                    new Bond(caller(), "tools/call", "buy", null),
                    new Bond(caller(), "tools/call", "buy", JSON.readTree("{\"n\":2,\"m\":1}")),
                }) {
            assertThat(states.open(sealed, other)).as(other.toString()).isEmpty();
        }
    }

    @Test
    void doesNotCareForTheOrderOfArguments() {
        String sealed = states.seal(STATE, bond());
        Bond reordered =
                new Bond(caller(), "tools/call", "buy", JSON.readTree("{\"m\":1,\"n\":1}"));

        assertThat(states.open(sealed, reordered)).contains(STATE);
    }

    @Test
    void opensForItsTimeOnly() {
        String sealed = states.seal(STATE, bond());

        now = now.plus(RequestStates.TIME_MAX);
        assertThat(states.open(sealed, bond())).isPresent();
        now = now.plusMillis(1);
        assertThat(states.open(sealed, bond())).isEmpty();
    }

    @Test
    void opensNothingOfAnotherProcess() {
        assertThat(new RequestStates(() -> now).open(states.seal(STATE, bond()), bond())).isEmpty();
    }

    @Test
    void opensNothingThatWasChanged() {
        String sealed = states.seal(STATE, bond());
        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            assertThat(states.open(changed, bond())).as(changed).isEmpty();
            assertThat(states.open(sealed.substring(0, i), bond())).isEmpty();
        }
        assertThat(states.open(sealed + "=", bond())).isEmpty();
        assertThat(states.open(sealed + "A", bond())).isEmpty();
        assertThat(states.open(" " + sealed, bond())).isEmpty();
        assertThat(states.open(sealed + "-TAMPERED", bond())).isEmpty();
    }

    @Test
    void opensNoGarbage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 1;
            }
            String sealed = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertThat(states.open(sealed, bond())).as("seed " + seed).isEmpty();
        }
        assertThat(states.open("x".repeat(1_000_000), bond())).isEmpty();
        assertThat(states.open("\uD800\0é", bond())).isEmpty();
    }

    private static Bond bond() {
        return new Bond(caller(), "tools/call", "buy", args());
    }

    private static JsonNode args() {
        return JSON.readTree("{\"n\":1,\"m\":1}");
    }

    private static Principal caller() {
        return principal("acme", "ada", "c", "bot");
    }

    private static Principal principal(
            String tenant, String user, String client, @Nullable String agent) {
        return new Principal(new TenantId(tenant), user, client, agent, Set.of(), Map.of());
    }
}
