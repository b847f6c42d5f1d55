package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WhoTest {
    private final PolicyFile file =
            PolicyFile.parse(
                    """
                    version: 1
                    sources:
                      shop:
                        dialect: postgresql
                        tables:
                          shop.a: { exposed_columns: [id, name] }
                          shop.b: { exposed_columns: [id] }
                    roles:
                      analyst:
                        sources: { shop: { tables: [shop.a, shop.b] } }
                        tools: [run, describe]
                      bot:
                        sources: { shop: { tables: { shop.a: { exposed_columns: [id] } } } }
                        tools: [run]
                    bindings:
                      - { role: analyst, users: [ana@example.org] }
                    agents:
                      support-bot: { role: bot, sources: [shop] }
                    """);

    private static Grant granted(PolicyFile file, Who who) {
        return file.policyFor(who, "shop");
    }

    @Test
    void aUserHasTheVeryPolicyOfACallerOfThisName() {
        Principal principal =
                new Principal(
                        new TenantId("main"),
                        "ana@example.org",
                        "c",
                        "support-bot",
                        Set.of(),
                        Map.of());

        Who through = file.who("ana@example.org", Optional.of("support-bot"));
        assertThat(granted(file, through)).isEqualTo(file.policyFor(principal, "shop"));
        assertThat(file.toolsFor(through)).containsExactly("run");
        assertThat(through.shown()).isEqualTo("ana@example.org through support-bot");
        Who alone = file.who("ana@example.org", Optional.empty());
        assertThat(((Grant.Granted) granted(file, alone)).policy().tables()).hasSize(2);
    }

    @Test
    void anAgentAloneHasTheMostThatAnybodySeesThroughIt() {
        Who agent = file.who("support-bot", Optional.empty());

        assertThat(agent.kind()).isEqualTo(Who.Kind.AGENT);
        assertThat(((Grant.Granted) granted(file, agent)).policy().tables()).hasSize(1);
        assertThat(file.sourcesFor(agent)).containsExactly("shop");
        assertThat(file.toolsFor(agent)).containsExactly("run");
    }

    @Test
    void anAgentThatActsForItselfHasWhatTheFileGivesToTheAgentAlone() {
        Principal alone =
                new Principal(new TenantId("main"), "c", "c", "support-bot", Set.of(), Map.of());

        assertThat(file.policyFor(alone, "shop"))
                .isEqualTo(granted(file, Who.agent("support-bot")));
        assertThat(file.sourcesFor(alone)).containsExactly("shop");
        assertThat(file.toolsFor(alone)).containsExactly("run");
        Principal unknown =
                new Principal(new TenantId("main"), "c", "c", "nobody", Set.of(), Map.of());
        assertThat(file.sourcesFor(unknown)).isEmpty();
        assertThat(file.toolsFor(unknown)).isEmpty();
    }

    @Test
    void somebodyUnknownIsRefusedWithTheNearestName() {
        assertThatThrownBy(() -> file.who("anna@example.org", Optional.empty()))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("Did you mean 'ana@example.org'?")
                .extracting(e -> ((SluiceException) e).code())
                .isEqualTo(ReasonCode.NOT_FOUND);
        assertThatThrownBy(() -> file.who("ana@example.org", Optional.of("suport-bot")))
                .hasMessageContaining("There is no agent")
                .hasMessageContaining("Did you mean 'support-bot'?");
        assertThatThrownBy(() -> file.who("zebra", Optional.empty()))
                .hasMessage("The policy gives no role to 'zebra'.");
    }
}
