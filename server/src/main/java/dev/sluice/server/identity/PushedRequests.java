package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Authorization requests that a client sent ahead (RFC 9126); each leads to one code at most. */
public final class PushedRequests {
    /** As long as it may take to sign in and to read the consent page. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";

    /** Requests that wait; beyond it none can be pushed until some have expired. */
    static final int WAITING_MAX = 10_000;

    private final Database database;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public PushedRequests(DataSource source, InstantSource clock) {
        this.database = new Database(source);
        this.clock = clock;
    }

    /** Keeps the parameters and returns their {@code request_uri}. Expired ones are deleted. */
    public String push(String client, Map<String, String> parameters) {
        Instant now = clock.instant();
        database.update("delete from oauth_pushed_requests where expires_at < ?", now);
        requireRoom();
        try (Secret name = Hashes.randomText()) {
            database.update(
                    "insert into oauth_pushed_requests"
                            + " (uri_hash, client, names, parameters, expires_at)"
                            + " values (?, ?, ?, ?, ?)",
                    Hashes.of(name.reveal()),
                    client,
                    List.copyOf(parameters.keySet()),
                    List.copyOf(parameters.values()),
                    now.plus(LIFETIME));
            return PREFIX + new String(name.reveal(), StandardCharsets.US_ASCII);
        }
    }

    private void requireRoom() {
        boolean full =
                database.first(
                                "select count(*) >= ? as full from oauth_pushed_requests",
                                row -> row.getBoolean("full"),
                                WAITING_MAX)
                        .orElse(false);
        if (full) {
            throw new SluiceException(
                    ReasonCode.RATE_LIMITED, "Too many requests wait; try again later.");
        }
    }

    /** What this client pushed under the address; it stays until {@link #use}. */
    public Optional<Map<String, String>> find(String client, String uri) {
        return name(uri)
                .flatMap(name ->
                        database.first(
                                "select names, parameters from oauth_pushed_requests"
                                        + " where uri_hash = ? and client = ? and expires_at > ?",
                                row -> {
                                    List<String> names = Database.texts(row, "names");
                                    List<String> values = Database.texts(row, "parameters");
                                    Map<String, String> parameters = new LinkedHashMap<>();
                                    for (int i = 0; i < names.size(); i++) {
                                        parameters.put(names.get(i), values.get(i));
                                    }
                                    return parameters;
                                },
                                Hashes.of(name),
                                client,
                                clock.instant()));
    }

    /** Uses up what this client pushed. False when it was used before, or is another's. */
    public boolean use(String client, String uri) {
        return name(uri)
                .filter(name ->
                        database.update(
                                        "delete from oauth_pushed_requests"
                                                + " where uri_hash = ? and client = ?",
                                        Hashes.of(name),
                                        client)
                                > 0)
                .isPresent();
    }

    private static Optional<String> name(String uri) {
        return uri.startsWith(PREFIX)
                        && uri.length() <= PREFIX.length() + Grants.TOKEN_CHARACTERS_MAX
                ? Optional.of(uri.substring(PREFIX.length()))
                : Optional.empty();
    }
}
