package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Exposure;
import dev.sluice.core.Limits;
import dev.sluice.core.Mask;
import dev.sluice.core.Policy;
import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.TableName;
import dev.sluice.core.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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

    private static final PolicyFile LEVELS =
            PolicyFile.parse(
                    """
                    version: 1
                    sources:
                      shop:
                        dialect: postgresql
                        tables:
                          shop.customers:
                            exposed_columns: [id, name, email, phone, born]
                            columns:
                              balance: { expose: aggregate, min_group: 20 }
                              rating: { expose: aggregate }
                              tax_id: { expose: join }
                              score: { expose: filter }
                              note: { expose: select }
                            masks:
                              name: { kind: null }
                              email: { kind: hmac }
                              phone: { kind: partial, first: 3, last: 2 }
                              born: { kind: truncate_date, unit: year }
                              tax_id: { kind: hash }
                    roles:
                      all: { sources: { shop: { tables: [shop.customers] } }, tools: [run] }
                      less:
                        sources:
                          shop:
                            tables:
                              shop.customers:
                                exposed_columns: [id, email, balance, rating, note]
                                columns: { balance: { expose: aggregate, min_group: 50 }, note: { expose: join } }
                                masks: { email: { kind: hash }, id: { kind: hash } }
                        tools: [run]
                      tighter:
                        sources:
                          shop:
                            tables:
                              shop.customers:
                                columns: { rating: { expose: join }, id: { expose: filter } }
                                masks: { note: { kind: null } }
                        tools: [run]
                    bindings:
                      - { role: all, users: [ana] }
                      - { role: tighter, users: [bo] }
                    agents:
                      bot: { role: less, sources: [shop] }
                    """);

    private static Policy.ColumnRule column(String user, String name) {
        return ((Grant.Granted) LEVELS.policyFor(caller(user, null), "shop"))
                .policy()
                .tables()
                .get(CUSTOMERS)
                .columns()
                .get(name);
    }

    @Test
    void levelsAndMasksAreRead() {
        assertThat(column("ana", "id")).isEqualTo(Policy.ColumnRule.PLAIN);
        assertThat(column("ana", "note")).isEqualTo(Policy.ColumnRule.PLAIN);
        assertThat(column("ana", "balance").exposure()).isEqualTo(new Exposure.Aggregate(20));
        assertThat(column("ana", "rating").exposure()).isEqualTo(new Exposure.Aggregate(10));
        assertThat(column("ana", "tax_id"))
                .isEqualTo(new Policy.ColumnRule(new Exposure.Join(), new Mask.Hash()));
        assertThat(column("ana", "score").exposure()).isEqualTo(new Exposure.Filter());
        assertThat(column("ana", "name").mask()).isEqualTo(new Mask.Null());
        assertThat(column("ana", "email").mask()).isEqualTo(new Mask.KeyedHash());
        assertThat(column("ana", "phone").mask()).isEqualTo(new Mask.Partial(3, 2));
        assertThat(column("ana", "born").mask()).isEqualTo(new Mask.TruncateDate(Mask.Unit.YEAR));
    }

    @Test
    void aRoleTakesLevelsAndAddsMasksAndNeverGivesMore() {
        assertThat(column("bo", "rating")).as("aggregate and join share nothing").isNull();
        assertThat(column("bo", "id").exposure()).isEqualTo(new Exposure.Filter());
        assertThat(column("bo", "note").mask()).isEqualTo(new Mask.Null());
        assertThat(column("bo", "email").mask()).isEqualTo(new Mask.KeyedHash());
        assertThat(column("bo", "balance").exposure()).isEqualTo(new Exposure.Aggregate(20));
    }

    @Test
    void anAgentsRoleAndTheUsersHoldTogether() {
        SequencedMap<String, Policy.ColumnRule> columns =
                ((Grant.Granted) LEVELS.policyFor(caller("ana", "bot"), "shop"))
                        .policy()
                        .tables()
                        .get(CUSTOMERS)
                        .columns();

        assertThat(columns.keySet()).containsExactly("id", "email", "balance", "rating", "note");
        assertThat(columns.get("email").mask())
                .as("two different masks")
                .isEqualTo(new Mask.Null());
        assertThat(columns.get("id").mask()).isEqualTo(new Mask.Hash());
        assertThat(columns.get("balance").exposure()).isEqualTo(new Exposure.Aggregate(50));
        assertThat(columns.get("rating").exposure()).isEqualTo(new Exposure.Aggregate(10));
        assertThat(columns.get("note").exposure()).isEqualTo(new Exposure.Join());
    }
}
