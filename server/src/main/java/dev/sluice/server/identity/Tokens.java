package dev.sluice.server.identity;

import dev.sluice.core.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The access tokens that were issued: their hashes, whom they speak for, and which are revoked. */
public final class Tokens {
    /** Recording a token deletes expired ones at most this often. */
    static final Duration PURGE_PAUSE = Duration.ofMinutes(10);

    private static final String COLUMNS =
            "select id, tenant, client, subject, signing_key, issued_at, expires_at, revoked_at"
                    + " from access_tokens ";

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final AtomicReference<Instant> purgedAt = new AtomicReference<>(Instant.MIN);

    /** The data source's search path is the deployment's schema. */
    public Tokens(DataSource source, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Keeps the hash of a token that no grant stands behind; its text is not stored. */
    public void record(AccessToken token, String text) {
        database.inTransaction(c -> insert(c, ledger, token, text, null));
        purgeNowAndThen();
    }

    /** The same for a token of a grant, whose lock the caller holds. */
    static int insert(
            Connection connection,
            Ledger ledger,
            AccessToken token,
            String text,
            @Nullable String grant)
            throws SQLException {
        return insert(connection, ledger, token, text, grant, Map.of());
    }

    /** The same, with more in its record. */
    static int insert(
            Connection connection,
            Ledger ledger,
            AccessToken token,
            String text,
            @Nullable String grant,
            Map<String, String> details)
            throws SQLException {
        Map<String, String> recorded = new TreeMap<>(details);
        recorded.put("for", token.subject());
        ledger.log(
                connection,
                token.tenant(),
                Actor.client(token.client()),
                "token.issued",
                token.id(),
                recorded);
        return Database.update(
                connection,
                "insert into access_tokens (id, token_hash, tenant, client, subject, signing_key,"
                        + " issued_at, expires_at, grant_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                token.id(),
                Hashes.of(text),
                token.tenant().value(),
                token.client(),
                token.subject(),
                token.signingKey(),
                token.issuedAt(),
                token.expiresAt(),
                grant);
    }

    /** The token with this text, if we issued it and it has not been purged. */
    public Optional<AccessToken> find(String text) {
        return database.first(
                COLUMNS + "where token_hash = ?", Tokens::token, (Object) Hashes.of(text));
    }

    /**
     * Whether the token still counts: issued by us, not expired, not revoked, its tenant not
     * suspended, its client neither disabled nor blocked there, the account it speaks for not
     * disabled, and a second factor behind it where the tenant asks people for one. Asked of the
     * store at every call.
     *
     * @param id {@code jti}
     */
    public boolean stands(String id) {
        return database.first(
                        "select 1 from access_tokens t join oauth_clients c on c.id = t.client"
                                + " where t.id = ? and t.revoked_at is null and t.expires_at > ?"
                                + " and c.disabled_at is null"
                                + " and not exists (select 1 from tenants n"
                                + " where n.id = t.tenant and n.suspended_at is not null)"
                                + " and not exists (select 1 from oauth_client_blocks b"
                                + " where b.client = t.client and b.tenant = t.tenant)"
                                + " and not exists (select 1 from accounts a"
                                + " where a.id::text = t.subject and a.disabled_at is not null)"
                                + " and (t.grant_id is null or exists"
                                + " (select 1 from oauth_grants g where g.id = t.grant_id and"
                                + Grants.PROVEN
                                + "))",
                        row -> true,
                        id,
                        clock.instant())
                .isPresent();
    }

    /** The same, of a token that has this text: a name alone, signed by whomever, is not one. */
    public boolean stands(String id, String text) {
        return find(text).filter(token -> token.id().equals(id)).isPresent() && stands(id);
    }

    /** The groups of the account that tokens speak for; none of a client. */
    public List<String> groups(String subject) {
        return database.first(
                        "select groups from accounts where id::text = ?",
                        row -> Database.texts(row, "groups"),
                        subject)
                .orElse(List.of());
    }

    /**
     * When whoever the token speaks for last proved to be themselves: a person before they
     * consented, a client when it was given the token. Empty when there is no such token.
     *
     * @param id {@code jti}
     */
    public Optional<Instant> authenticatedAt(String id) {
        return database.first(
                "select coalesce(g.authenticated_at, g.created_at, t.issued_at) as at"
                        + " from access_tokens t left join oauth_grants g on g.id = t.grant_id"
                        + " where t.id = ?",
                row -> Database.instant(row, "at"),
                id);
    }

    /**
     * Revokes one token; it is refused from the commit on, on every node.
     *
     * @param id {@code jti}
     * @return false when there is no such token
     */
    public boolean revoke(String id, Actor by) {
        return database.inTransaction(c -> {
            List<AccessToken> revoked =
                    Database.list(
                            c,
                            "update access_tokens set revoked_at = coalesce(revoked_at, ?)"
                                    + " where id = ? returning *",
                            Tokens::token,
                            clock.instant(),
                            id);
            end(c, ledger, revoked, clock.instant());
            for (AccessToken token : revoked) {
                ledger.log(c, token.tenant(), by, "token.revoked", id, Map.of());
            }
            return !revoked.isEmpty();
        });
    }

    /** Revokes every token that this key signed: what it takes to drop a key at once. */
    void revokeAllSignedBy(Connection connection, String signingKey) throws SQLException {
        Instant now = clock.instant();
        endWhere(connection, ledger, now, "signing_key = ?", signingKey);
    }

    /** Ends the live tokens that meet the condition, a constant of ours. */
    private static void endWhere(
            Connection connection,
            Ledger ledger,
            Instant now,
            String condition,
            Object... arguments)
            throws SQLException {
        List<Object> all = new ArrayList<>(List.of(now));
        all.addAll(List.of(arguments));
        all.add(now);
        List<AccessToken> revoked =
                Database.list(
                        connection,
                        "update access_tokens set revoked_at = coalesce(revoked_at, ?) where "
                                + condition
                                + " and expires_at > ? returning *",
                        Tokens::token,
                        all.toArray());
        end(connection, ledger, revoked, now);
    }

    /** Ends what agents got for these tokens too, and raises the versions of all. */
    private static void end(
            Connection connection, Ledger ledger, List<AccessToken> revoked, Instant now)
            throws SQLException {
        Map<TenantId, List<String>> names =
                Stream.concat(revoked.stream(), exchanged(connection, revoked, now).stream())
                        .collect(
                                Collectors.groupingBy(
                                        AccessToken::tenant,
                                        () -> new TreeMap<>(Comparator.comparing(TenantId::value)),
                                        Collectors.mapping(
                                                token -> Ledger.token(token.id()),
                                                Collectors.toList())));
        for (Map.Entry<TenantId, List<String>> tenant : names.entrySet()) {
            ledger.raise(connection, tenant.getKey(), tenant.getValue());
        }
    }

    /**
     * Revokes what these were exchanged for (RFC 8693). It is looked for when these are locked, so
     * that no exchange can slip in between; it cannot be exchanged again itself.
     */
    private static List<AccessToken> exchanged(
            Connection connection, List<AccessToken> revoked, Instant now) throws SQLException {
        return Database.list(
                connection,
                "update access_tokens set revoked_at = coalesce(revoked_at, ?)"
                        + " where subject_token = any (?) and expires_at > ? returning *",
                Tokens::token,
                now,
                revoked.stream().map(AccessToken::id).toList(),
                now);
    }

    /** Deletes tokens that have expired. */
    public int purgeExpired() {
        return database.update("delete from access_tokens where expires_at < ?", clock.instant());
    }

    private void purgeNowAndThen() {
        Instant now = clock.instant();
        Instant last = purgedAt.get();
        boolean due = last.equals(Instant.MIN) || last.plus(PURGE_PAUSE).isBefore(now);
        if (due && purgedAt.compareAndSet(last, now)) {
            purgeExpired();
        }
    }

    static void revokeAllOfGrant(Connection connection, Ledger ledger, String grant, Instant now)
            throws SQLException {
        endWhere(connection, ledger, now, "grant_id = ?", grant);
    }

    static void revokeAllOfSubject(Connection connection, String subject, Instant now)
            throws SQLException {
        Database.update(
                connection,
                "update access_tokens set revoked_at = coalesce(revoked_at, ?) where subject = ?",
                now,
                subject);
    }

    /** Tokens that speak for a person do not carry the client's epoch: each has its own raised. */
    static void revokeAllOfClient(Connection connection, Ledger ledger, String client, Instant now)
            throws SQLException {
        endWhere(connection, ledger, now, "client = ?", client);
    }

    /** The same for its tokens of one tenant. */
    static void revokeAllOfClient(
            Connection connection, Ledger ledger, String client, TenantId tenant, Instant now)
            throws SQLException {
        endWhere(connection, ledger, now, "client = ? and tenant = ?", client, tenant.value());
    }

    private static AccessToken token(ResultSet row) throws SQLException {
        return new AccessToken(
                row.getString("id"),
                new TenantId(row.getString("tenant")),
                row.getString("client"),
                row.getString("subject"),
                row.getString("signing_key"),
                Database.instant(row, "issued_at"),
                Database.instant(row, "expires_at"),
                row.getObject("revoked_at") != null);
    }
}
