package dev.sluice.connector.postgresql;

import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.core.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL with a reader who may select some of it. */
public final class Server implements AutoCloseable {
    public static final String READER = "reader";
    public static final String PASSWORD = "only-reads-2-tables!!";
    private static final Server SHARED = start(EmbeddedPostgres.builder());

    private final EmbeddedPostgres postgres;

    private Server(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** One for all tests. */
    public static Server shared() {
        return SHARED;
    }

    /** Another one, which says for itself what binaries and what directory it is made of. */
    public static Server start(EmbeddedPostgres.Builder builder) {
        try {
            Server server = new Server(listening(builder));
            server.requirePasswords();
            server.fill();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whose directory has all that is made here. */
    public static Server again(EmbeddedPostgres.Builder builder) {
        try {
            return new Server(listening(builder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres listening(EmbeddedPostgres.Builder builder) throws IOException {
        return builder.setServerConfig("max_connections", "120")
                .setServerConfig("password_encryption", "scram-sha-256")
                .start();
    }

    private void fill() {
        run(
                "CREATE ROLE reader LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.items (id bigint PRIMARY KEY, name text, price numeric)",
                "INSERT INTO shop.items SELECT g, 'item ' || g, g / 4.0"
                        + " FROM generate_series(1, 5000) g",
                "CREATE TABLE shop.log (line text)",
                "CREATE FUNCTION shop.write() RETURNS int LANGUAGE sql AS"
                        + " 'INSERT INTO shop.log VALUES (''x'') RETURNING 1'",
                "GRANT USAGE ON SCHEMA shop TO reader",
                "GRANT SELECT ON shop.items TO reader",
                "GRANT SELECT, INSERT ON shop.log TO reader",
                "ANALYZE");
    }

    /** The administrator alone goes on without one. */
    private void requirePasswords() throws IOException {
        Files.writeString(
                Path.of(ask("SHOW hba_file").getFirst()),
                """
                local all postgres trust
                host all postgres 127.0.0.1/32 trust
                host all postgres ::1/128 trust
                host all all 127.0.0.1/32 scram-sha-256
                host all all ::1/128 scram-sha-256
                """);
        run("SELECT pg_reload_conf()");
    }

    /** Where the server keeps its files, for certificates. */
    Path directory() {
        return Path.of(ask("SHOW data_directory").getFirst());
    }

    public int port() {
        return postgres.getPort();
    }

    ConnectionSettings settings(ConnectionMode mode) {
        return settings("localhost", port(), READER, mode);
    }

    public static ConnectionSettings settings(
            String host, int port, String user, ConnectionMode mode) {
        return ConnectionSettings.of("postgresql", host, port, "postgres", user, TlsMode.DISABLE)
                .with(mode);
    }

    static Target target(ConnectionSettings settings, String password) {
        return new Target(settings, credential(password), new DirectNetwork());
    }

    static Credential credential(String password) {
        return Credential.ofPassword(
                () -> Secret.takingOver(password.getBytes(StandardCharsets.UTF_8)));
    }

    Database open(ConnectionMode mode) {
        return open(mode, Capacity.DEFAULT);
    }

    Database open(ConnectionMode mode, Capacity capacity) {
        return new PostgresConnector().open(target(settings(mode), PASSWORD), capacity);
    }

    /** As administrator. */
    public void run(String... statements) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column, as administrator. */
    public List<String> ask(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections of the reader's that are open now. */
    public List<String> sessions() {
        return ask("SELECT pid FROM pg_stat_activity WHERE usename = 'reader'");
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
