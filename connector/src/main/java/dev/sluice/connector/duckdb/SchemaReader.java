package dev.sluice.connector.duckdb;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.catalogue.CatalogueSource;
import dev.sluice.connector.catalogue.CatalogueTables;
import dev.sluice.connector.duckdb.frame.Cells;
import dev.sluice.connector.duckdb.frame.Message;
import dev.sluice.connector.duckdb.frame.Message.Bounds;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the catalogue of a source, in its process and under the same locks as any query. */
final class SchemaReader {
    private static final int BYTES_MAX = 64 << 20;
    private static final int CELL_BYTES_MAX = 1 << 20;

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

    private final EngineProcess engine;

    SchemaReader(EngineProcess engine) {
        this.engine = engine;
    }

    /**
     * Every table, view and column.
     *
     * @param parquet whether the tables are Parquet files, whose views are ours and not for anybody
     */
    Schema read(boolean parquet) {
        CatalogueTables tables = new CatalogueTables();
        for (List<String> row : rows(COLUMNS)) {
            TableName table = new TableName(row.get(0), row.get(1));
            tables.column(table, row.get(2), row.get(3), row.get(4));
        }
        for (List<String> row : rows(KEYS)) {
            TableName table = new TableName(row.get(0), row.get(1));
            if (row.get(4).isEmpty()) {
                tables.primaryKey(table, row.get(3));
            } else {
                // The catalogue names no schema: a key refers to a table of its own one.
                TableName references = new TableName(row.get(0), row.get(4));
                tables.foreignKey(table, row.get(2), references, row.get(3), row.get(5));
            }
        }
        for (List<String> row : parquet ? List.<List<String>>of() : rows(VIEWS)) {
            tables.lineage(new TableName(row.get(0), row.get(1)), Schema.Kind.VIEW, row.get(2));
        }
        return tables.schema();
    }

    private List<List<String>> rows(String sql) {
        Query query =
                new Query(
                        sql,
                        List.of(),
                        new Bounds(CatalogueSource.ROWS_MAX, CELL_BYTES_MAX, BYTES_MAX));
        EngineProcess.Ran ran;
        try {
            ran = engine.run(query, CatalogueSource.TIMEOUT, new Cancellation());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Diagnosis.ENGINE_ENDED.exception();
        }
        return switch (ran.ending()) {
            case Reply.Ending.Complete complete -> {
                if (complete.truncated()) {
                    throw tooLarge();
                }
                yield ran.reply().rows().stream().map(SchemaReader::texts).toList();
            }
            case Reply.Ending.Failed failed -> throw failure(failed.message());
            case Reply.Ending.Lost lost -> throw lost.cause().exception();
        };
    }

    private static List<String> texts(Cells row) {
        List<String> texts = new ArrayList<>(row.count());
        for (int column = 0; column < row.count(); column++) {
            byte[] cell = row.get(column);
            texts.add(cell == null ? "" : new String(cell, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static SluiceException failure(Message.Failed failed) {
        return switch (failed.reason()) {
            case CELL_TOO_LARGE, ROW_TOO_LARGE -> tooLarge();
            default -> Causes.of(failed.reason()).exception();
        };
    }

    private static SluiceException tooLarge() {
        return new SluiceException(
                ReasonCode.RESULT_TOO_LARGE,
                "The database's catalogue is larger than Sluice takes in.",
                Map.of("rows_max", CatalogueSource.ROWS_MAX));
    }
}
