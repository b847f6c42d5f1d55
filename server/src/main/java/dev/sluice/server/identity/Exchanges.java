package dev.sluice.server.identity;

import dev.sluice.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Tokens that agents get in exchange for people's (RFC 8693). One belongs to the grant of the token
 * that it was exchanged for, and ends with the grant and with the token.
 */
public final class Exchanges {
    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public Exchanges(DataSource source, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * A person's access token that may be exchanged.
     *
     * @param token its {@code jti}
     * @param grant what the person let the token's client do
     */
    public record Subject(String token, Grant grant, Instant expiresAt) {}

    private record Found(String token, String grant, Instant expiresAt) {}

    /**
     * The person's token with this text. Empty for one that we did not issue, is over, is of
     * another tenant, speaks for no person, or that an agent acts with already: the policy of a
     * call knows one agent, so a second one would get rid of the first one's limits.
     */
    public Optional<Subject> subject(String text, TenantId tenant) {
        Instant now = clock.instant();
        return database.inTransaction(c -> {
            Optional<Found> found =
                    Database.list(
                                    c,
                                    "select t.id, t.grant_id, t.expires_at from access_tokens t"
                                            + " join oauth_clients c on c.id = t.client"
                                            + " where t.token_hash = ? and t.tenant = ?"
                                            + " and t.revoked_at is null and t.expires_at > ?"
                                            + " and t.grant_id is not null and c.agent is null",
                                    row ->
                                            new Found(
                                                    row.getString("id"),
                                                    row.getString("grant_id"),
                                                    Database.instant(row, "expires_at")),
                                    Hashes.of(text),
                                    tenant.value(),
                                    now)
                            .stream()
                            .findFirst();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Found token = found.get();
            return Grants.live(c, token.grant())
                    .map(grant -> new Subject(token.token(), grant, token.expiresAt()));
        });
    }

    /**
     * Records the token that was issued for the subject's.
     *
     * @return false when the subject's token or grant was revoked meanwhile: nothing is recorded
     *     then, and the new token is worth nothing
     */
    public boolean record(AccessToken token, String text, Subject subject) {
        return database.inTransaction(c -> {
            if (!stand(c, subject)) {
                return false;
            }
            Tokens.insert(
                    c,
                    ledger,
                    token,
                    text,
                    subject.grant().id(),
                    Map.of("subject_token", subject.token()));
            Database.update(
                    c,
                    "update access_tokens set subject_token = ? where id = ?",
                    subject.token(),
                    token.id());
            return true;
        });
    }

    /** Holds both until the commit: who revokes one of them afterwards finds the new token. */
    private static boolean stand(Connection connection, Subject subject) throws SQLException {
        return isThere(
                        connection,
                        "select 1 from oauth_grants where id = ? and revoked_at is null for share",
                        subject.grant().id())
                && isThere(
                        connection,
                        "select 1 from access_tokens where id = ? and revoked_at is null for share",
                        subject.token());
    }

    private static boolean isThere(Connection connection, String sql, String id)
            throws SQLException {
        return !Database.list(connection, sql, row -> true, id).isEmpty();
    }
}
