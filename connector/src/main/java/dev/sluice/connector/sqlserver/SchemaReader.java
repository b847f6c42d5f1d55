package dev.sluice.connector.sqlserver;

import dev.sluice.connector.catalogue.CatalogueTables;
import dev.sluice.connector.jdbc.JdbcCatalog;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.List;

/**
 * Reads what the role may select, from the catalogue views. They show the objects on which one has
 * any permission; what cannot be selected is left out.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views">
 *     System catalog views</a>
 */
final class SchemaReader {
    static final int ROWS_MAX = 50_000;

    /** A table's name as the permission functions want it. */
    static final String QUALIFIED = "QUOTENAME(s.name) + N'.' + QUOTENAME(o.name)";

    static final String OWN =
            " FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id"
                    + " WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0";

    private static final String TYPE =
            "t.name + CASE"
                    + " WHEN t.name IN (N'decimal', N'numeric') THEN N'('"
                    + " + CAST(c.precision AS nvarchar(10)) + N','"
                    + " + CAST(c.scale AS nvarchar(10)) + N')'"
                    + " WHEN t.name IN (N'datetime2', N'datetimeoffset', N'time') THEN N'('"
                    + " + CAST(c.scale AS nvarchar(10)) + N')'"
                    + " WHEN t.name IN (N'char', N'varchar', N'binary', N'varbinary', N'nchar',"
                    + " N'nvarchar') THEN N'(' + CASE WHEN c.max_length = -1 THEN N'max'"
                    + " WHEN t.name LIKE N'n%' THEN CAST(c.max_length / 2 AS nvarchar(10))"
                    + " ELSE CAST(c.max_length AS nvarchar(10)) END + N')' ELSE N'' END";

    private static final String COLUMNS =
            "SELECT TOP ("
                    + (ROWS_MAX + 1)
                    + ") s.name, o.name, c.name, "
                    + TYPE
                    + ", g.definition FROM sys.objects o"
                    + " JOIN sys.schemas s ON s.schema_id = o.schema_id"
                    + " JOIN sys.columns c ON c.object_id = o.object_id"
                    + " JOIN sys.types t ON t.user_type_id = c.user_type_id"
                    + " LEFT JOIN sys.computed_columns g"
                    + " ON g.object_id = c.object_id AND g.column_id = c.column_id"
                    + " WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0"
                    + " AND HAS_PERMS_BY_NAME("
                    + QUALIFIED
                    + ", 'OBJECT', 'SELECT', c.name, 'COLUMN') = 1"
                    + " ORDER BY s.name, o.name, c.column_id";

    private static final String PRIMARY_KEYS =
            "SELECT TOP ("
                    + (ROWS_MAX + 1)
                    + ") s.name, o.name, c.name FROM sys.indexes i"
                    + " JOIN sys.objects o ON o.object_id = i.object_id"
                    + " JOIN sys.schemas s ON s.schema_id = o.schema_id"
                    + " JOIN sys.index_columns ic"
                    + " ON ic.object_id = i.object_id AND ic.index_id = i.index_id"
                    + " JOIN sys.columns c"
                    + " ON c.object_id = ic.object_id AND c.column_id = ic.column_id"
                    + " WHERE i.is_primary_key = 1 AND o.is_ms_shipped = 0"
                    + " ORDER BY s.name, o.name, ic.key_ordinal";

    private static final String FOREIGN_KEYS =
            "SELECT TOP ("
                    + (ROWS_MAX + 1)
                    + ") s.name, o.name, k.name, c.name, rs.name, ro.name, rc.name"
                    + " FROM sys.foreign_keys k"
                    + " JOIN sys.foreign_key_columns kc ON kc.constraint_object_id = k.object_id"
                    + " JOIN sys.objects o ON o.object_id = k.parent_object_id"
                    + " JOIN sys.schemas s ON s.schema_id = o.schema_id"
                    + " JOIN sys.columns c ON c.object_id = kc.parent_object_id"
                    + " AND c.column_id = kc.parent_column_id"
                    + " JOIN sys.objects ro ON ro.object_id = k.referenced_object_id"
                    + " JOIN sys.schemas rs ON rs.schema_id = ro.schema_id"
                    + " JOIN sys.columns rc ON rc.object_id = kc.referenced_object_id"
                    + " AND rc.column_id = kc.referenced_column_id"
                    + " ORDER BY s.name, o.name, k.name, kc.constraint_column_id";

    /** A view's text shows to those alone who may view definitions. */
    private static final String VIEWS =
            "SELECT TOP ("
                    + (ROWS_MAX + 1)
                    + ") s.name, o.name, m.definition FROM sys.views o"
                    + " JOIN sys.schemas s ON s.schema_id = o.schema_id"
                    + " LEFT JOIN sys.sql_modules m ON m.object_id = o.object_id"
                    + " WHERE o.is_ms_shipped = 0 ORDER BY s.name, o.name";

    /** Tables whose rows are files or another server's. */
    private static final String EXTERNAL =
            "SELECT TOP ("
                    + (ROWS_MAX + 1)
                    + ") s.name, o.name FROM sys.external_tables o"
                    + " JOIN sys.schemas s ON s.schema_id = o.schema_id ORDER BY s.name, o.name";

    private SchemaReader() {}

    static Schema read(JdbcCatalog<TdsLink> catalog) {
        CatalogueTables tables = new CatalogueTables();
        for (List<String> row : catalog.rows(COLUMNS, ROWS_MAX)) {
            tables.column(name(row), row.get(2), row.get(3), row.get(4));
        }
        for (List<String> row : catalog.rows(PRIMARY_KEYS, ROWS_MAX)) {
            tables.primaryKey(name(row), row.get(2));
        }
        for (List<String> row : catalog.rows(FOREIGN_KEYS, ROWS_MAX)) {
            tables.foreignKey(
                    name(row),
                    row.get(2),
                    new TableName(row.get(4), row.get(5)),
                    row.get(3),
                    row.get(6));
        }
        for (List<String> row : catalog.rows(VIEWS, ROWS_MAX)) {
            String text = row.get(2).isEmpty() ? "what its reader may not see" : row.get(2);
            tables.lineage(name(row), Schema.Kind.VIEW, text);
        }
        for (List<String> row : catalog.rows(EXTERNAL, ROWS_MAX)) {
            tables.lineage(name(row), Schema.Kind.FOREIGN_TABLE, "an external data source");
        }
        return tables.schema();
    }

    private static TableName name(List<String> row) {
        return new TableName(row.get(0), row.get(1));
    }
}
