package dev.sluice.connector.postgresql;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.connector.transport.TestCertificates;
import dev.sluice.connector.transport.TlsMatrix;
import dev.sluice.core.Limits;
import dev.sluice.core.Secret;
import dev.sluice.guard.GuardedQueries;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The five modes on a real PostgreSQL with every kind of certificate. */
class TlsMatrixIT {
    @TempDir private Path directory;

    @Test
    void doesInEachModeWhatItPromises() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            TlsMatrix.check("postgresql", directory, new Subject(server));
        }
    }

    private record Subject(EmbeddedPostgres server) implements TlsMatrix.Subject {
        @Override
        public void install(TestCertificates certificates) throws Exception {
            Path data = Path.of(ask("SHOW data_directory"));
            Files.writeString(data.resolve("server.crt"), certificates.serverPem());
            Path key = data.resolve("server.key");
            Files.writeString(key, certificates.keyPem());
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            reload("ALTER SYSTEM SET ssl = on");
        }

        @Override
        public void offerNothing() throws Exception {
            reload("ALTER SYSTEM SET ssl = off");
        }

        /** The server's own time of reading its files tells that it has read them. */
        private void reload(String change) throws Exception {
            String before = ask("SELECT pg_conf_load_time()");
            ask("SELECT pg_sleep(0.01)");
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(change);
                statement.execute("SELECT pg_reload_conf()");
            }
            while (ask("SELECT pg_conf_load_time()").equals(before)) {
                Thread.sleep(20);
            }
        }

        private String ask(String sql) throws SQLException {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                return String.valueOf(rows.getString(1));
            }
        }

        @Override
        public String ask(TlsSettings tls) {
            ConnectionSettings settings =
                    ConnectionSettings.of(
                                    "postgresql",
                                    "localhost",
                                    server.getPort(),
                                    "postgres",
                                    "postgres",
                                    TlsMode.DISABLE)
                            .with(tls)
                            .with(ConnectionMode.FRESH);
            Credential credential =
                    Credential.ofPassword(
                            () -> Secret.takingOver("p".getBytes(StandardCharsets.US_ASCII)));
            Target target = new Target(settings, credential, new DirectNetwork());
            Table table = new Table();
            try (Database database = new PostgresConnector().open(target, Capacity.DEFAULT)) {
                Outcome outcome =
                        database.execute(
                                GuardedQueries.of(
                                        "SELECT ssl FROM pg_stat_ssl"
                                                + " WHERE pid = pg_backend_pid()",
                                        Limits.DEFAULT),
                                new Request(
                                        new SessionTag("tls"),
                                        ResultLimits.DEFAULT,
                                        new Cancellation()),
                                table);
                return outcome instanceof Outcome.Failed failed
                        ? String.valueOf(failed.details().get("reason"))
                        : table.cell().equals("t") ? "encrypted" : "plain";
            }
        }
    }
}
