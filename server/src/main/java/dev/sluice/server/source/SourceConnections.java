package dev.sluice.server.source;

import dev.sluice.connector.Credential;
import dev.sluice.connector.PasswordStrength;
import dev.sluice.connector.SecretBundle;
import dev.sluice.connector.SecretName;
import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.policy.SchemaFile;
import dev.sluice.vault.Vault;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
            Tested tested) {
        UUID id = UUID.randomUUID();
        Instant now = Instant.now();
        return new SourceConnection(
                id,
                added.name(),
                added.settings(),
                seal(tenant, vault, id, secrets),
                1,
                createdBy,
                now,
                now,
                now,
                isWeak(secrets),
                added.accepted(),
                tested);
    }

    /** The same connection with other secrets, sealed for its row. */
    public static SourceConnection rotated(
            TenantId tenant,
            Vault vault,
            SourceConnection old,
            SecretBundle secrets,
            Tested tested) {
        Instant now = Instant.now();
        return new SourceConnection(
                old.id(),
                old.name(),
                old.settings(),
                seal(tenant, vault, old.id(), secrets),
                old.credentialVersion() + 1,
                old.createdBy(),
                old.createdAt(),
                now,
                now,
                isWeak(secrets),
                old.accepted(),
                tested);
    }

    private static SealedSecrets seal(TenantId tenant, Vault vault, UUID id, SecretBundle secrets) {
        try (Secret encoded = secrets.encode()) {
            return new SealedSecrets(vault.seal(tenant, SourceConnection.cell(id), encoded));
        }
    }

    private static boolean isWeak(SecretBundle secrets) {
        if (!secrets.has(SecretName.PASSWORD)) {
            return false;
        }
        try (Secret password = secrets.open(SecretName.PASSWORD)) {
            return PasswordStrength.isWeak(password);
        }
    }

    /** All secrets of a connection, which the caller closes. */
    public static SecretBundle secrets(TenantId tenant, Vault vault, SourceConnection connection) {
        try (Secret encoded =
                vault.open(
                        tenant,
                        SourceConnection.cell(connection.id()),
                        connection.secrets().bytes())) {
            return SecretBundle.decode(encoded);
        }
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
                return secrets(tenant, vault, connection);
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
                row.getTimestamp("rotated_at").toInstant(),
                row.getBoolean("weak_credential"),
                accepted(row.getArray("accepted")),
                new Tested(
                        ConnectionJson.probe(row.getString("probe")),
                        SchemaFile.read(row.getString("catalogue"))));
    }

    private static Set<Acceptance> accepted(Array array) throws SQLException {
        Set<Acceptance> accepted = EnumSet.noneOf(Acceptance.class);
        for (String name : (String[]) array.getArray()) {
            accepted.add(Acceptance.of(name));
        }
        return accepted;
    }

    private static Array array(Connection connection, Set<Acceptance> accepted)
            throws SQLException {
        return connection.createArrayOf(
                "text", accepted.stream().map(Acceptance::wireName).sorted().toArray());
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
                                + " sealed_password, created_by, probe, catalogue, weak_credential,"
                                + " accepted) values (?, ?, ?, ?::jsonb, ?, ?, ?::jsonb, ?::jsonb,"
                                + " ?, ?) on conflict (name) do nothing")) {
            insert.setObject(1, added.id());
            insert.setString(2, added.name());
            insert.setString(3, added.settings().type());
            insert.setString(4, ConnectionJson.settings(added.settings()));
            insert.setBytes(5, added.secrets().bytes());
            insert.setString(6, added.createdBy());
            insert.setString(7, ConnectionJson.probe(added.probe()));
            insert.setString(8, SchemaFile.write(added.catalogue()));
            insert.setBoolean(9, added.weakPassword());
            insert.setArray(10, array(connection, added.accepted()));
            return insert.executeUpdate() == 1;
        }
    }

    /** Keeps what a test found; false when the connection is gone, or has other secrets by now. */
    public static boolean tested(Connection connection, SourceConnection source, Tested tested)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "update warehouse_connections set probe = ?::jsonb, catalogue = ?::jsonb,"
                                + " tested_at = now() where id = ? and credential_version = ?")) {
            update.setString(1, ConnectionJson.probe(tested.probe()));
            update.setString(2, SchemaFile.write(tested.catalogue()));
            update.setObject(3, source.id());
            update.setInt(4, source.credentialVersion());
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Replaces the secrets by those of {@link #rotated}, and keeps what the test with them found;
     * nothing of the old ones stays. False when the connection is gone, or has other secrets by now
     * than those that were replaced.
     */
    public static boolean rotate(Connection connection, SourceConnection rotated)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "update warehouse_connections set sealed_password = ?,"
                                + " credential_version = ?, rotated_at = now(), tested_at = now(),"
                                + " weak_credential = ?, probe = ?::jsonb, catalogue = ?::jsonb"
                                + " where id = ? and credential_version = ?")) {
            update.setBytes(1, rotated.secrets().bytes());
            update.setInt(2, rotated.credentialVersion());
            update.setBoolean(3, rotated.weakPassword());
            update.setString(4, ConnectionJson.probe(rotated.probe()));
            update.setString(5, SchemaFile.write(rotated.catalogue()));
            update.setObject(6, rotated.id());
            update.setInt(7, rotated.credentialVersion() - 1);
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
