package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Clients that nobody here made: those that registered themselves (RFC 7591), and those that a
 * document at their own address describes. They are public, belong to no tenant, and are forgotten
 * when nobody used them for a day.
 */
public final class Registrations {
    /** One that nobody consented to by then is deleted. */
    public static final Duration UNUSED_KEPT = Duration.ofHours(24);

    /** A document is read again when it is older. */
    public static final Duration DOCUMENT_AGE_MAX = Duration.ofHours(1);

    /** Beyond it nobody can register until some were forgotten. */
    static final int UNUSED_MAX = 10_000;

    private static final String UNUSED =
            " kind in ('registered', 'document') and disabled_at is null"
                    + " and not exists (select 1 from oauth_client_blocks b where b.client = c.id)"
                    + " and not exists (select 1 from oauth_grants g where g.client = c.id)"
                    + " and not exists (select 1 from access_tokens t where t.client = c.id)";

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public Registrations(DataSource source, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What a client says of itself. */
    public record Description(
            String name, List<String> grants, List<String> redirectUris, @Nullable String uri) {
        public Description {
            grants = List.copyOf(grants);
            redirectUris = List.copyOf(redirectUris);
        }
    }

    /**
     * Registers a client under a new id.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT}; {@code RATE_LIMITED} when too many wait to
     *     be used for the first time
     */
    public Client register(Description described) {
        forgetUnused();
        requireRoom();
        Client client = client(Clients.newId(), Client.Kind.REGISTERED, described);
        return database.inTransaction(c -> {
            Clients.insert(c, client);
            record(c, client);
            return client;
        });
    }

    /** The client of this document, if it was read lately. */
    public Optional<Client> document(String url) {
        return database.first(
                "select * from oauth_clients where id = ? and kind = 'document' and read_at > ?",
                Clients::client,
                url,
                clock.instant().minus(DOCUMENT_AGE_MAX));
    }

    /**
     * Keeps what a document says, in place of what it said before.
     *
     * @param url the document's address, which is the client's id
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public Client keep(String url, Description described) {
        forgetUnused();
        Client client = client(url, Client.Kind.DOCUMENT, described);
        database.inTransaction(c -> {
            boolean added =
                    Database.list(c, "select 1 from oauth_clients where id = ?", row -> true, url)
                            .isEmpty();
            if (added) {
                requireRoom();
                record(c, client);
            }
            return upsert(c, url, client);
        });
        return document(url)
                .orElseThrow(() -> new IllegalStateException("a client has a document's address"));
    }

    private int upsert(Connection connection, String url, Client client) throws SQLException {
        return Database.update(
                connection,
                "insert into oauth_clients (id, name, scopes, created_at, kind, grants,"
                        + " redirect_uris, uri, read_at)"
                        + " values (?, ?, ?, ?, 'document', ?, ?, ?, ?)"
                        + " on conflict (id) do update set name = excluded.name,"
                        + " grants = excluded.grants, redirect_uris = excluded.redirect_uris,"
                        + " uri = excluded.uri, read_at = excluded.read_at"
                        + " where oauth_clients.kind = 'document'",
                url,
                client.name(),
                client.scopes(),
                client.createdAt(),
                client.use().grants(),
                client.use().redirectUris(),
                client.use().uri(),
                clock.instant());
    }

    private void record(Connection connection, Client client) throws SQLException {
        ledger.log(
                connection,
                Actor.STRANGER,
                "client.registered",
                client.id(),
                Map.of("name", client.name(), "kind", client.use().kind().stored()));
    }

    private Client client(String id, Client.Kind kind, Description described) {
        Clients.requireRedirectUris(described.redirectUris());
        return new Client(
                id,
                null,
                Clients.requireName(described.name()),
                null,
                Clients.SCOPES,
                new Client.Use(kind, described.grants(), described.redirectUris(), described.uri()),
                false,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private void forgetUnused() {
        Instant before = clock.instant().minus(UNUSED_KEPT);
        database.update(
                "delete from oauth_clients c where created_at < ?"
                        + " and coalesce(read_at, created_at) < ? and"
                        + UNUSED,
                before,
                before);
    }

    private void requireRoom() {
        if (unused() >= UNUSED_MAX) {
            throw new SluiceException(
                    ReasonCode.RATE_LIMITED, "Too many clients have registered; try again later.");
        }
    }

    private int unused() {
        return database.first(
                        "select count(*) as n from oauth_clients c where" + UNUSED,
                        row -> row.getInt("n"))
                .orElse(0);
    }
}
