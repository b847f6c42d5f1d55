package dev.sluice.guard.proof;

import dev.sluice.core.Schema;
import dev.sluice.guard.ResultRows;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A PostgreSQL of its own, on loopback, gone when closed. */
final class PostgresEngine implements BenchmarkEngine {
    private static final int COPY_BYTES = 64 * 1024;

    private final EmbeddedPostgres server;
    private final Connection connection;

    private PostgresEngine(EmbeddedPostgres server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    static PostgresEngine start() throws IOException, SQLException {
        EmbeddedPostgres server =
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("jit", "off")
                        .setServerConfig("work_mem", "64MB")
                        .start();
        return new PostgresEngine(server, server.getPostgresDatabase().getConnection());
    }

    @Override
    public void load(Benchmark benchmark) throws SQLException {
        execute("CREATE SCHEMA " + benchmark.schema());
        for (GeneratedTable table : benchmark.tables()) {
            execute(
                    "CREATE UNLOGGED TABLE %s (%s)"
                            .formatted(
                                    table.name(),
                                    table.columns().stream()
                                            .map(PostgresEngine::definition)
                                            .collect(Collectors.joining(", "))));
            copy(table);
            index(table);
        }
        execute("ANALYZE");
    }

    private static String definition(Schema.Column column) {
        return "\"%s\" %s".formatted(column.name(), column.type());
    }

    /** On the keys of TPC-H, so that its correlated sub-queries are done soon. */
    private void index(GeneratedTable table) throws SQLException {
        for (Schema.Column column : table.columns()) {
            if (column.name().matches("\\w+key")) {
                execute("CREATE INDEX ON %s (\"%s\")".formatted(table.name(), column.name()));
            }
        }
    }

    private void copy(GeneratedTable table) throws SQLException {
        CopyIn copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + table.name() + " FROM STDIN");
        StringBuilder lines = new StringBuilder();
        table.source()
                .each(row -> {
                    row.forEach(value -> lines.append(escaped(value)).append('\t'));
                    lines.setCharAt(lines.length() - 1, '\n');
                    if (lines.length() > COPY_BYTES) {
                        write(copy, lines);
                    }
                });
        write(copy, lines);
        copy.endCopy();
    }

    private static String escaped(String value) {
        return value == null ? "\\N" : value.replace("\\", "\\\\").replace("\t", "\\t");
    }

    private static void write(CopyIn copy, StringBuilder lines) {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        lines.setLength(0);
        try {
            copy.writeToCopy(bytes, 0, bytes.length);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A further connection, of another role, that takes several statements at once. */
    Connection connection(String role) throws SQLException {
        String url = server.getJdbcUrl(role, "postgres");
        return DriverManager.getConnection(url + "&preferQueryMode=simple");
    }

    /** A connection to a new database. */
    Connection database(String name) throws SQLException {
        execute("CREATE DATABASE " + name);
        return DriverManager.getConnection(server.getJdbcUrl("postgres", name));
    }

    Connection connection() {
        return connection;
    }

    @Override
    public String dialect() {
        return "postgresql";
    }

    @Override
    public void use(Benchmark benchmark) throws SQLException {
        execute("SET search_path = " + benchmark.schema());
        // Estimates of so little data make nested loops that take a hundred times as long.
        execute("SET enable_nestloop = " + !benchmark.schema().equals("tpcds"));
    }

    @Override
    public void useNone() throws SQLException {
        execute("SET search_path = ''");
    }

    @Override
    public List<String> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return ResultRows.of(result);
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        connection.close();
        server.close();
    }
}
