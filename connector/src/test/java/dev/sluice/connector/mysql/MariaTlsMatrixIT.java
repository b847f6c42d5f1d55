package dev.sluice.connector.mysql;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.Row;
import dev.sluice.connector.RowSink;
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
import dev.sluice.guard.MariaServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The five modes on a real MariaDB with every kind of certificate. */
class MariaTlsMatrixIT {
    @TempDir private Path directory;

    @Test
    void doesInEachModeWhatItPromises() throws Exception {
        Path certificate = directory.resolve("server.pem");
        Path key = directory.resolve("server.key");
        TestCertificates first = TestCertificates.make(directory.resolve("first"), "dns:localhost");
        write(first, certificate, key);
        try (MariaServer encrypted =
                        MariaServer.start("--ssl-cert=" + certificate, "--ssl-key=" + key);
                MariaServer plain = MariaServer.start()) {
            furnish(encrypted);
            furnish(plain);
            TlsMatrix.check("mariadb", directory, new Subject(encrypted, plain, certificate, key));
        }
    }

    private static void furnish(MariaServer server) throws SQLException {
        run(
                server,
                "CREATE DATABASE shop; CREATE USER reader@localhost IDENTIFIED BY 'reader';"
                        + " GRANT SELECT ON shop.* TO reader@localhost");
    }

    private static void run(MariaServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void write(TestCertificates certificates, Path certificate, Path key)
            throws Exception {
        Files.writeString(certificate, certificates.serverPem());
        Files.writeString(key, certificates.keyPem());
    }

    private static final class Subject implements TlsMatrix.Subject {
        private final MariaServer encrypted;
        private final MariaServer plain;
        private final Path certificate;
        private final Path key;
        private MariaServer asked;

        Subject(MariaServer encrypted, MariaServer plain, Path certificate, Path key) {
            this.encrypted = encrypted;
            this.plain = plain;
            this.certificate = certificate;
            this.key = key;
            this.asked = encrypted;
        }

        @Override
        public void install(TestCertificates certificates) throws Exception {
            write(certificates, certificate, key);
            run(encrypted, "FLUSH SSL");
        }

        /** A running server cannot be told to stop encrypting: another one answers. */
        @Override
        public void offerNothing() {
            asked = plain;
        }

        @Override
        public String ask(TlsSettings tls) {
            ConnectionSettings settings =
                    ConnectionSettings.of(
                                    "mariadb",
                                    "localhost",
                                    asked.port(),
                                    "shop",
                                    "reader",
                                    TlsMode.DISABLE)
                            .with(tls)
                            .with(ConnectionMode.FRESH);
            Credential credential =
                    Credential.ofPassword(
                            () -> Secret.takingOver("reader".getBytes(StandardCharsets.US_ASCII)));
            Target target = new Target(settings, credential, new DirectNetwork());
            FirstCells cells = new FirstCells(new ArrayList<>());
            try (Database database = MysqlConnector.mariadb().open(target, Capacity.DEFAULT)) {
                Outcome outcome =
                        database.execute(
                                GuardedQueries.of(
                                        "SELECT variable_value"
                                                + " FROM information_schema.session_status"
                                                + " WHERE variable_name = 'SSL_CIPHER'",
                                        Limits.DEFAULT),
                                new Request(
                                        new SessionTag("tls"),
                                        ResultLimits.DEFAULT,
                                        new Cancellation()),
                                cells);
                return outcome instanceof Outcome.Failed failed
                        ? String.valueOf(failed.details().get("reason"))
                        : cells.texts().getFirst().isEmpty() ? "plain" : "encrypted";
            }
        }
    }

    private record FirstCells(List<String> texts) implements RowSink {
        @Override
        public void columns(List<ResultColumn> columns) {}

        @Override
        public void row(Row row) {
            texts.add(row.text(0));
        }
    }
}
