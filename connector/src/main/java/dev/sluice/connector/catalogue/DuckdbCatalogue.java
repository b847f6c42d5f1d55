package dev.sluice.connector.catalogue;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/**
 * Reads a file of DuckDB, which runs in this process: a file that is not trusted does not belong
 * here. It is opened to be read alone, without extensions and without reach to other files.
 */
final class DuckdbCatalogue {
    private static final String OWN = " WHERE NOT internal AND database_name = current_database()";

    private static final String COLUMNS =
            "SELECT c.table_schema, c.table_name, c.column_name, c.data_type,"
                    + " c.generation_expression FROM information_schema.columns c"
                    + " WHERE c.table_catalog = current_database()"
                    + " AND (c.table_schema, c.table_name) IN (SELECT (schema_name, table_name)"
                    + " FROM duckdb_tables()"
                    + OWN
                    + " UNION ALL SELECT (schema_name, view_name) FROM duckdb_views()"
                    + OWN
                    + ") ORDER BY c.table_schema, c.table_name, c.ordinal_position";

    private static final String KEYS =
            "SELECT schema_name, table_name, constraint_index, unnest(constraint_column_names),"
                    + " referenced_table, unnest(referenced_column_names)"
                    + " FROM duckdb_constraints() WHERE database_name = current_database()"
                    + " AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY')"
                    + " ORDER BY schema_name, table_name, constraint_index";

    private static final String VIEWS =
            "SELECT schema_name, view_name, sql FROM duckdb_views()"
                    + OWN
                    + " ORDER BY schema_name, view_name";

    private DuckdbCatalogue() {}

    static Schema read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "There is no database file of this name.",
                    Map.of("argument", "url"));
        }
        try (Connection connection = open(file)) {
            return read(connection);
        } catch (SQLException e) {
            throw new SluiceException(
                    ReasonCode.SOURCE_UNAVAILABLE,
                    "The file could not be read: it is no DuckDB database, one of a newer version,"
                            + " or another process has it open for writing.");
        }
    }

    private static Schema read(Connection connection) throws SQLException {
        CatalogueTables tables = new CatalogueTables();
        for (List<String> row : CatalogueRows.of(connection, COLUMNS)) {
            TableName table = new TableName(row.get(0), row.get(1));
            tables.column(table, row.get(2), row.get(3), row.get(4));
        }
        for (List<String> row : CatalogueRows.of(connection, KEYS)) {
            TableName table = new TableName(row.get(0), row.get(1));
            if (row.get(4).isEmpty()) {
                tables.primaryKey(table, row.get(3));
            } else {
                // The catalogue names no schema: a key refers to a table of its own one.
                TableName references = new TableName(row.get(0), row.get(4));
                tables.foreignKey(table, row.get(2), references, row.get(3), row.get(5));
            }
        }
        for (List<String> row : CatalogueRows.of(connection, VIEWS)) {
            tables.lineage(new TableName(row.get(0), row.get(1)), Schema.Kind.VIEW, row.get(2));
        }
        return tables.schema();
    }

    private static Connection open(Path file) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("duckdb.read_only", "true");
        properties.setProperty("enable_external_access", "false");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("memory_limit", "256MB");
        properties.setProperty("threads", "1");
        properties.setProperty("lock_configuration", "true");
        Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, properties);
        if (connection == null) {
            throw new SQLException("the driver does not take the path");
        }
        return connection;
    }
}
