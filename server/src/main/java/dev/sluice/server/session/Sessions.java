package dev.sluice.server.session;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.Hashes;
import dev.sluice.server.identity.Ledger;
import dev.sluice.server.identity.Methods;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The sessions of all people. Each is opened by a value of 256 random bits that only its browser
 * has, and ends when it is left alone, too old, or its account is disabled. It opens nothing while
 * its tenant is suspended, or asks for a second factor that did not stand behind it.
 */
public final class Sessions {
    /** A session ends when it was not used for this long. */
    public static final Duration IDLE_MAX = Duration.ofMinutes(30);

    /** A session ends after this long, however busy it is. */
    public static final Duration LIFETIME_MAX = Duration.ofHours(12);

    /** More than these of one account and the oldest ends. */
    static final int PER_ACCOUNT_MAX = 50;

    /** A use is written down this often at most, so that pages do not all write. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    /** Longer text than any value of ours is not looked up. */
    static final int TOKEN_CHARACTERS_MAX = 64;

    private static final int ID_BYTES = 12;
    private static final String LIVE = " s.seen_at > ? and s.created_at > ? ";

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public Sessions(DataSource source, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.ledger = ledger;
        this.clock = clock;
    }

    private record Found(SignedIn person, Instant seenAt) {}

    /**
     * Begins a session and returns what opens it, 43 characters of base64url; the receiver closes
     * it. A browser that had a session gets this new one beside it: end the other.
     */
    public Secret begin(Account account, Methods methods, Browser browser) {
        return begin(account, methods, browser, clock.instant());
    }

    /**
     * The same for somebody who proved to be themselves before.
     *
     * @param at when they did
     */
    public Secret begin(Account account, Methods methods, Browser browser, Instant at) {
        Instant now = clock.instant();
        Secret token = Hashes.randomText();
        String id = "session_" + Hashes.randomId(ID_BYTES);
        database.inTransaction(c -> {
            ledger.log(
                    c,
                    account.tenant(),
                    Actor.account(account.id()),
                    "session.started",
                    id,
                    Map.of("methods", String.join(" ", methods.values())));
            Database.update(
                    c,
                    "delete from sessions where seen_at <= ? or created_at <= ?",
                    now.minus(IDLE_MAX),
                    now.minus(LIFETIME_MAX));
            Database.update(
                    c,
                    "delete from sessions where id in (select id from sessions where account = ?"
                            + " order by created_at desc, id offset ?)",
                    account.id(),
                    PER_ACCOUNT_MAX - 1);
            return Database.update(
                    c,
                    "insert into sessions (id, token_hash, account, created_at, seen_at,"
                            + " authenticated_at, methods, place, agent)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    id,
                    Hashes.of(token.reveal()),
                    account.id(),
                    now,
                    now,
                    at,
                    methods.values(),
                    browser.place(),
                    browser.agent());
        });
        return token;
    }

    /** Who is signed in with this value; using it keeps the session from falling idle. */
    public Optional<SignedIn> find(String token) {
        if (token.length() > TOKEN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Found> found =
                database.first(
                        "select s.*, a.tenant, a.email from sessions s"
                                + " join accounts a on a.id = s.account and a.disabled_at is null"
                                + " join tenants n on n.id = a.tenant and n.suspended_at is null"
                                + " and (n.second_factor = 'optional' or 'mfa' = any(s.methods))"
                                + " where s.token_hash = ? and"
                                + LIVE,
                        Sessions::found,
                        Hashes.of(token),
                        now.minus(IDLE_MAX),
                        now.minus(LIFETIME_MAX));
        found.filter(it -> !it.seenAt().plus(SEEN_EVERY).isAfter(now))
                .ifPresent(it ->
                        database.update(
                                "update sessions set seen_at = ? where id = ? and seen_at < ?",
                                now,
                                it.person().session(),
                                now));
        return found.map(Found::person);
    }

    /**
     * Notes that the person holds one more factor, which they have just added. When they last
     * proved to be themselves stays: whoever adds a factor has proven nothing by it. The session is
     * opened by the returned value from now on and no longer by the old one, so that whoever may
     * have planted or seen that gains nothing; the receiver closes it.
     *
     * @return empty when the session has ended
     */
    public Optional<Secret> strengthen(String session, Methods methods) {
        Instant now = clock.instant();
        Secret token = Hashes.randomText();
        boolean done =
                database.inTransaction(c -> {
                    List<Methods> before =
                            Database.list(
                                    c,
                                    "select methods from sessions where id = ? for update",
                                    row -> Methods.of(Database.texts(row, "methods")),
                                    session);
                    return !before.isEmpty()
                            && Database.update(
                                            c,
                                            "update sessions set token_hash = ?, seen_at = ?,"
                                                    + " methods = ?"
                                                    + " where id = ?",
                                            Hashes.of(token.reveal()),
                                            now,
                                            before.getFirst().and(methods).values(),
                                            session)
                                    > 0;
                });
        if (!done) {
            token.close();
            return Optional.empty();
        }
        return Optional.of(token);
    }

    /** The account's live sessions, the one that was used last first. */
    public List<Session> list(UUID account) {
        Instant now = clock.instant();
        return database.list(
                "select * from sessions s where account = ? and"
                        + LIVE
                        + "order by seen_at desc, created_at desc",
                Sessions::session,
                account,
                now.minus(IDLE_MAX),
                now.minus(LIFETIME_MAX));
    }

    /** Ends one session. False when the account has none of this name. */
    public boolean end(UUID account, String session) {
        return end(account, "s.id = ?", session) > 0;
    }

    /** Ends all sessions of the account. */
    public void endAll(UUID account) {
        end(account, "s.id <> ?", "");
    }

    /** Ends all but this one. */
    public void endOthers(UUID account, String session) {
        end(account, "s.id <> ?", session);
    }

    private record Ended(TenantId tenant, String session) {}

    private int end(UUID account, String which, String session) {
        return database.inTransaction(c -> {
            List<Ended> ended =
                    Database.list(
                            c,
                            "delete from sessions s using accounts a where s.account = ? and "
                                    + which
                                    + " and a.id = s.account returning a.tenant, s.id",
                            row ->
                                    new Ended(
                                            new TenantId(row.getString("tenant")),
                                            row.getString("id")),
                            account,
                            session);
            for (Ended end : ended) {
                Actor by = Actor.account(account);
                ledger.log(c, end.tenant(), by, "session.ended", end.session(), Map.of());
            }
            return ended.size();
        });
    }

    private static Found found(ResultSet row) throws SQLException {
        SignedIn person =
                new SignedIn(
                        row.getObject("account", UUID.class),
                        new TenantId(row.getString("tenant")),
                        row.getString("email"),
                        row.getString("id"),
                        Database.instant(row, "authenticated_at"),
                        Methods.of(Database.texts(row, "methods")));
        return new Found(person, Database.instant(row, "seen_at"));
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getString("id"),
                Database.instant(row, "created_at"),
                Database.instant(row, "seen_at"),
                Methods.of(Database.texts(row, "methods")),
                new Browser(row.getString("place"), row.getString("agent")));
    }
}
