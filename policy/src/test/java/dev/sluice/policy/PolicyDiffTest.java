package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sluice.policy.PolicyDiff.Change;
import dev.sluice.policy.PolicyDiff.Effect;
import dev.sluice.policy.PolicyDiff.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyDiffTest {
    private static final String POLICY =
            """
            version: 1
            sources:
              shop:
                dialect: postgresql
                default_schema: shop
                limits: { max_rows: 200 }
                tables:
                  shop.customers:
                    exposed_columns: [id, name, region]
                    row_filter: "tenant_id = 1"
                  shop.orders: { exposed_columns: [id, total] }
                  shop.unused: { exposed_columns: [id] }
            roles:
              analyst: { sources: { shop: { tables: [shop.customers] } }, tools: [run] }
              clerk: { sources: { shop: { tables: [shop.orders] } }, tools: [run] }
            bindings:
              - { role: analyst, users: [ana@example.org, bob@example.org] }
              - { role: clerk, users: [cleo@example.org] }
            agents:
              support-bot: { role: analyst, sources: [shop] }
            """;

    private static List<Section> after(String... replacements) {
        String changed = POLICY;
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(changed).contains(replacements[i]);
            changed = changed.replace(replacements[i], replacements[i + 1]);
        }
        return PolicyDiff.between(PolicyFile.parse(POLICY), PolicyFile.parse(changed));
    }

    private static Change only(List<Section> sections) {
        assertThat(sections).hasSize(1);
        assertThat(sections.getFirst().changes()).hasSize(1);
        return sections.getFirst().changes().getFirst();
    }

    @Test
    void seesNoChangeInWhatIsWrittenDifferently() {
        assertThat(after("exposed_columns: [id, total]", "exposed_columns: [ \"id\", 'total' ]"))
                .isEmpty();
        assertThat(after("tables: [shop.customers]", "tables: { shop.customers: {} }")).isEmpty();
    }

    @Test
    void saysTogetherWhatHappensToCallersAlike() {
        List<Section> sections = after("[id, name, region]", "[id, name, region, email]");

        assertThat(sections).hasSize(1);
        assertThat(sections.getFirst().who())
                .containsExactly("ana@example.org", "bob@example.org", "agent support-bot");
        assertThat(sections.getFirst().widens()).isTrue();
        assertThat(only(sections))
                .extracting(Change::effect, Change::table, Change::sentence)
                .containsExactly(
                        Effect.WIDENS, "shop.customers", "gains the column shop.customers.email");
    }

    @Test
    void tellsALostFilterFromANarrowerAndAReplacedOne() {
        assertThat(only(after("        row_filter: \"tenant_id = 1\"\n", "")))
                .extracting(Change::effect, Change::sentence)
                .containsExactly(
                        Effect.WIDENS,
                        "sees every row of shop.customers; before, only rows with tenant_id = 1");
        assertThat(only(after("tenant_id = 1", "tenant_id = 2")).effect())
                .isEqualTo(Effect.MAY_WIDEN);
        assertThat(
                        only(
                                after(
                                        "tables: [shop.orders]",
                                        "tables: { shop.orders: { row_filter: \"id < 5\" } }")))
                .extracting(Change::effect, Change::sentence)
                .containsExactly(Effect.NARROWS, "sees only rows of shop.orders with id < 5");
    }

    @Test
    void namesTablesToolsLimitsAndSources() {
        assertThat(only(after("tables: [shop.orders]", "tables: [shop.orders, shop.customers]")))
                .extracting(Change::effect, Change::sentence)
                .containsExactly(
                        Effect.WIDENS,
                        "gains the table shop.customers (id, name, region), rows with tenant_id ="
                                + " 1");
        assertThat(after("max_rows: 200", "max_rows: 100"))
                .flatExtracting(Section::changes)
                .extracting(Change::effect, Change::sentence)
                .containsExactly(tuple(Effect.NARROWS, "shop: max_rows is 100 instead of 200"));
        assertThat(
                        only(after(
                                        "tables: [shop.orders] } }, tools: [run]",
                                        "tables: [shop.orders] } }, tools: [run, describe]"))
                                .sentence())
                .isEqualTo("gains the tool describe");
        assertThat(
                        after(
                                        "users: [cleo@example.org]",
                                        "users: [dan@example.org, cleo@example.org]")
                                .getFirst()
                                .changes())
                .extracting(Change::sentence)
                .containsExactly(
                        "gains the tool run",
                        "gains the source shop: shop.orders (id, total), every row");
    }

    @Test
    void seesMasksAndLevels() {
        String plain = "    row_filter: \"tenant_id = 1\"\n";
        String masked = plain + "        masks: { name: { kind: hash } }\n";
        List<Section> added = after(plain, masked);
        assertThat(only(added))
                .extracting(Change::effect, Change::sentence)
                .containsExactly(
                        Effect.NARROWS,
                        "sees the column shop.customers.name hashed; before, as it is");
        PolicyFile before = PolicyFile.parse(POLICY.replace(plain, masked));
        assertThat(only(PolicyDiff.between(before, PolicyFile.parse(POLICY))).effect())
                .isEqualTo(Effect.WIDENS);
        PolicyFile other = PolicyFile.parse(POLICY.replace(plain, masked.replace("hash", "hmac")));
        assertThat(only(PolicyDiff.between(before, other)).effect()).isEqualTo(Effect.MAY_WIDEN);
        PolicyFile levels =
                PolicyFile.parse(
                        POLICY.replace(
                                plain,
                                plain
                                        + "        columns: { balance: { expose: aggregate,"
                                        + " min_group: 10 } }\n"));
        assertThat(only(PolicyDiff.between(PolicyFile.parse(POLICY), levels)))
                .extracting(Change::effect, Change::sentence)
                .containsExactly(
                        Effect.WIDENS,
                        "gains the column shop.customers.balance [for aggregates over at least 10"
                                + " rows]");
    }

    @Test
    void somebodyWhoComesOrGoesGainsOrLosesEverything() {
        List<Section> sections = after("[ana@example.org, bob@example.org]", "[ana@example.org]");

        assertThat(sections.getFirst().who()).containsExactly("bob@example.org");
        assertThat(sections.getFirst().changes())
                .extracting(Change::effect)
                .containsExactly(Effect.NARROWS, Effect.NARROWS);
        assertThat(sections.getFirst().widens()).isFalse();
    }

    @Test
    void tellsWhatIsExposedAndYetSeenByNobody() {
        List<Section> sections =
                after(
                        "shop.unused: { exposed_columns: [id] }",
                        "shop.unused: { exposed_columns: [id, pin] }");

        assertThat(sections.getFirst().who()).containsExactly(PolicyDiff.NOBODY);
        assertThat(only(sections).effect()).isEqualTo(Effect.NEITHER);
    }

    @Test
    void tellsThatALineageIsAccepted() {
        Section section =
                after(
                                "shop.orders: { exposed_columns: [id, total] }",
                                "shop.orders: { exposed_columns: [id, total], accept_lineage: true"
                                        + " }")
                        .getFirst();

        assertThat(section.who()).containsExactly(PolicyDiff.EVERYBODY);
        assertThat(section.widens()).isTrue();
        assertThat(section.changes())
                .extracting(Change::table, Change::sentence)
                .containsExactly(
                        tuple(
                                "shop.orders",
                                "accepts that shop.orders may show what it reads beside its name"
                                        + " (accept_lineage)"));
    }
}
