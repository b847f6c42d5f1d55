package dev.sluice.server.session;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.Sealer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What one request of a session or visit leaves for a later one, such as a challenge that was sent:
 * sealed, and gone soon. The owner is a session's or a visit's id; the name says what it is, for
 * example {@code passkey.challenge}.
 */
public final class SessionNotes {
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    public static final int BYTES_MAX = 8 * 1024;

    private final Database database;
    private final Sealer sealer;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public SessionNotes(DataSource source, Sealer sealer, InstantSource clock) {
        this.database = new Database(source);
        this.sealer = sealer;
        this.clock = clock;
    }

    /**
     * Leaves a note in place of an earlier one of this name.
     *
     * @throws IllegalArgumentException for more than {@link #BYTES_MAX}
     */
    public void put(String owner, String name, Secret value) {
        if (value.reveal().length > BYTES_MAX) {
            throw new IllegalArgumentException("a note is too long: " + name);
        }
        Instant now = clock.instant();
        database.update("delete from session_notes where expires_at <= ?", now);
        database.update(
                "insert into session_notes (owner, name, sealed, expires_at) values (?, ?, ?, ?)"
                        + " on conflict (owner, name) do update set sealed = excluded.sealed,"
                        + " expires_at = excluded.expires_at",
                owner,
                name,
                sealer.seal(row(owner, name), value),
                now.plus(LIFETIME));
    }

    /** Reads a note and leaves it; the receiver closes the value. */
    public Optional<Secret> find(String owner, String name) {
        return database.first(
                        "select sealed from session_notes"
                                + " where owner = ? and name = ? and expires_at > ?",
                        row -> row.getBytes("sealed"),
                        owner,
                        name,
                        clock.instant())
                .map(sealed -> sealer.open(row(owner, name), sealed));
    }

    /** Reads a note and removes it: of any number that try at once, one gets it. */
    public Optional<Secret> take(String owner, String name) {
        return database.first(
                        "delete from session_notes"
                                + " where owner = ? and name = ? and expires_at > ?"
                                + " returning sealed",
                        row -> row.getBytes("sealed"),
                        owner,
                        name,
                        clock.instant())
                .map(sealed -> sealer.open(row(owner, name), sealed));
    }

    private static String row(String owner, String name) {
        return "session_notes/" + owner + "/" + name;
    }
}
