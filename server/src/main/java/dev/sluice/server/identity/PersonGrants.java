package dev.sluice.server.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** What one person let programs do, for that person. */
public final class PersonGrants {
    private static final int LISTED_MAX = 200;

    private final Database database;
    private final Grants grants;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public PersonGrants(DataSource source, Grants grants, InstantSource clock) {
        this.database = new Database(source);
        this.grants = grants;
        this.clock = clock;
    }

    /**
     * A grant as its person sees it.
     *
     * @param program the client's name for itself
     */
    public record Shown(String id, String program, List<String> scopes, Instant since) {
        public Shown {
            scopes = List.copyOf(scopes);
        }
    }

    /** Those that stand, newest first, at most 200. */
    public List<Shown> list(UUID account) {
        return database.list(
                "select g.id, c.name, g.scopes, g.created_at from oauth_grants g"
                        + " join oauth_clients c on c.id = g.client"
                        + " where g.account = ? and g.revoked_at is null and g.expires_at > ?"
                        + " order by g.created_at desc, g.id limit ?",
                row ->
                        new Shown(
                                row.getString("id"),
                                row.getString("name"),
                                Database.texts(row, "scopes"),
                                Database.instant(row, "created_at")),
                account,
                clock.instant(),
                LISTED_MAX);
    }

    /**
     * Ends a grant of this person, as {@link Grants#revoke} does.
     *
     * @return false when they have none of this id
     */
    public boolean end(UUID account, String id, Actor by) {
        return database.first(
                                "select 1 from oauth_grants where id = ? and account = ?",
                                row -> true,
                                id,
                                account)
                        .isPresent()
                && grants.revoke(id, by);
    }
}
