package dev.sluice.connector.catalogue;

import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables under construction. A key is kept only if every column of it is there on both sides: it
 * must not tell of a table that its reader may not know.
 */
public final class CatalogueTables {
    private static final String PRIMARY = "";

    private final Map<TableName, List<Schema.Column>> columns = new LinkedHashMap<>();
    private final Map<TableName, Map<String, Key>> keys = new LinkedHashMap<>();
    private final Map<TableName, Schema.Lineage> lineages = new LinkedHashMap<>();

    private record Key(TableName references, List<String> columns, List<String> referenced) {
        Key(TableName references) {
            this(references, new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * A column, behind those of the same table before it.
     *
     * @param generated the expression, empty for a column with values of its own
     */
    public void column(TableName table, String name, String type, String generated) {
        columns.computeIfAbsent(table, _ -> new ArrayList<>())
                .add(new Schema.Column(name, type, generated.isEmpty() ? null : generated));
    }

    /** The next column of the table's primary key. */
    public void primaryKey(TableName table, String column) {
        key(table, PRIMARY, table, column, column);
    }

    /** The next column of a foreign key. */
    public void foreignKey(
            TableName table, String key, TableName references, String column, String referenced) {
        key(table, "f" + key, references, column, referenced);
    }

    private void key(
            TableName table, String name, TableName references, String column, String referenced) {
        Key key =
                keys.computeIfAbsent(table, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(name, _ -> new Key(references));
        key.columns().add(column);
        key.referenced().add(referenced);
    }

    public void lineage(TableName table, Schema.Kind kind, String reads) {
        lineages.put(table, new Schema.Lineage(kind, reads.isEmpty() ? List.of() : List.of(reads)));
    }

    public Schema schema() {
        List<Schema.Table> tables = new ArrayList<>();
        columns.forEach((name, own) -> tables.add(table(name, own)));
        return Schema.of(tables);
    }

    private Schema.Table table(TableName name, List<Schema.Column> own) {
        List<String> primary = List.of();
        List<Schema.ForeignKey> foreign = new ArrayList<>();
        for (Map.Entry<String, Key> entry : keys.getOrDefault(name, Map.of()).entrySet()) {
            Key key = entry.getValue();
            if (!shows(name, key.columns()) || !shows(key.references(), key.referenced())) {
                continue;
            }
            if (entry.getKey().equals(PRIMARY)) {
                primary = key.columns();
            } else {
                foreign.add(
                        new Schema.ForeignKey(key.columns(), key.references(), key.referenced()));
            }
        }
        return new Schema.Table(
                name, own, primary, foreign, lineages.getOrDefault(name, Schema.Lineage.PLAIN));
    }

    private boolean shows(TableName table, List<String> names) {
        return columns.getOrDefault(table, List.of()).stream()
                .map(Schema.Column::name)
                .toList()
                .containsAll(names);
    }
}
