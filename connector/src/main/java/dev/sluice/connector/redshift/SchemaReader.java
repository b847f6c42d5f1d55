package dev.sluice.connector.redshift;

import dev.sluice.connector.catalogue.CatalogueTables;
import dev.sluice.connector.jdbc.JdbcCatalog;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.List;

/**
 * Reads what the role may select: the tables of the database, and those of external schemas, whose
 * rows are files. Keys are hints there that nobody checks. Views without a schema binding have no
 * columns in the catalogue, and are left out.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/c_intro_catalog_views.html">System
 *     catalog tables</a>
 */
final class SchemaReader {
    static final int ROWS_MAX = 50_000;

    /** A backslash in a text means something there, so there is none in these conditions. */
    static final String OWN =
            " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE c.relkind IN ('r', 'v', 'm', 'p')"
                    + " AND substring(n.nspname, 1, 3) <> 'pg_'"
                    + " AND n.nspname <> 'information_schema'"
                    + " AND has_schema_privilege(n.nspname, 'USAGE')";

    private static final String COLUMNS =
            "SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod)"
                    + " FROM pg_catalog.pg_class c"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
                    + " WHERE c.relkind IN ('r', 'v', 'm', 'p') AND a.attnum > 0"
                    + " AND NOT a.attisdropped AND substring(n.nspname, 1, 3) <> 'pg_'"
                    + " AND n.nspname <> 'information_schema'"
                    + " AND has_schema_privilege(n.nspname, 'USAGE')"
                    + " AND (has_table_privilege(c.oid, 'SELECT')"
                    + " OR has_column_privilege(c.oid, a.attnum, 'SELECT'))"
                    + " ORDER BY n.nspname, c.relname, a.attnum LIMIT "
                    + (ROWS_MAX + 1);

    private static final String KEYS =
            "SELECT n.nspname, c.relname, k.conname, k.contype, a.attname,"
                    + " rn.nspname, rc.relname, ra.attname"
                    + " FROM pg_catalog.pg_constraint k"
                    + " JOIN pg_catalog.pg_class c ON c.oid = k.conrelid"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN generate_series(1, 16) AS s(place) ON k.conkey[s.place] IS NOT NULL"
                    + " JOIN pg_catalog.pg_attribute a"
                    + " ON a.attrelid = k.conrelid AND a.attnum = k.conkey[s.place]"
                    + " LEFT JOIN pg_catalog.pg_class rc ON rc.oid = k.confrelid"
                    + " LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace"
                    + " LEFT JOIN pg_catalog.pg_attribute ra"
                    + " ON ra.attrelid = k.confrelid AND ra.attnum = k.confkey[s.place]"
                    + " WHERE k.contype IN ('p', 'f')"
                    + " ORDER BY n.nspname, c.relname, k.conname, s.place LIMIT "
                    + (ROWS_MAX + 1);

    private static final String VIEWS =
            "SELECT schemaname, viewname, definition FROM pg_catalog.pg_views"
                    + " WHERE substring(schemaname, 1, 3) <> 'pg_'"
                    + " AND schemaname <> 'information_schema'"
                    + " ORDER BY schemaname, viewname LIMIT "
                    + (ROWS_MAX + 1);

    private static final String EXTERNAL =
            "SELECT schemaname, tablename, columnname, external_type"
                    + " FROM pg_catalog.svv_external_columns"
                    + " WHERE has_schema_privilege(schemaname, 'USAGE')"
                    + " ORDER BY schemaname, tablename, columnnum LIMIT "
                    + (ROWS_MAX + 1);

    private SchemaReader() {}

    static Schema read(JdbcCatalog<RedshiftLink> catalog) {
        CatalogueTables tables = new CatalogueTables();
        for (List<String> row : catalog.rows(COLUMNS, ROWS_MAX)) {
            tables.column(name(row), row.get(2), row.get(3), "");
        }
        for (List<String> row : catalog.rows(EXTERNAL, ROWS_MAX)) {
            tables.column(name(row), row.get(2), row.get(3), "");
            tables.lineage(name(row), Schema.Kind.FOREIGN_TABLE, "files of an external schema");
        }
        for (List<String> row : catalog.rows(KEYS, ROWS_MAX)) {
            if (row.get(3).equals("p")) {
                tables.primaryKey(name(row), row.get(4));
            } else {
                tables.foreignKey(
                        name(row),
                        row.get(2),
                        new TableName(row.get(5), row.get(6)),
                        row.get(4),
                        row.get(7));
            }
        }
        for (List<String> row : catalog.rows(VIEWS, ROWS_MAX)) {
            String text = row.get(2).isEmpty() ? "what its reader may not see" : row.get(2);
            tables.lineage(name(row), Schema.Kind.VIEW, text);
        }
        return tables.schema();
    }

    private static TableName name(List<String> row) {
        return new TableName(row.get(0), row.get(1));
    }
}
