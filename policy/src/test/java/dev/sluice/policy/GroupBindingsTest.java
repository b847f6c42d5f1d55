package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Principal;
import dev.sluice.core.TableName;
import dev.sluice.core.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupBindingsTest {
    private static final String FILE =
            """
            version: 1
            sources:
              shop:
                dialect: postgresql
                tables:
                  shop.customers: { exposed_columns: [id, name] }
                  shop.orders: { exposed_columns: [id, total] }
            roles:
              support:
                sources: { shop: { tables: { shop.customers: { exposed_columns: [id] } } } }
                tools: [describe]
              analyst: { sources: { shop: { tables: [shop.customers, shop.orders] } }, tools: [run] }
            bindings:
              - { role: support, groups: [support-team] }
              - { role: analyst, users: [ana@example.org], groups: [data-team, leads] }
            agents:
              bot: { role: support, sources: [shop] }
            """;

    private final PolicyFile file = PolicyFile.parse(FILE);

    private static Principal in(String email, String... groups) {
        return new Principal(
                        new TenantId("main"),
                        "u1",
                        "c1",
                        null,
                        Set.of("query"),
                        Map.of(Principal.EMAIL, email))
                .in(List.of(groups));
    }

    private List<String> columns(Principal caller) {
        return file.policyFor(caller, "shop") instanceof Grant.Granted(var policy)
                ? policy.tables().get(TableName.parse("shop.customers")).exposedColumns().stream()
                        .sorted()
                        .toList()
                : List.of();
    }

    @Test
    void aGroupGivesItsRole() {
        assertThat(file.sourcesFor(in("bo@example.org", "data-team"))).containsExactly("shop");
        assertThat(file.toolsFor(in("bo@example.org", "data-team"))).containsExactly("run");
        assertThat(file.groups()).containsExactly("support-team", "data-team", "leads");
    }

    @Test
    void whoIsInNoGroupOfTheFileSeesNothing() {
        assertThat(file.sourcesFor(in("bo@example.org"))).isEmpty();
        assertThat(file.sourcesFor(in("bo@example.org", "Data-Team", "data", "ana@example.org")))
                .isEmpty();
        assertThat(file.toolsFor(in("bo@example.org", "sales"))).isEmpty();
    }

    /** A group is no user, whatever it is called. */
    @Test
    void aGroupNamedLikeAUserIsNotThatUser() {
        assertThat(file.sourcesFor(in("data-team"))).isEmpty();
    }

    @Test
    void theFirstBindingDecidesWhereGroupsNarrowATableDifferently() {
        assertThat(columns(in("bo@example.org", "data-team", "support-team")))
                .containsExactly("id");
        assertThat(columns(in("bo@example.org", "leads"))).containsExactly("id", "name");
        assertThat(columns(in("ana@example.org", "support-team"))).containsExactly("id", "name");
        assertThat(file.toolsFor(in("bo@example.org", "support-team", "leads")))
                .containsExactlyInAnyOrder("describe", "run");
    }

    @Test
    void anAgentNarrowsWhatAGroupGives() {
        Principal alone = in("bo@example.org", "data-team");
        Principal through =
                new Principal(
                        alone.tenant(),
                        alone.user(),
                        alone.client(),
                        "bot",
                        alone.scopes(),
                        alone.claims());
        assertThat(columns(through)).containsExactly("id");
        assertThat(file.toolsFor(through)).isEmpty();
    }

    @Test
    void whatAGroupGainsIsAChange() {
        PolicyFile after = PolicyFile.parse(FILE.replace(", leads]", ", leads, sales]"));
        assertThat(PolicyDiff.between(file, after))
                .anySatisfy(section -> assertThat(section.who()).contains("group sales"));
    }
}
