package dev.sluice.server.federation;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.sluice.server.document.Fetched;
import dev.sluice.server.document.Fetched.Document;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What issuers say of themselves and sign with, remembered for a while. */
public final class Issuers {
    static final Duration REMEMBERED = Duration.ofHours(1);

    /** A token with an unknown key has the keys read again at most this often. */
    static final Duration REREAD_PAUSE = Duration.ofSeconds(10);

    private static final int REMEMBERED_MAX = 1_000;
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final IssuerWeb web;
    private final InstantSource clock;
    private final JsonMapper json = JsonMapper.shared();
    private final Map<String, Known<Issuer>> issuers = new ConcurrentHashMap<>();
    private final Map<URI, Known<JWKSet>> keys = new ConcurrentHashMap<>();

    public Issuers(IssuerWeb web, InstantSource clock) {
        this.web = web;
        this.clock = clock;
    }

    private record Known<T>(T value, Instant readAt) {
        boolean younger(Duration age, Instant now) {
            return readAt.plus(age).isAfter(now);
        }
    }

    /** An address of the web without user, query or fragment; that it is https is checked later. */
    static Optional<URI> address(String text) {
        try {
            URI uri = new URI(text);
            boolean plain =
                    ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getRawFragment() == null
                            && text.chars().allMatch(c -> c > ' ' && c < 127);
            return plain ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** What the issuer says of itself, read when it is not remembered. */
    Issuer read(String id) throws Refusal {
        Instant now = clock.instant();
        @Nullable Known<Issuer> known = issuers.get(id);
        if (known != null && known.younger(REMEMBERED, now)) {
            return known.value();
        }
        String base = id.endsWith("/") ? id.substring(0, id.length() - 1) : id;
        URI place =
                address(base + DISCOVERY)
                        .filter(it -> web.takes(id, it))
                        .orElseThrow(() -> new Refusal("the issuer's address is not https"));
        Issuer issuer;
        try {
            issuer = Issuer.read(id, json.readTree(body(web.get(id, place))));
        } catch (JacksonException e) {
            throw new Refusal("the issuer's document is not JSON");
        }
        for (URI endpoint : List.of(issuer.authorize(), issuer.token(), issuer.keys())) {
            if (!web.takes(id, endpoint)) {
                throw new Refusal("an endpoint of the issuer is not https");
            }
        }
        bound(issuers);
        issuers.put(id, new Known<>(issuer, now));
        return issuer;
    }

    /** The key of this id; of an issuer that names none, all. Read again for one not seen yet. */
    List<JWK> keys(Issuer issuer, @Nullable String id) throws Refusal {
        Instant now = clock.instant();
        @Nullable Known<JWKSet> known = keys.get(issuer.keys());
        if (known == null || !known.younger(REMEMBERED, now)) {
            known = reread(issuer, now);
        }
        List<JWK> found = matching(known.value(), id);
        if (found.isEmpty() && !known.younger(REREAD_PAUSE, now)) {
            found = matching(reread(issuer, now).value(), id);
        }
        return found;
    }

    private Known<JWKSet> reread(Issuer issuer, Instant now) throws Refusal {
        try {
            Known<JWKSet> read =
                    new Known<>(JWKSet.parse(body(web.get(issuer.id(), issuer.keys()))), now);
            bound(keys);
            keys.put(issuer.keys(), read);
            return read;
        } catch (ParseException e) {
            throw new Refusal("the issuer's keys cannot be read");
        }
    }

    private static List<JWK> matching(JWKSet set, @Nullable String id) {
        return set.getKeys().stream()
                .filter(key -> id == null || id.equals(key.getKeyID()))
                .toList();
    }

    private static String body(Fetched fetched) throws Refusal {
        return switch (fetched) {
            case Document document when document.status() == 200 -> document.body();
            case Document _ -> throw new Refusal("the issuer does not answer with its document");
            case Fetched.Failed _ -> throw new Refusal("the issuer cannot be reached");
        };
    }

    private static void bound(Map<?, ?> remembered) {
        if (remembered.size() >= REMEMBERED_MAX) {
            remembered.clear();
        }
    }
}
