package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyCheckTest {
    private static final Schema SCHEMA =
            Schema.of(
                    List.of(
                            new Schema.Table(
                                    TableName.parse("shop.orders"),
                                    List.of(
                                            new Schema.Column("id", "bigint"),
                                            new Schema.Column("Discount Code", "text"),
                                            new Schema.Column("tenant_id", "integer")),
                                    List.of("id"),
                                    List.of())));

    private static List<PolicyProblem> problems(String tables) {
        String yaml =
                "version: 1\nsources:\n  shop:\n    dialect: postgresql\n    tables:\n"
                        + tables.indent(6);
        return PolicyFile.parse(yaml).validate(Map.of("shop", SCHEMA));
    }

    @Test
    void aFileThatFitsTheDatabaseHasNoProblem() {
        assertThat(
                        problems(
                                """
                                shop.orders:
                                  exposed_columns: [id, 'Discount Code']
                                  row_filter: tenant_id = 1
                                """))
                .isEmpty();
    }

    @Test
    void anUnknownTableIsNamedWithItsPlace() {
        assertThat(problems("shop.order: { exposed_columns: [id] }"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.place()).isEqualTo(new Place(6, 7));
                    assertThat(problem.key()).isEqualTo("sources.shop.tables.shop.order");
                    assertThat(problem.nearest()).contains("shop.orders");
                    assertThat(problem.message())
                            .startsWith("the database has no table 'shop.order'");
                });
    }

    @Test
    void everyUnknownColumnIsNamedInExactSpelling() {
        assertThat(problems("shop.orders:\n  exposed_columns: [ID, 'discount code', id, secret]"))
                .extracting(problem -> problem.place().toString())
                .containsExactly("line 7, column 27", "line 7, column 31", "line 7, column 52");
    }

    @Test
    void aRowFilterThatDoesNotCompileIsNamedWithItsPlace() {
        assertThat(
                        problems(
                                """
                                shop.orders:
                                  exposed_columns: [id]
                                  row_filter: no_such_column = 1
                                """))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.place()).isEqualTo(new Place(8, 21));
                    assertThat(problem.key())
                            .isEqualTo("sources.shop.tables.shop.orders.row_filter");
                    assertThat(problem.message())
                            .startsWith("the row filter is not valid at its character 1: ");
                });
        assertThat(problems("shop.orders: { exposed_columns: [id], row_filter: 'id = ' }"))
                .hasSize(1);
        assertThat(problems("shop.orders: { exposed_columns: [id], row_filter: '1=1) OR (1=1' }"))
                .hasSize(1);
        assertThat(
                        problems(
                                "shop.orders: { exposed_columns: [id], row_filter: 'id = 1; DROP"
                                        + " TABLE x' }"))
                .hasSize(1);
    }

    @Test
    void theFilterOfARoleIsCheckedToo() {
        String yaml =
                """
                version: 1
                sources: { shop: { dialect: postgresql, tables: { shop.orders: { exposed_columns: [id] } } } }
                roles:
                  r:
                    sources: { shop: { tables: { shop.orders: { row_filter: 'nothing = 1' } } } }
                    tools: [run]
                """;

        assertThat(PolicyFile.parse(yaml).validate(Map.of("shop", SCHEMA)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.place().line()).isEqualTo(5));
    }

    @Test
    void aSourceWithoutASchemaIsNotChecked() {
        PolicyFile file =
                PolicyFile.parse(
                        "version: 1\n"
                                + "sources: { x: { dialect: postgresql, tables: { a.t: {"
                                + " exposed_columns: [id] } } } }");

        assertThat(file.validate(Map.of("shop", SCHEMA))).isEmpty();
    }

    @Test
    void problemsAreCounted() {
        StringBuilder tables = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            tables.append("shop.t").append(i).append(": { exposed_columns: [id] }\n");
        }
        assertThat(problems(tables.toString())).hasSize(PolicyCheck.PROBLEMS_MAX);
    }

    @Test
    void masksFitTheTypesOfTheirColumns() {
        assertThat(
                        problems(
                                """
                                shop.orders:
                                  exposed_columns: [id, 'Discount Code', tenant_id]
                                  masks:
                                    id: { kind: hash }
                                    'Discount Code': { kind: partial, first: 1 }
                                    tenant_id: { kind: null }
                                """))
                .isEmpty();
        assertThat(
                        problems(
                                """
                                shop.orders:
                                  exposed_columns: [id, 'Discount Code']
                                  masks:
                                    id: { kind: partial }
                                    'Discount Code': { kind: truncate_date, unit: year }
                                """))
                .extracting(problem -> problem.place() + ": " + problem.message())
                .containsExactly(
                        "line 9, column 23: the mask 'partial' does not fit a column of type"
                                + " bigint; it is for texts.",
                        "line 10, column 36: the mask 'truncate_date' does not fit a column of type"
                                + " text; it is for dates and timestamps, and hours for the"
                                + " latter.");
    }

    @Test
    void aggregatesWantATableWithAKey() {
        String yaml =
                """
                version: 1
                sources:
                  s:
                    dialect: postgresql
                    tables:
                      a.t: { columns: { x: { expose: aggregate }, y: { expose: join } } }
                """;
        Schema schema =
                Schema.of(
                        List.of(
                                new Schema.Table(
                                        TableName.parse("a.t"),
                                        List.of(new Schema.Column("x", "integer")),
                                        List.of(),
                                        List.of())));

        assertThat(PolicyFile.parse(yaml).validate(Map.of("s", schema)))
                .extracting(problem -> problem.place() + ": " + problem.message())
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .startsWith("line 6, column 25: ")
                                        .contains("without a primary key"),
                        second -> assertThat(second).contains("has no column 'y'"));
    }

    private static List<PolicyProblem> lineageProblems(Schema.Table table, String rule) {
        String yaml =
                "version: 1\nsources:\n  shop:\n    dialect: postgresql\n    tables:\n"
                        + "      shop.sales: { exposed_columns: [id], "
                        + rule
                        + " }";
        return PolicyFile.parse(yaml).validate(Map.of("shop", Schema.of(List.of(table))));
    }

    private static Schema.Table sales(Schema.Lineage lineage) {
        return new Schema.Table(
                TableName.parse("shop.sales"),
                List.of(
                        new Schema.Column("id", "bigint"),
                        new Schema.Column("total", "bigint", "(price * amount)")),
                List.of(),
                List.of(),
                lineage);
    }

    @Test
    void whatATableReadsBesideItsNameHasToBeAccepted() {
        Schema.Table view =
                sales(
                        new Schema.Lineage(
                                Schema.Kind.VIEW, List.of("hr.pay (amount, id)", "shop.orders")));

        assertThat(lineageProblems(view, "description: x"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.place()).isEqualTo(new Place(6, 7));
                    assertThat(problem.message())
                            .contains("'shop.sales' is a view and reads hr.pay (amount, id),")
                            .contains("shop.orders")
                            .contains("accept_lineage: true");
                });
        assertThat(lineageProblems(view, "accept_lineage: false")).hasSize(1);
        assertThat(lineageProblems(view, "accept_lineage: true")).isEmpty();
        assertThat(
                        lineageProblems(
                                sales(new Schema.Lineage(Schema.Kind.FOREIGN_TABLE, List.of())),
                                "description: x"))
                .hasSize(1);
    }

    @Test
    void aGeneratedColumnHasToBeAcceptedWhereItShows() {
        Schema.Table plain = sales(Schema.Lineage.PLAIN);

        assertThat(lineageProblems(plain, "description: x")).isEmpty();
        assertThat(lineageProblems(plain, "columns: { total: { expose: filter } }"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message())
                                .contains("'total', which is generated as (price * amount)"));
        assertThat(
                        lineageProblems(
                                plain,
                                "columns: { total: { expose: select } }, accept_lineage: true"))
                .isEmpty();
    }
}
