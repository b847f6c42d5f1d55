package dev.sluice.connector.postgresql;

import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what the role may select. A key is reported only if every column of it is visible on both
 * sides: a foreign key must not tell of a table that its reader may not know.
 */
final class SchemaReader {
    static final int COLUMNS_MAX = 50_000;
    static final int KEY_COLUMNS_MAX = 50_000;

    static final String VISIBLE =
            " AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'"
                    + " AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')";

    private static final String COLUMNS =
            "SELECT n.nspname, c.relname, a.attname,"
                    + " pg_catalog.format_type(a.atttypid, a.atttypmod),"
                    + " CASE WHEN a.attgenerated <> '' THEN"
                    + " pg_catalog.pg_get_expr(g.adbin, g.adrelid) END"
                    + " FROM pg_catalog.pg_class c"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
                    + " LEFT JOIN pg_catalog.pg_attrdef g"
                    + " ON g.adrelid = a.attrelid AND g.adnum = a.attnum"
                    + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
                    + " AND a.attnum > 0 AND NOT a.attisdropped"
                    + VISIBLE
                    + " AND (pg_catalog.has_table_privilege(c.oid, 'SELECT')"
                    + " OR pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT'))"
                    + " ORDER BY n.nspname, c.relname, a.attnum LIMIT "
                    + (COLUMNS_MAX + 1);

    private static final String KEYS =
            "SELECT n.nspname, c.relname, k.oid, k.contype, a.attname,"
                    + " rn.nspname, rc.relname, ra.attname"
                    + " FROM pg_catalog.pg_constraint k"
                    + " JOIN pg_catalog.pg_class c ON c.oid = k.conrelid"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " CROSS JOIN LATERAL ROWS FROM ("
                    + "pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)"
                    + ") WITH ORDINALITY AS p(own, other, place)"
                    + " JOIN pg_catalog.pg_attribute a"
                    + " ON a.attrelid = k.conrelid AND a.attnum = p.own"
                    + " LEFT JOIN pg_catalog.pg_class rc ON rc.oid = k.confrelid"
                    + " LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace"
                    + " LEFT JOIN pg_catalog.pg_attribute ra"
                    + " ON ra.attrelid = k.confrelid AND ra.attnum = p.other"
                    + " WHERE (k.contype = 'p' OR k.contype = 'f' AND k.conparentid = 0)"
                    + VISIBLE
                    + " AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')"
                    + " ORDER BY n.nspname, c.relname, k.conname, k.oid, p.place LIMIT "
                    + (KEY_COLUMNS_MAX + 1);

    private SchemaReader() {}

    static Schema read(Catalog catalog) {
        Map<TableName, List<Schema.Column>> columns = new LinkedHashMap<>();
        for (List<String> row : catalog.rows(COLUMNS, COLUMNS_MAX)) {
            columns.computeIfAbsent(new TableName(row.get(0), row.get(1)), _ -> new ArrayList<>())
                    .add(
                            new Schema.Column(
                                    row.get(2),
                                    row.get(3),
                                    row.get(4).isEmpty() ? null : row.get(4)));
        }
        Map<TableName, List<Key>> keys = keys(catalog);
        Map<TableName, Schema.Lineage> lineages = LineageReader.read(catalog);
        List<Schema.Table> tables = new ArrayList<>();
        columns.forEach((name, own) ->
                tables.add(
                        lined(
                                table(name, own, keys.getOrDefault(name, List.of()), columns),
                                lineages.getOrDefault(name, Schema.Lineage.PLAIN))));
        return Schema.of(tables);
    }

    private static Schema.Table lined(Schema.Table table, Schema.Lineage lineage) {
        return new Schema.Table(
                table.name(), table.columns(), table.primaryKey(), table.foreignKeys(), lineage);
    }

    /** A constraint with its columns in order; {@code references} is its own table on a key. */
    private record Key(
            boolean primary,
            TableName references,
            List<String> columns,
            List<String> referencedColumns) {}

    private static Map<TableName, List<Key>> keys(Catalog catalog) {
        Map<TableName, List<Key>> byTable = new LinkedHashMap<>();
        Map<String, Key> byOid = new LinkedHashMap<>();
        for (List<String> row : catalog.rows(KEYS, KEY_COLUMNS_MAX)) {
            TableName table = new TableName(row.get(0), row.get(1));
            boolean primary = row.get(3).equals("p");
            TableName references = primary ? table : new TableName(row.get(5), row.get(6));
            Key key =
                    byOid.computeIfAbsent(
                            row.get(2),
                            _ -> {
                                Key added =
                                        new Key(
                                                primary,
                                                references,
                                                new ArrayList<>(),
                                                new ArrayList<>());
                                byTable.computeIfAbsent(table, _ -> new ArrayList<>()).add(added);
                                return added;
                            });
            key.columns().add(row.get(4));
            key.referencedColumns().add(primary ? row.get(4) : row.get(7));
        }
        return byTable;
    }

    private static Schema.Table table(
            TableName name,
            List<Schema.Column> own,
            List<Key> keys,
            Map<TableName, List<Schema.Column>> visible) {
        List<String> primaryKey = List.of();
        List<Schema.ForeignKey> foreignKeys = new ArrayList<>();
        for (Key key : keys) {
            if (!shows(own, key.columns())
                    || !shows(
                            visible.getOrDefault(key.references(), List.of()),
                            key.referencedColumns())) {
                continue;
            }
            if (key.primary()) {
                primaryKey = key.columns();
            } else {
                foreignKeys.add(
                        new Schema.ForeignKey(
                                key.columns(), key.references(), key.referencedColumns()));
            }
        }
        return new Schema.Table(name, own, primaryKey, foreignKeys);
    }

    private static boolean shows(List<Schema.Column> columns, List<String> names) {
        return columns.stream().map(Schema.Column::name).toList().containsAll(names);
    }
}
