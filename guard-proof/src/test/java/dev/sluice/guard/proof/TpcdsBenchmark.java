package dev.sluice.guard.proof;

import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * TPC-DS: data of {@code io.trino.tpcds:tpcds}, queries of {@code io.trino:trino-product-tests}
 * (both Apache-2.0). Queries 14, 23, 24 and 39 have two texts each.
 */
final class TpcdsBenchmark {
    private static final String SCHEMA = "tpcds";
    private static final int QUERIES = 99;
    private static final List<Integer> IN_TWO_PARTS = List.of(14, 23, 24, 39);

    private TpcdsBenchmark() {}

    static Benchmark at(double scale) {
        return new Benchmark(
                SCHEMA,
                Table.getBaseTables().stream()
                        .filter(table -> table != Table.DBGEN_VERSION)
                        .map(table -> table(table, scale))
                        .toList(),
                IntStream.rangeClosed(1, QUERIES)
                        .boxed()
                        .flatMap(TpcdsBenchmark::names)
                        .map(TpcdsBenchmark::text)
                        .toList());
    }

    private static Stream<String> names(int number) {
        String name = "q%02d".formatted(number);
        return IN_TWO_PARTS.contains(number)
                ? Stream.of(name + "_1", name + "_2")
                : Stream.of(name);
    }

    private static Benchmark.Text text(String name) {
        String text = PublishedText.read(Table.class, "/sql-tests/testcases/tpcds/" + name);
        String plain = PublishedText.withoutTrinosFreedoms(text);
        return new Benchmark.Text(
                "tpcds " + name,
                name.equals("q90") ? PublishedText.withPagesOfAnyLength(plain) : plain);
    }

    private static GeneratedTable table(Table table, double scale) {
        return new GeneratedTable(
                new TableName(SCHEMA, table.getName()),
                Stream.of(table.getColumns()).map(TpcdsBenchmark::column).toList(),
                row -> {
                    Session session = Session.getDefaultSession().withScale(scale).withTable(table);
                    for (List<List<String>> rows : Results.constructResults(table, session)) {
                        row.accept(rows.getFirst());
                    }
                });
    }

    private static Schema.Column column(Column column) {
        ColumnType type = column.getType();
        String spelled =
                switch (type.getBase()) {
                    case INTEGER -> "integer";
                    case IDENTIFIER -> "bigint";
                    case DATE -> "date";
                    case TIME -> "time";
                    case VARCHAR -> "varchar(" + type.getPrecision().orElseThrow() + ")";
                    // Without padding, on which engines disagree.
                    case CHAR -> "varchar(" + type.getPrecision().orElseThrow() + ")";
                    case DECIMAL ->
                            "numeric(%d,%d)"
                                    .formatted(
                                            type.getPrecision().orElseThrow(),
                                            type.getScale().orElseThrow());
                };
        return new Schema.Column(column.getName(), spelled);
    }
}
