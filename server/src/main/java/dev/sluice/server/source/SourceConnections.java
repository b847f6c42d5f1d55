package dev.sluice.server.source;

import dev.sluice.connector.Credential;
import dev.sluice.connector.Probe;
import dev.sluice.connector.SecretBundle;
import dev.sluice.connector.SecretName;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.policy.SchemaFile;
import dev.sluice.vault.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** {@code warehouse_connections}: the rows, and what goes into them. */
public final class SourceConnections {
    private SourceConnections() {}

    /** A new one, its secrets sealed for the row that it will stand in. */
    public static SourceConnection create(
            TenantId tenant,
            Vault vault,
            NewConnection added,
            SecretBundle secrets,
            String createdBy,
            Probe probe,
            Schema catalogue) {
        UUID id = UUID.randomUUID();
        Instant now = Instant.now();
        byte[] sealed;
        try (Secret encoded = secrets.encode()) {
            sealed = vault.seal(tenant, SourceConnection.cell(id), encoded);
        }
        return new SourceConnection(
                id,
                added.name(),
                added.settings(),
                new SealedSecrets(sealed),
                1,
                createdBy,
                now,
                now,
                probe,
                catalogue);
    }

    /** Opens the sealed secrets each time a login needs one of them. */
    public static Credential credential(TenantId tenant, Vault vault, SourceConnection connection) {
        return new Credential() {
            @Override
            public Secret open(SecretName name) {
                try (SecretBundle bundle = bundle()) {
                    return bundle.open(name);
                }
            }

            @Override
            public boolean has(SecretName name) {
                try (SecretBundle bundle = bundle()) {
                    return bundle.has(name);
                }
            }

            private SecretBundle bundle() {
                try (Secret encoded =
                        vault.open(
                                tenant,
                                SourceConnection.cell(connection.id()),
                                connection.secrets().bytes())) {
                    return SecretBundle.decode(encoded);
                }
            }
        };
    }

    /** All of them, oldest first. */
    public static List<SourceConnection> all(Connection connection) throws SQLException {
        List<SourceConnection> all = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet row =
                        select.executeQuery(
                                "select * from warehouse_connections order by created_at, name")) {
            while (row.next()) {
                all.add(read(row));
            }
        }
        return all;
    }

    private static SourceConnection read(ResultSet row) throws SQLException {
        return new SourceConnection(
                row.getObject("id", UUID.class),
                row.getString("name"),
                ConnectionJson.settings(row.getString("type"), row.getString("settings")),
                new SealedSecrets(row.getBytes("sealed_password")),
                row.getInt("credential_version"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("tested_at").toInstant(),
                ConnectionJson.probe(row.getString("probe")),
                SchemaFile.read(row.getString("catalogue")));
    }

    /**
     * Adds one.
     *
     * @return false when its name is taken
     */
    public static boolean insert(Connection connection, SourceConnection added)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into warehouse_connections (id, name, type, settings,"
                                + " sealed_password, created_by, probe, catalogue) values (?, ?, ?,"
                                + " ?::jsonb, ?, ?, ?::jsonb, ?::jsonb) on conflict (name) do"
                                + " nothing")) {
            insert.setObject(1, added.id());
            insert.setString(2, added.name());
            insert.setString(3, added.settings().type());
            insert.setString(4, ConnectionJson.settings(added.settings()));
            insert.setBytes(5, added.secrets().bytes());
            insert.setString(6, added.createdBy());
            insert.setString(7, ConnectionJson.probe(added.probe()));
            insert.setString(8, SchemaFile.write(added.catalogue()));
            return insert.executeUpdate() == 1;
        }
    }

    /** Keeps what a test found; false when the connection is gone. */
    public static boolean tested(
            Connection connection, SourceConnection source, Probe probe, Schema catalogue)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "update warehouse_connections set probe = ?::jsonb, catalogue = ?::jsonb,"
                                + " tested_at = now() where id = ?")) {
            update.setString(1, ConnectionJson.probe(probe));
            update.setString(2, SchemaFile.write(catalogue));
            update.setObject(3, source.id());
            return update.executeUpdate() == 1;
        }
    }

    /** Removes one, its sealed secrets with it; false when there is none. */
    public static boolean delete(Connection connection, SourceConnection source)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from warehouse_connections where id = ?")) {
            delete.setObject(1, source.id());
            return delete.executeUpdate() == 1;
        }
    }
}
