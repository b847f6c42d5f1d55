package dev.sluice.connector.duckdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.duckdb.DuckdbFiles;
import dev.sluice.connector.duckdb.frame.Message.Source;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DuckDB's own locks, without the look at the statement's kind and without the kernel's rules. */
class LockedDatabaseIT {
    private @TempDir Path directory;
    private LockedDatabase database;

    @BeforeEach
    void open() throws SQLException {
        Path file =
                DuckdbFiles.write(
                        directory.resolve("shop.duckdb"), "CREATE TABLE t AS SELECT 1 AS i");
        database = LockedDatabase.ofFile(new Source(file.toString(), false, false, 256, 1));
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void readsItsTables() throws SQLException {
        execute("SELECT i FROM t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY (SELECT 1) TO '%s/new.csv'",
                "COPY (SELECT 1) TO '%s/shop.duckdb'",
                "COPY (SELECT 1) TO '%s/shop.duckdb.wal'",
                "COPY (SELECT 1) TO '/dev/stdout'",
                "COPY t FROM '/etc/passwd'",
                "EXPORT DATABASE '%s/e'",
                "IMPORT DATABASE '%s'",
                "ATTACH '%s/other.duckdb'",
                "ATTACH '%s/shop.duckdb' AS again (READ_WRITE)",
                "ATTACH ':memory:' AS m",
                "INSTALL httpfs",
                "LOAD httpfs",
                "LOAD '/tmp/x.duckdb_extension'",
                "SET memory_limit = '10GB'",
                "RESET memory_limit",
                "SET enable_external_access = true",
                "SET disabled_filesystems = ''",
                "SET lock_configuration = false",
                "SET TimeZone = 'Europe/Berlin'",
                "PRAGMA enable_profiling",
                "CALL enable_logging(storage = 'file')",
                "CREATE TABLE x AS SELECT 1",
                "CREATE MACRO f(a) AS a",
                "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
                "INSERT INTO t VALUES (1)",
                "UPDATE t SET i = 2",
                "DELETE FROM t",
                "DROP TABLE t",
                "SELECT getenv('HOME')",
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM read_text('%s/shop.duckdb')",
                "SELECT * FROM read_blob('/proc/self/environ')",
                "SELECT * FROM glob('/etc/*')",
                "SELECT * FROM sniff_csv('/etc/passwd')",
                "SELECT * FROM '/etc/passwd'",
            })
    void everythingElseIsLocked(String template) {
        assertThatThrownBy(() -> execute(template.formatted(directory)))
                .isInstanceOf(SQLException.class);
        assertThat(directory.toFile().list()).containsExactly("shop.duckdb");
    }
}
