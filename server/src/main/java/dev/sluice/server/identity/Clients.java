package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** The OAuth clients of a deployment. Their secrets are random and kept as hashes only. */
public final class Clients {
    /** Every scope there is: {@code query} for MCP, {@code admin} for the admin API. */
    public static final List<String> SCOPES = List.of("query", "admin");

    public static final int NAME_CHARACTERS_MAX = 100;

    private static final int ID_BYTES = 12;
    private static final String COLUMNS =
            "select id, tenant, name, secret_hash, scopes, disabled_at, created_at"
                    + " from oauth_clients ";

    private final Database database;
    private final EpochRaiser epochs;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public Clients(DataSource source, EpochRaiser epochs, InstantSource clock) {
        this.database = new Database(source);
        this.epochs = epochs;
        this.clock = clock;
    }

    /** A new client and its secret, which is shown this once; the receiver closes it. */
    public record Created(Client client, Secret secret) {}

    /**
     * Creates a client of the tenant.
     *
     * @param name for people, 1 to 100 characters
     * @param scopes at least one of {@link #SCOPES}
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public Created create(TenantId tenant, String name, Set<String> scopes) {
        String label = name.strip();
        if (label.isEmpty()
                || label.length() > NAME_CHARACTERS_MAX
                || label.chars().anyMatch(Character::isISOControl)) {
            throw refused("A client's name has 1 to " + NAME_CHARACTERS_MAX + " characters.");
        }
        if (scopes.isEmpty() || !SCOPES.containsAll(scopes)) {
            throw refused("A client's scopes are one or more of: " + String.join(", ", SCOPES));
        }
        Secret secret = Hashes.randomText();
        Client client =
                new Client(
                        "client_" + Hashes.randomId(ID_BYTES),
                        tenant,
                        label,
                        HexFormat.of().formatHex(Hashes.of(secret.reveal())),
                        List.copyOf(scopes),
                        false,
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
        insert(client);
        return new Created(client, secret);
    }

    private void insert(Client client) {
        database.update(
                "insert into oauth_clients (id, tenant, name, secret_hash, scopes, created_at)"
                        + " values (?, ?, ?, ?, ?, ?)",
                client.id(),
                client.tenant().value(),
                client.name(),
                client.secretHash(),
                client.scopes(),
                client.createdAt());
    }

    /** Whether a presented secret is the one behind the hash; takes the same time either way. */
    public static boolean matches(String secret, String secretHash) {
        return MessageDigest.isEqual(Hashes.of(secret), HexFormat.of().parseHex(secretHash));
    }

    public Optional<Client> find(String id) {
        return database.first(COLUMNS + "where id = ?", Clients::client, id);
    }

    /** The tenant's clients, disabled ones included, oldest first. */
    public List<Client> list(TenantId tenant) {
        return database.list(
                COLUMNS + "where tenant = ? order by created_at, id",
                Clients::client,
                tenant.value());
    }

    /**
     * Ends the client: it gets no more tokens, and none of those it has is accepted any more,
     * whomever they speak for. Doing it again raises the epochs again, which is the way to repeat a
     * disabling that failed half-way.
     *
     * @return false when the tenant has no such client
     */
    public boolean disable(TenantId tenant, String id) {
        Optional<List<String>> revoked =
                database.inTransaction(c -> {
                    int rows =
                            Database.update(
                                    c,
                                    "update oauth_clients set disabled_at ="
                                            + " coalesce(disabled_at, ?)"
                                            + " where id = ? and tenant = ?",
                                    clock.instant(),
                                    id,
                                    tenant.value());
                    return rows == 0
                            ? Optional.empty()
                            : Optional.of(Tokens.revokeAllOfClient(c, id, clock.instant()));
                });
        if (revoked.isEmpty()) {
            return false;
        }
        epochs.raise(tenant, "account:" + id);
        // Tokens that speak for a person do not carry the client's epoch: each needs its own.
        revoked.get().forEach(token -> epochs.raise(tenant, "token:" + token));
        return true;
    }

    private static Client client(ResultSet row) throws SQLException {
        return new Client(
                row.getString("id"),
                new TenantId(row.getString("tenant")),
                row.getString("name"),
                row.getString("secret_hash"),
                List.of((String[]) row.getArray("scopes").getArray()),
                row.getObject("disabled_at") != null,
                Database.instant(row, "created_at"));
    }

    private static SluiceException refused(String message) {
        return new SluiceException(ReasonCode.INVALID_ARGUMENT, message);
    }
}
