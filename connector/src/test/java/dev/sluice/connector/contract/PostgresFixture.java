package dev.sluice.connector.contract;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.Target;
import dev.sluice.connector.postgresql.PostgresConnector;
import dev.sluice.connector.postgresql.Server;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** PostgreSQL of one version. */
final class PostgresFixture implements Fixture {
    private final String name;
    private final Supplier<EmbeddedPostgres.Builder> builder;
    private final Server server;

    private PostgresFixture(
            String name, Supplier<EmbeddedPostgres.Builder> builder, Server server) {
        this.name = name;
        this.builder = builder;
        this.server = server;
        server.run(
                "CREATE TABLE shop.secret (line text)",
                "CREATE FUNCTION shop.leave_traces() RETURNS text LANGUAGE sql AS 'SELECT"
                        + " set_config(''statement_timeout'', ''0'', false)"
                        + " || set_config(''search_path'', ''shop'', false)"
                        + " || set_config(''TimeZone'', ''Asia/Tokyo'', false)'",
                "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA shop TO reader");
    }

    /** The version of the other tests. */
    static Fixture current() {
        return new PostgresFixture("PostgreSQL 18", EmbeddedPostgres::builder, Server.shared());
    }

    /** The oldest that its makers support for a year and more. */
    static Fixture old() {
        Supplier<EmbeddedPostgres.Builder> builder =
                () ->
                        EmbeddedPostgres.builder()
                                .setPgBinaryResolver((_, _) -> binaries("postgresql-15.jar"));
        return new PostgresFixture("PostgreSQL 15", builder, Server.start(builder.get()));
    }

