package dev.sluice.connector.duckdb.engine;

import dev.sluice.connector.duckdb.frame.Message.Source;
import dev.sluice.connector.duckdb.frame.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * DuckDB with one source open to be read, and everything else locked: no other file, no extension,
 * no setting, nothing written, nothing spilled to disk.
 *
 * @see <a href="https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview">Securing
 *     DuckDB</a>
 */
final class LockedDatabase implements AutoCloseable {
    private static final String TABLES_FILE = "tables.duckdb";

    private final DuckDBConnection first;
    private final int unreadable;

    private LockedDatabase(DuckDBConnection first, int unreadable) {
        this.first = first;
        this.unreadable = unreadable;
    }

    /** A database file. */
    static LockedDatabase ofFile(Source source) throws SQLException {
        DuckDBConnection connection = connect(Path.of(source.path()), source, true);
        // The database's own files are open by now. Without this they, and what is beside them,
        // would stay within reach of COPY.
        lock(connection, List.of(), true);
        return new LockedDatabase(connection, 0);
    }

    /**
     * Describes the Parquet files of a directory as views in a database of its own, which is then
     * opened to be read.
     *
     * @param work an empty directory
     * @return how many tables could not be read and are left out
     */
    static int describe(Source source, Path work) throws SQLException, Unusable {
        Path directory = Path.of(source.path());
        Map<String, List<Path>> tables = ParquetTables.of(directory);
        int unreadable = 0;
        try (DuckDBConnection connection = connect(work.resolve(TABLES_FILE), source, false)) {
            lock(connection, List.of(directory), false);
            for (Map.Entry<String, List<Path>> table : tables.entrySet()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(view(table.getKey(), table.getValue(), source));
                } catch (SQLException e) {
                    unreadable++;
                }
            }
        }
        if (unreadable == tables.size()) {
            throw new Unusable(Reason.FILE_UNREADABLE);
        }
        return unreadable;
    }

    /** The directory that {@link #describe} described. */
    static LockedDatabase ofDirectory(Source source, Path work, int unreadable)
            throws SQLException {
        DuckDBConnection connection = connect(work.resolve(TABLES_FILE), source, true);
        lock(connection, List.of(Path.of(source.path())), false);
        return new LockedDatabase(connection, unreadable);
    }

    private static String view(String name, List<Path> files, Source source) {
        StringBuilder sql = new StringBuilder("CREATE VIEW main.");
        sql.append('"').append(name.replace("\"", "\"\"")).append("\" AS FROM read_parquet(");
        sql.append(list(files)).append(", union_by_name = true, hive_partitioning = ");
        return sql.append(source.hivePartitions()).append(')').toString();
    }

    private static String list(List<Path> paths) {
        return paths.stream()
                .map(path -> "'" + path.toString().replace("'", "''") + "'")
                .toList()
                .toString();
    }

    private static DuckDBConnection connect(Path file, Source source, boolean readOnly)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("duckdb.read_only", Boolean.toString(readOnly));
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("allow_community_extensions", "false");
        properties.setProperty("allow_unsigned_extensions", "false");
        properties.setProperty("memory_limit", source.memoryMegabytes() + "MB");
        properties.setProperty("threads", Integer.toString(source.threads()));
        properties.setProperty("temp_directory", "");
        properties.setProperty("max_temp_directory_size", "0B");
        Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, properties);
        if (connection == null) {
            throw new SQLException("the driver does not take the path");
        }
        return connection.unwrap(DuckDBConnection.class);
    }

    /** The order matters: what is allowed first, then that nothing else is, then that it stays. */
    private static void lock(DuckDBConnection connection, List<Path> directories, boolean noFiles)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET preserve_insertion_order = true");
            if (!directories.isEmpty()) {
                statement.execute("SET allowed_directories = " + list(directories));
            }
            statement.execute("SET enable_external_access = false");
            if (noFiles) {
                statement.execute("SET disabled_filesystems = 'LocalFileSystem'");
            }
            statement.execute("SET lock_configuration = true");
        }
    }

    /** A connection of its own for one query: nothing of it reaches the next. */
    DuckDBConnection connection() throws SQLException {
        return first.duplicate();
    }

    int unreadable() {
        return unreadable;
    }

    /** DuckDB's version. */
    String version() throws SQLException {
        try (Statement statement = first.createStatement();
                ResultSet result = statement.executeQuery("SELECT version()")) {
            result.next();
            return result.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        first.close();
    }
}
