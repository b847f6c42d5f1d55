package dev.sluice.server.session;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.Hashes;
import dev.sluice.server.identity.Methods;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sign-ins that take more than one request. Strangers cause them: they are few and short. Those of
 * people who have proven a first factor do not count, so that strangers cannot keep them out.
 */
public final class Visits {
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Of strangers, of the whole deployment at once. */
    static final int VISITS_MAX = 10_000;

    private static final int ID_BYTES = 12;

    private final Database database;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public Visits(DataSource source, InstantSource clock) {
        this.database = new Database(source);
        this.clock = clock;
    }

    /**
     * A new visit.
     *
     * @param token opens it; 43 characters of base64url, to be closed by the receiver
     */
    public record Begun(Visit visit, Secret token) {}

    /**
     * Begins a visit, of nobody in particular or of somebody who has proven a first factor. A proof
     * begins a new visit always: nobody else may know what opens it.
     *
     * @throws SluiceException {@code OVERLOADED} when too many of strangers are under way
     */
    public Begun begin(@Nullable UUID account, Methods methods, @Nullable String onward) {
        Instant now = clock.instant();
        Secret token = Hashes.randomText();
        Visit visit = new Visit("visit_" + Hashes.randomId(ID_BYTES), account, methods, onward);
        database.update("delete from visits where expires_at <= ?", now);
        int begun =
                database.update(
                        "insert into visits (id, token_hash, account, methods, onward, expires_at)"
                                + " select ?, ?, ?::uuid, ?, ?, ? where ? or (select count(*) from"
                                + " visits where account is null) < ?",
                        visit.id(),
                        Hashes.of(token.reveal()),
                        account,
                        methods.values(),
                        onward,
                        now.plus(LIFETIME),
                        account != null,
                        VISITS_MAX);
        if (begun == 0) {
            token.close();
            throw new SluiceException(
                    ReasonCode.OVERLOADED, "Too many sign-ins at once; try again shortly.");
        }
        return new Begun(visit, token);
    }

    public Optional<Visit> find(String token) {
        if (token.length() > Sessions.TOKEN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        return database.first(
                "select * from visits where token_hash = ? and expires_at > ?",
                row ->
                        new Visit(
                                row.getString("id"),
                                row.getObject("account", UUID.class),
                                Methods.of(Database.texts(row, "methods")),
                                row.getString("onward")),
                Hashes.of(token),
                clock.instant());
    }

    /** Ends the visit. False when it had ended: of two that do it at once, one is told true. */
    public boolean end(Visit visit) {
        return database.update("delete from visits where id = ?", visit.id()) > 0;
    }
}
