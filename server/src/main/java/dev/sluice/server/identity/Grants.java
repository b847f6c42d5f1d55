package dev.sluice.server.identity;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people let clients do. Each step of a code's or a token's life is one transaction under its
 * grant's lock, so that of any number of nodes one takes it.
 */
public final class Grants {
    /**
     * A code is redeemed by a program that waits for it (RFC 6749 section 4.1.2: at most 10 min).
     */
    public static final Duration CODE_LIFETIME = Duration.ofMinutes(1);

    public static final Duration REFRESH_TOKEN_LIFETIME = Duration.ofDays(30);

    /** However busy a client is, somebody has to allow it again after this long. */
    public static final Duration LIFETIME_MAX = Duration.ofDays(180);

    /** Longer text than any code or token of ours is not looked up. */
    static final int TOKEN_CHARACTERS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);
    private static final int ID_BYTES = 12;
    private static final String COLUMNS =
            "g.id, g.client, g.tenant, g.account, a.email, a.role, g.scopes, g.methods,"
                    + " coalesce(g.authenticated_at, g.created_at) as authenticated_at";

    /**
     * Where a tenant asks for a second factor, a grant behind which none stood is worth nothing.
     */
    static final String PROVEN =
            " (select n.second_factor = 'optional' or 'mfa' = any(g.methods)"
                    + " from tenants n where n.id = g.tenant) ";

    /** Only for accounts, clients and tenants that are in use. */
    private static final String LIVE =
            " join accounts a on a.id = g.account and a.disabled_at is null"
                    + " join oauth_clients c on c.id = g.client and c.disabled_at is null"
                    + " join tenants n on n.id = g.tenant and n.suspended_at is null"
                    + " where g.revoked_at is null"
                    + " and not exists (select 1 from oauth_client_blocks b"
                    + " where b.client = g.client and b.tenant = g.tenant) and"
                    + PROVEN;

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public Grants(DataSource source, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Whom a grant is for, to what, and how they had proven to be themselves. */
    public record Consent(
            String client, TenantId tenant, UUID account, List<String> scopes, Proof proof) {
        public Consent {
            scopes = List.copyOf(scopes);
        }
    }

    /** What has to come along with a code (RFC 7636 section 4.6). */
    public record Presented(String client, @Nullable String redirectUri, String verifier) {}

    /**
     * Makes a grant and its code, 43 characters of base64url; the receiver closes it.
     *
     * @param challenge S256 (RFC 7636 section 4.2)
     */
    public Secret authorize(Consent consent, String redirectUri, String challenge) {
        Secret code = Hashes.randomText();
        Instant end = clock.instant().plus(CODE_LIFETIME);
        database.inTransaction(c -> {
            String id = insert(c, consent, end);
            return Database.update(
                    c,
                    "update oauth_grants set code_hash = ?, code_expires_at = ?, redirect_uri = ?,"
                            + " code_challenge = ? where id = ?",
                    Hashes.of(code.reveal()),
                    end,
                    redirectUri,
                    challenge,
                    id);
        });
        return code;
    }

    /** A grant without a code. Returns its id. */
    String insert(Connection connection, Consent consent, Instant end) throws SQLException {
        Instant now = clock.instant();
        String id = "grant_" + Hashes.randomId(ID_BYTES);
        Database.update(connection, "delete from oauth_grants where expires_at < ?", now);
        Database.list( // so that a change of the tenant's policy finds it, or it finds the change
                connection,
                "select 1 from tenants where id = ? for share",
                row -> true,
                consent.tenant().value());
        Database.update(
                connection,
                "insert into oauth_grants (id, client, tenant, account, scopes, methods,"
                        + " authenticated_at, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                consent.client(),
                consent.tenant().value(),
                consent.account(),
                consent.scopes(),
                consent.proof().methods().values(),
                consent.proof().at(),
                now,
                end);
        ledger.log(
                connection,
                consent.tenant(),
                Actor.account(consent.account()),
                "grant.created",
                id,
                Map.of("client", consent.client(), "scopes", String.join(" ", consent.scopes())));
        return id;
    }

    private record Code(
            String grant,
            String client,
            boolean used,
            Instant expiresAt,
            @Nullable String redirectUri,
            String challenge) {
        boolean fits(Presented presented, Instant now) {
            return expiresAt.isAfter(now)
                    && (redirectUri == null || redirectUri.equals(presented.redirectUri()))
                    && proves(presented.verifier(), challenge);
        }
    }

    /**
     * Uses a code up. A second use revokes what the first one gave, and so does the use by another
     * client: in both cases somebody has a code that is not theirs.
     */
    public Optional<Grant> redeem(String text, Presented presented) {
        if (text.length() > TOKEN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return database.inTransaction(c -> redeem(c, text, presented, now));
    }

    private Optional<Grant> redeem(Connection c, String text, Presented presented, Instant now)
            throws SQLException {
        Optional<Code> code =
                Database.list(
                                c,
                                "select * from oauth_grants where code_hash = ? for update",
                                Grants::code,
                                (Object) Hashes.of(text))
                        .stream()
                        .findFirst();
        if (code.isEmpty()) {
            return Optional.empty();
        }
        String id = code.get().grant();
        if (code.get().used() || !code.get().client().equals(presented.client())) {
            revokeStolen(c, id, presented.client(), "An authorization code was used twice");
            return Optional.empty();
        }
        if (!code.get().fits(presented, now)) {
            return Optional.empty();
        }
        Database.update(
                c,
                "update oauth_grants set code_used_at = ?, expires_at = ? where id = ?",
                now,
                now.plus(REFRESH_TOKEN_LIFETIME),
                id);
        return live(c, id);
    }

    static Optional<Grant> live(Connection connection, String id) throws SQLException {
        return Database.list(
                        connection,
                        "select " + COLUMNS + " from oauth_grants g" + LIVE + "and g.id = ?",
                        Grants::grant,
                        id)
                .stream()
                .findFirst();
    }

    /** S256 (RFC 7636 section 4.6). */
    private static boolean proves(String verifier, String challenge) {
        byte[] expected = challenge.getBytes(StandardCharsets.US_ASCII);
        byte[] shown = Base64.getUrlEncoder().withoutPadding().encode(Hashes.of(verifier));
        return MessageDigest.isEqual(expected, shown);
    }

    /**
     * Uses a refresh token up. A second use revokes the grant: of two holders one is a thief, and
     * nobody can tell which.
     */
    public Optional<Grant> refresh(String text, String client) {
        if (text.length() > TOKEN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        return database.inTransaction(c -> refresh(c, Hashes.of(text), client, clock.instant()));
    }

    private Optional<Grant> refresh(Connection c, byte[] hash, String client, Instant now)
            throws SQLException {
        List<String> spent =
                Database.list(
                        c,
                        "update oauth_refresh_tokens r set used_at = ? from oauth_grants g"
                                + " where r.token_hash = ? and g.id = r.grant_id and g.client = ?"
                                + " and r.used_at is null and r.expires_at > ?"
                                + " and g.revoked_at is null and g.created_at > ?"
                                + " returning r.grant_id",
                        row -> row.getString("grant_id"),
                        now,
                        hash,
                        client,
                        now,
                        now.minus(LIFETIME_MAX));
        if (!spent.isEmpty()) {
            return live(c, spent.getFirst());
        }
        List<String> stolen =
                Database.list(
                        c,
                        "select grant_id from oauth_refresh_tokens r"
                                + " join oauth_grants g on g.id = r.grant_id"
                                + " where token_hash = ? and used_at is not null and g.client = ?",
                        row -> row.getString("grant_id"),
                        hash,
                        client);
        for (String grant : stolen) {
            revokeStolen(c, grant, client, "A refresh token was used twice");
        }
        return Optional.empty();
    }

    /**
     * Records what was issued under a grant.
     *
     * @return the refresh token that comes next, to be closed by the receiver; empty when the grant
     *     was revoked meanwhile: nothing is recorded then, and the token is worth nothing
     */
    public Optional<Secret> record(AccessToken token, String text, String grant) {
        Instant now = clock.instant();
        Secret refresh = Hashes.randomText();
        boolean done =
                database.inTransaction(c -> {
                    boolean stands =
                            !Database.list(
                                            c,
                                            "update oauth_grants set expires_at = ? where id = ?"
                                                    + " and revoked_at is null returning id",
                                            row -> true,
                                            now.plus(REFRESH_TOKEN_LIFETIME),
                                            grant)
                                    .isEmpty();
                    if (stands) {
                        forgetExpired(c, grant, now);
                        Tokens.insert(c, ledger, token, text, grant);
                        insertRefreshToken(c, refresh, grant, now);
                    }
                    return stands;
                });
        if (!done) {
            refresh.close();
            return Optional.empty();
        }
        return Optional.of(refresh);
    }

    /** A grant that is refreshed for years must not keep every token of those years. */
    private static void forgetExpired(Connection c, String grant, Instant now) throws SQLException {
        Database.update(
                c,
                "delete from oauth_refresh_tokens where grant_id = ? and expires_at < ?",
                grant,
                now);
        Database.update(
                c, "delete from access_tokens where grant_id = ? and expires_at < ?", grant, now);
    }

    private static void insertRefreshToken(Connection c, Secret text, String grant, Instant now)
            throws SQLException {
        Database.update(
                c,
                "insert into oauth_refresh_tokens (token_hash, grant_id, issued_at, expires_at)"
                        + " values (?, ?, ?, ?)",
                Hashes.of(text.reveal()),
                grant,
                now,
                now.plus(REFRESH_TOKEN_LIFETIME));
    }

    /**
     * A refresh token as somebody holds it.
     *
     * @param usable not spent, not expired, and its grant stands
     */
    public record RefreshToken(
            String grant,
            String client,
            TenantId tenant,
            UUID account,
            List<String> scopes,
            Instant issuedAt,
            Instant expiresAt,
            boolean usable) {
        public RefreshToken {
            scopes = List.copyOf(scopes);
        }
    }

    /** The refresh token with this text, spent ones included. */
    public Optional<RefreshToken> find(String text) {
        if (text.length() > TOKEN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return database.first(
                "select g.id, g.client, g.tenant, g.account, g.scopes, r.issued_at, r.expires_at,"
                        + " r.used_at is null and r.expires_at > ? and g.created_at > ?"
                        + " and g.revoked_at is null"
                        + " and a.disabled_at is null and c.disabled_at is null"
                        + " and n.suspended_at is null and not exists"
                        + " (select 1 from oauth_client_blocks b where b.client = g.client"
                        + " and b.tenant = g.tenant) and"
                        + PROVEN
                        + "as usable"
                        + " from oauth_refresh_tokens r join oauth_grants g on g.id = r.grant_id"
                        + " join accounts a on a.id = g.account"
                        + " join tenants n on n.id = g.tenant"
                        + " join oauth_clients c on c.id = g.client where r.token_hash = ?",
                row ->
                        new RefreshToken(
                                row.getString("id"),
                                row.getString("client"),
                                new TenantId(row.getString("tenant")),
                                row.getObject("account", UUID.class),
                                Database.texts(row, "scopes"),
                                Database.instant(row, "issued_at"),
                                Database.instant(row, "expires_at"),
                                row.getBoolean("usable")),
                now,
                now.minus(LIFETIME_MAX),
                Hashes.of(text));
    }

    /**
     * Ends a grant: no refresh, and every access token of it is refused from the commit on, on
     * every node. Its client has to be allowed anew.
     *
     * @return false when there is no such grant
     */
    public boolean revoke(String id, Actor by) {
        return database.inTransaction(c -> revoke(c, id, by, "grant.revoked"));
    }

    private boolean revoke(Connection c, String id, Actor by, String action) throws SQLException {
        List<TenantId> tenants =
                Database.list(
                        c,
                        "update oauth_grants set revoked_at = coalesce(revoked_at, ?)"
                                + " where id = ? returning tenant",
                        row -> new TenantId(row.getString("tenant")),
                        clock.instant(),
                        id);
        // Else a program whose consent is remembered would be back without a word.
        Database.update(
                c,
                "delete from oauth_consents k using oauth_grants g where g.id = ?"
                        + " and k.client = g.client and k.account = g.account",
                id);
        Tokens.revokeAllOfGrant(c, ledger, id, clock.instant());
        for (TenantId tenant : tenants) {
            ledger.log(c, tenant, by, action, id, Map.of());
        }
        return !tenants.isEmpty();
    }

    /** What somebody presented was not theirs, or is no longer theirs alone. */
    void revokeStolen(Connection c, String id, String client, String message) throws SQLException {
        LOG.atWarn().addKeyValue("grant", id).log(message);
        revoke(c, id, Actor.client(client), "grant.reuse_detected");
    }

    /** Ends every grant of the tenant's people behind which no second factor stood. */
    public void revokeWithoutSecondFactor(Connection c, TenantId tenant, Actor by)
            throws SQLException {
        List<String> ids =
                Database.list(
                        c,
                        "select id from oauth_grants where tenant = ? and revoked_at is null"
                                + " and not 'mfa' = any(methods) order by id",
                        row -> row.getString("id"),
                        tenant.value());
        for (String id : ids) {
            revoke(c, id, by, "grant.revoked");
        }
    }

    static void revokeAllOfAccount(Connection connection, UUID account, Instant now)
            throws SQLException {
        Database.update(
                connection,
                "update oauth_grants set revoked_at = coalesce(revoked_at, ?) where account = ?",
                now,
                account);
    }

    static void revokeAllOfClient(Connection connection, String client, Instant now)
            throws SQLException {
        Database.update(
                connection,
                "update oauth_grants set revoked_at = coalesce(revoked_at, ?) where client = ?",
                now,
                client);
    }

    private static Code code(ResultSet row) throws SQLException {
        return new Code(
                row.getString("id"),
                row.getString("client"),
                row.getObject("code_used_at") != null,
                Database.instant(row, "code_expires_at"),
                row.getString("redirect_uri"),
                row.getString("code_challenge"));
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(
                row.getString("id"),
                row.getString("client"),
                new TenantId(row.getString("tenant")),
                row.getObject("account", UUID.class),
                new EmailAddress(row.getString("email")),
                Account.Role.of(row.getString("role")),
                Database.texts(row, "scopes"),
                new Proof(
                        Methods.of(Database.texts(row, "methods")),
                        Database.instant(row, "authenticated_at")));
    }
}
