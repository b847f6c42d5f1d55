package dev.sluice.connector.duckdb;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.FileSources;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.transport.DirectNetwork;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Real files of DuckDB, written by a DuckDB of the test's own. */
public final class DuckdbFiles {
    private DuckdbFiles() {}

    /** Writes a database file with these statements. */
    public static Path write(Path file, String... statements) {
        run("jdbc:duckdb:" + file, statements);
        return file;
    }

    /** Writes a Parquet file with the rows of this query. */
    public static Path parquet(Path file, String query) {
        run("jdbc:duckdb:", "COPY (%s) TO '%s' (FORMAT parquet)".formatted(query, file));
        return file;
    }

    private static void run(String url, String... statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection to this file or directory, where everything beneath this one is allowed. */
    static Target target(
            Path database, Path allowed, ConnectionMode mode, Map<String, String> options) {
        return new Target(
                new ConnectionSettings(
                        "duckdb",
                        "",
                        0,
                        database.toString(),
                        "",
                        TlsSettings.of(TlsMode.VERIFY_FULL),
                        mode,
                        AuthMethod.NONE,
                        null,
                        options),
                Credential.of(Map.of()),
                new DirectNetwork(new FileSources(List.of(allowed))));
    }

    static Target target(Path database, Path allowed) {
        return target(database, allowed, ConnectionMode.SINGLE_USE, Map.of());
    }
}
