package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.TableName;
import dev.sluice.core.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyFileTest {
    private static final TableName CUSTOMERS = TableName.parse("shop.customers");
    private static final TableName ORDERS = TableName.parse("shop.orders");

    private static final PolicyFile FILE =
            PolicyFile.parse(
                    """
                    version: 1
                    sources:
                      shop:
                        dialect: postgresql
                        default_schema: shop
                        limits: { max_rows: 200, max_bytes: 5GiB, timeout: 30s }
                        tables:
                          shop.customers:
                            description: one row per customer
                            exposed_columns: [id, name, region]
                            row_filter: "tenant_id = 1"
                          shop.orders:
                            exposed_columns: [id, 'Discount Code', "select"]
                          'shop.Weird Table':
                            exposed_columns: ['a"b']
                      hr:
                        dialect: postgresql
                        tables:
                          hr.people: { exposed_columns: [id] }
                    roles:
                      analyst:
                        sources:
                          shop: { tables: [shop.customers, shop.orders], limits: { max_rows: 50 } }
                        tools: [plan, run]
                      hr:
                        sources: { hr: { tables: [hr.people] } }
                        tools: [describe]
                      narrow:
                        sources:
                          shop:
                            limits: { max_rows: 100, timeout: 2s }
                            tables:
                              shop.customers:
                                exposed_columns: [name, id]
                                row_filter: "region = 'EU'"
                        tools: [run]
                    bindings:
                      - { role: analyst, users: [ana@example.org, svc-1] }
                      - { role: hr, users: [ana@example.org] }
                    agents:
                      bot: { role: narrow, sources: [shop] }
                      idle: { role: narrow, sources: [] }
                    """);

    @Test
    void aUserSeesTheTablesOfTheRoleWithTheSourcesRules() {
        Policy policy = granted(caller("ana@example.org", null), "shop");

        assertThat(policy.tables().keySet()).containsExactly(CUSTOMERS, ORDERS);
        assertThat(policy.tables().get(CUSTOMERS))
                .isEqualTo(
                        new Policy.TableRule(
                                "one row per customer",
                                List.of("id", "name", "region"),
                                List.of("tenant_id = 1")));
        assertThat(policy.tables().get(ORDERS).exposedColumns())
                .containsExactly("id", "Discount Code", "select");
        assertThat(policy.defaultSchema()).isEqualTo("shop");
        assertThat(policy.dialect()).isEqualTo("postgresql");
        assertThat(policy.limits()).isEqualTo(new Limits(50, 5L << 30, Duration.ofSeconds(30)));
    }

    @Test
    void anAgentSeesOnlyWhatTheUserAndItsOwnRoleBothShow() {
        Policy policy = granted(caller("ana@example.org", "bot"), "shop");

        assertThat(policy.tables().keySet()).containsExactly(CUSTOMERS);
        assertThat(policy.tables().get(CUSTOMERS).exposedColumns()).containsExactly("id", "name");
        assertThat(policy.tables().get(CUSTOMERS).rowFilters())
                .containsExactly("tenant_id = 1", "region = 'EU'");
        assertThat(policy.limits()).isEqualTo(new Limits(50, 5L << 30, Duration.ofSeconds(2)));
        assertThat(FILE.sourcesFor(caller("ana@example.org", "bot"))).containsExactly("shop");
        assertThat(FILE.toolsFor(caller("ana@example.org", "bot"))).containsExactly("run");
    }

    @Test
    void aClientThatActsForItselfIsBoundByItsId() {
        assertThat(FILE.sourcesFor(caller("svc-1", null))).containsExactly("shop");
        assertThat(FILE.toolsFor(caller("svc-1", null))).containsExactly("plan", "run");
    }

    @Test
    void severalRolesAddUp() {
        assertThat(FILE.sourcesFor(caller("ana@example.org", null))).containsExactly("shop", "hr");
        assertThat(FILE.toolsFor(caller("ana@example.org", null)))
                .containsExactly("plan", "run", "describe");
    }

    @Test
    void nobodyElseSeesAnything() {
        for (Principal stranger :
                List.of(
                        caller("eve@example.org", null),
                        caller("ANA@example.org", null),
                        caller("", null),
                        caller("eve@example.org", "bot"),
                        caller("ana@example.org", "nobody"),
                        caller("ana@example.org", "idle"))) {
            assertThat(FILE.sourcesFor(stranger)).isEmpty();
            assertThat(FILE.policyFor(stranger, "shop")).isInstanceOf(Grant.Refused.class);
        }
        assertThat(FILE.toolsFor(caller("eve@example.org", "bot"))).isEmpty();
        assertThat(FILE.toolsFor(caller("ana@example.org", "nobody"))).isEmpty();
    }

    @Test
    void aHiddenSourceAndNoSourceGetTheSameAnswer() {
        Principal service = caller("svc-1", null);

        assertThat(FILE.policyFor(service, "hr"))
                .isEqualTo(
                        new Grant.Refused(ReasonCode.SOURCE_UNKNOWN, "There is no source 'hr'."));
        assertThat(FILE.policyFor(service, "xx"))
                .isEqualTo(
                        new Grant.Refused(ReasonCode.SOURCE_UNKNOWN, "There is no source 'xx'."));
    }

    @Test
    void whatAFileExposesIsKnownWithoutACaller() {
        assertThat(FILE.exposedBy("shop").orElseThrow().tables()).hasSize(3);
        assertThat(FILE.exposedBy("nothing")).isEmpty();
        assertThat(FILE.sources()).containsExactly("shop", "hr");
        assertThat(FILE.tables("hr")).containsExactly(TableName.parse("hr.people"));
        assertThat(FILE.tables("nothing")).isEmpty();
        assertThat(FILE.exposedBy("hr").orElseThrow().limits()).isEqualTo(Limits.DEFAULT);
        assertThat(FILE.exposedBy("hr").orElseThrow().defaultSchema()).isEqualTo("public");
    }

    @Test
    void aFileWithNothingButAVersionShowsNothing() {
        PolicyFile empty = PolicyFile.parse("version: 1");

        assertThat(empty.sources()).isEmpty();
        assertThat(empty.sourcesFor(caller("ana@example.org", null))).isEmpty();
    }

    @Test
    void columnsWithoutACommonOneHideTheTable() {
        PolicyFile file =
                PolicyFile.parse(
                        """
                        version: 1
                        sources:
                          s: { dialect: postgresql, tables: { a.t: { exposed_columns: [x, y] } } }
                        roles:
                          left: { sources: { s: { tables: { a.t: { exposed_columns: [x] } } } }, tools: [run] }
                          right: { sources: { s: { tables: { a.t: { exposed_columns: [y] } } } }, tools: [run] }
                        bindings: [{ role: left, users: [ana] }]
                        agents: { bot: { role: right, sources: [s] } }
                        """);

        assertThat(file.sourcesFor(caller("ana", null))).containsExactly("s");
        assertThat(file.sourcesFor(caller("ana", "bot"))).isEmpty();
    }

    private static Policy granted(Principal principal, String source) {
        return switch (FILE.policyFor(principal, source)) {
            case Grant.Granted(Policy policy) -> policy;
            case Grant.Refused refused -> throw new AssertionError(refused.message());
        };
    }

    private static Principal caller(String user, String agent) {
        return new Principal(new TenantId("t"), user, "client", agent, Set.of("query"), Map.of());
    }
}
