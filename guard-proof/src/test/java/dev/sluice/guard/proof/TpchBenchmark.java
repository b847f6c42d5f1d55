package dev.sluice.guard.proof;

import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** TPC-H as the artifact {@code io.trino.tpch:tpch} publishes it (Apache-2.0). */
final class TpchBenchmark {
    private static final String SCHEMA = "tpch";
    private static final int QUERIES = 22;

    private TpchBenchmark() {}

    static Benchmark at(double scale) {
        return new Benchmark(
                SCHEMA,
                TpchTable.getTables().stream().map(table -> table(table, scale)).toList(),
                IntStream.rangeClosed(1, QUERIES).mapToObj(TpchBenchmark::text).toList());
    }

    private static Benchmark.Text text(int number) {
        String name = "q" + number;
        String text = PublishedText.read(TpchTable.class, "/io/trino/tpch/queries/" + name);
        return new Benchmark.Text("tpch " + name, PublishedText.withoutView(text));
    }

    private static <E extends TpchEntity> GeneratedTable table(TpchTable<E> table, double scale) {
        return new GeneratedTable(
                new TableName(SCHEMA, table.getTableName()),
                table.getColumns().stream().map(TpchBenchmark::column).toList(),
                row -> {
                    for (E entity : table.createGenerator(scale, 1, 1)) {
                        row.accept(values(entity, table.getColumns().size()));
                    }
                });
    }

    private static List<String> values(TpchEntity entity, int columns) {
        return Arrays.asList(entity.toLine().split("\\|", -1)).subList(0, columns);
    }

    private static Schema.Column column(TpchColumn<?> column) {
        String type =
                switch (column.getType().getBase()) {
                    case INTEGER -> "integer";
                    case IDENTIFIER -> "bigint";
                    case DATE -> "date";
                    case DOUBLE -> "numeric(15,2)";
                    case VARCHAR ->
                            "varchar(" + column.getType().getPrecision().orElseThrow() + ")";
                };
        return new Schema.Column(column.getColumnName(), type);
    }
}