    private static InputStream binaries(String jar) {
        URI file = Path.of("target", "engines", jar).toUri();
        try {
            return URI.create("jar:" + file + "!/postgres-linux-x86_64.txz").toURL().openStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public Connector connector() {
        return new PostgresConnector();
    }

    @Override
    public ConnectionSettings settings() {
        return settings(server);
    }

    private static ConnectionSettings settings(Server server) {
        return Server.settings(
                "localhost", server.port(), Server.READER, ConnectionMode.SINGLE_USE);
    }

    @Override
    public String password() {
        return Server.PASSWORD;
    }

    @Override
    public String one() {
        return "SELECT 1";
    }

    @Override
    public String numbers(int rows) {
        return "SELECT id FROM shop.items ORDER BY id LIMIT " + rows;
    }

    @Override
    public String texts(int rows, int characters) {
        return "SELECT repeat('x', %d) AS big FROM shop.items LIMIT %d".formatted(characters, rows);
    }

    @Override
    public String empty() {
        return "SELECT id, name FROM shop.items WHERE id < 0";
    }

    @Override
    public String backend() {
        return "SELECT pg_backend_pid()";
    }

    @Override
    public String sleeps(int seconds) {
        return "SELECT pg_sleep(" + seconds + ")";
    }

    @Override
    public String computes() {
        return "SELECT count(*) FROM generate_series(1, 200000000)";
    }

    @Override
    public String scans() {
        return "SELECT sum(price) FROM shop.items";
    }

    @Override
    public String product() {
        return "SELECT count(*) FROM shop.items a, shop.items b, shop.items c"
                + " WHERE a.price + b.price > c.price";
    }

    @Override
    public String failsWithAValue() {
        return "SELECT ('marker-of-another-tenant' || id)::int FROM shop.items";
    }

    @Override
    public List<String> leavesTraces() {
        return List.of(
                "SELECT shop.leave_traces()",
                "SELECT pg_advisory_lock(42)",
                "SELECT set_config('sluice.trace', 'x', false)");
    }

    @Override
    public String traces() {
        return "SELECT current_setting('statement_timeout'), current_setting('TimeZone'),"
                + " current_setting('transaction_read_only'), current_setting('search_path'),"
                + " coalesce(current_setting('sluice.trace', true), ''),"
                + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')";
    }

    @Override
    public List<@Nullable String> noTraces() {
        return List.of("30s", "UTC", "on", "", "", "0");
    }

    @Override
    public List<String> writes() {
        return List.of("SELECT shop.write()");
    }

    @Override
    public String written() {
        return server.ask("SELECT count(*) FROM shop.log").getFirst();
    }

    @Override
    public List<Typed> types() {
        return List.of(
                new Typed("NULL::text", null, "text", Kind.TEXT),
                new Typed("true", "t", "boolean", Kind.BOOLEAN),
                new Typed("7::smallint", "7", "smallint", Kind.INTEGER),
                new Typed("2147483647", "2147483647", "integer", Kind.INTEGER),
                new Typed(
                        "(-9223372036854775808)::bigint",
                        "-9223372036854775808",
                        "bigint",
                        Kind.INTEGER),
                new Typed("16777216::real", "1.6777216e+07", "real", Kind.FLOAT),
                new Typed("'NaN'::float8", "NaN", "double precision", Kind.FLOAT),
                new Typed("'-Infinity'::float8", "-Infinity", "double precision", Kind.FLOAT),
                new Typed(
                        "12345678901234567890123456789012345.123456789012345678901234567890",
                        "12345678901234567890123456789012345.123456789012345678901234567890",
                        "numeric",
                        Kind.TEXT),
                new Typed("'{\"a\":1}'::jsonb", "{\"a\": 1}", "jsonb", Kind.TEXT),
                new Typed("'2024-02-29'::date", "2024-02-29", "date", Kind.TEXT),
                new Typed("'0044-03-15 BC'::date", "0044-03-15 BC", "date", Kind.TEXT),
                new Typed("'infinity'::date", "infinity", "date", Kind.TEXT),
                new Typed(
                        "'2024-02-29 12:00:00.000001+02'::timestamptz",
                        "2024-02-29 10:00:00.000001+00",
                        "timestamp with time zone",
                        Kind.TEXT),
                new Typed("'\\xff00'::bytea", "\\xff00", "bytea", Kind.TEXT),
                new Typed("ARRAY[1, NULL, 2]", "{1,NULL,2}", "integer[]", Kind.TEXT),
                new Typed("interval '1 day 2 hours'", "1 day 02:00:00", "interval", Kind.TEXT),
                new Typed("B'0101'", "0101", "bit", Kind.TEXT),
                new Typed("'Grüße 🙂'", "Grüße 🙂", "text", Kind.TEXT));
    }

    @Override
    public String typesFrom() {
        return "";
    }

    @Override
    public String visibleTable() {
        return "shop.items";
    }

    @Override
    public String hiddenTable() {
        return "shop.secret";
    }

    @Override
    public long running(String part) {
        return server.ask(
                        "SELECT pid FROM pg_stat_activity WHERE usename = 'reader'"
                                + " AND state <> 'idle' AND query LIKE '%"
                                + part
                                + "%'")
                .size();
    }

    @Override
    public List<String> sessions() {
        return server.sessions();
    }

    @Override
    public void killSessions() {
        server.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'");
    }

    @Override
    public Restartable startAnother() {
        return new Another(builder);
    }

    private static final class Another implements Restartable {
        private final Supplier<EmbeddedPostgres.Builder> builder;
        private final Path directory;
        private final int port;
        private Server server;

        Another(Supplier<EmbeddedPostgres.Builder> builder) {
            this.builder = builder;
            try {
                this.directory = Files.createTempDirectory("sluice-postgresql");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.server = Server.start(in(0));
            this.port = server.port();
        }

        private EmbeddedPostgres.Builder in(int at) {
            return builder.get()
                    .setDataDirectory(directory.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setPort(at);
        }

        @Override
        public Target target(ConnectionMode mode) {
            return Fixture.target(settings(server).with(mode), Server.PASSWORD);
        }

        @Override
        public void stop() {
            server.close();
        }

        @Override
        public void restart() {
            server = Server.again(in(port));
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
