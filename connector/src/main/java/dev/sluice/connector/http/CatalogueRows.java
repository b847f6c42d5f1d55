package dev.sluice.connector.http;

import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts together a schema from rows of columns. */
public final class CatalogueRows {
    public static final int COLUMNS_MAX = 50_000;

    private CatalogueRows() {}

    /**
     * A schema without keys, which these engines do not enforce or do not know.
     *
     * @param rows schema, table, column, type, what it is generated from or nothing, and the kind
     *     of the table as {@link Schema.Kind} spells it or nothing; in catalogue order
     */
    public static Schema schema(List<List<String>> rows) throws SourceFailure {
        Map<TableName, List<Schema.Column>> columns = new LinkedHashMap<>();
        Map<TableName, Schema.Lineage> lineages = new LinkedHashMap<>();
        for (List<String> row : rows) {
            if (row.size() != 6 || row.get(0).isEmpty() || row.get(1).isEmpty()) {
                throw SourceFailure.unreadable();
            }
            TableName table = new TableName(row.get(0), row.get(1));
            columns.computeIfAbsent(table, _ -> new ArrayList<>())
                    .add(
                            new Schema.Column(
                                    row.get(2),
                                    row.get(3),
                                    row.get(4).isEmpty() ? null : row.get(4)));
            if (!row.get(5).isEmpty()) {
                lineages.put(
                        table,
                        new Schema.Lineage(
                                Schema.Kind.valueOf(row.get(5)),
                                List.of("what its definition at the service says")));
            }
        }
        List<Schema.Table> tables = new ArrayList<>();
        columns.forEach((name, own) ->
                tables.add(
                        new Schema.Table(
                                name,
                                own,
                                List.of(),
                                List.of(),
                                lineages.getOrDefault(name, Schema.Lineage.PLAIN))));
        return Schema.of(tables);
    }
}
