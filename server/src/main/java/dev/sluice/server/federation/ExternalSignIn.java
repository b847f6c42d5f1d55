package dev.sluice.server.federation;

import dev.sluice.core.Secret;
import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.access.RecentLogin;
import dev.sluice.server.federation.ExternalIdentities.Outcome;
import dev.sluice.server.federation.IdTokens.Claims;
import dev.sluice.server.federation.IdTokens.Expected;
import dev.sluice.server.federation.TokenEndpoint.Exchanged;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Hashes;
import dev.sluice.server.session.SessionNotes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The two halves of a sign-in at an issuer: the authorization code flow with PKCE, a nonce and a
 * state that is tied to the browser (OpenID Connect Core 1.0 section 3.1, RFC 9700 section 4).
 */
final class ExternalSignIn {
    static final String PATH = "/signin/from/";

    private static final String NOTE = "external.pending";
    private static final int CODE_CHARACTERS_MAX = 4096;
    private static final String AWAITED = "signed_in_since=";
    private static final String OFFLINE = "offline_access";

    private final PublicUrl url;
    private final SessionNotes notes;
    private final Issuers issuers;
    private final TokenEndpoint endpoint;
    private final IdTokens tokens;
    private final ExternalIdentities identities;
    private final JsonMapper json = JsonMapper.shared();

    ExternalSignIn(
            PublicUrl url,
            SessionNotes notes,
            Issuers issuers,
            TokenEndpoint endpoint,
            IdTokens tokens,
            ExternalIdentities identities) {
        this.url = url;
        this.notes = notes;
        this.issuers = issuers;
        this.endpoint = endpoint;
        this.tokens = tokens;
        this.identities = identities;
    }

    /**
     * Why somebody signs in.
     *
     * @param onward where the sign-in is to lead
     * @param invitation the token of the invitation that they take up
     */
    record Purpose(@Nullable String onward, @Nullable String invitation) {}

    /** What the browser brings back; null where the address lacks it. */
    record Returned(@Nullable String state, @Nullable String code, @Nullable String issuer) {}

    /** Somebody whom the issuer vouches for. */
    record Vouched(Account account, Claims claims, Purpose purpose) {}

    /** What is kept, sealed, until the browser comes back. */
    private record Pending(
            String tenant,
            String provider,
            String state,
            String nonce,
            String verifier,
            Purpose purpose) {}

    /** Where the issuer sends people back to; distinct for each provider (RFC 9700 4.4.2.2). */
    static String redirectUri(PublicUrl url, IdentityProvider provider) {
        return url.issuer() + PATH + provider.tenant() + "/" + provider.name();
    }

    /**
     * The address of the issuer's sign-in.
     *
     * @param visit the browser's sign-in under way
     */
    String begin(IdentityProvider provider, String visit, Purpose purpose) throws Refusal {
        Issuer issuer = issuers.read(provider.registration().issuer());
        Pending pending =
                new Pending(
                        provider.tenant().value(),
                        provider.name(),
                        random(),
                        random(),
                        random(),
                        purpose);
        try (Secret note = Secret.takingOver(json.writeValueAsBytes(pending))) {
            notes.put(visit, NOTE, note);
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", provider.registration().clientId());
        query.put("redirect_uri", redirectUri(url, provider));
        query.put("scope", scope(issuer, provider));
        query.put("state", pending.state());
        query.put("nonce", pending.nonce());
        query.put("code_challenge", challenge(pending.verifier()));
        query.put("code_challenge_method", "S256");
        query.put("max_age", ageMax(purpose));
        if (provider.rules().rechecks() && !issuer.offline()) {
            query.put("access_type", "offline"); // how Google is asked for a refresh token
        }
        String endpointText = issuer.authorize().toString();
        return endpointText + (endpointText.contains("?") ? "&" : "?") + encoded(query);
    }

    /** In seconds: what changes need, and nothing where a program waits for a new sign-in. */
    private static String ageMax(Purpose purpose) {
        String onward = Objects.requireNonNullElse(purpose.onward(), "");
        return onward.contains(AWAITED) ? "0" : String.valueOf(RecentLogin.AGE_MAX.toSeconds());
    }

    private static String scope(Issuer issuer, IdentityProvider provider) {
        String scope = "openid email profile";
        return provider.rules().rechecks() && issuer.offline() ? scope + " " + OFFLINE : scope;
    }

    /** Who it is; the state is used up whatever comes of it. */
    Vouched finish(IdentityProvider provider, String visit, Returned returned) throws Refusal {
        Pending pending = pending(visit);
        boolean ours =
                pending.tenant().equals(provider.tenant().value())
                        && pending.provider().equals(provider.name())
                        && IdTokens.same(pending.state(), returned.state());
        if (!ours) {
            throw new Refusal("the answer is to another request");
        }
        Issuer issuer = issuers.read(provider.registration().issuer());
        boolean named = returned.issuer() != null;
        if ((named || issuer.namesItself()) && !issuer.id().equals(returned.issuer())) {
            throw new Refusal("the answer is another issuer's");
        }
        String code = returned.code();
        if (code == null || code.isEmpty() || code.length() > CODE_CHARACTERS_MAX) {
            throw new Refusal("the issuer gave no code");
        }
        return vouched(provider, issuer, pending, code);
    }

    private Vouched vouched(IdentityProvider provider, Issuer issuer, Pending pending, String code)
            throws Refusal {
        Exchanged exchanged =
                endpoint.code(
                        issuer,
                        provider,
                        Map.of(
                                "code", code,
                                "redirect_uri", redirectUri(url, provider),
                                "code_verifier", pending.verifier()));
        if (!(exchanged instanceof Exchanged.Tokens(var idToken, var refresh))) {
            throw new Refusal("the issuer gave no tokens for its code");
        }
        try {
            Claims claims =
                    tokens.check(
                            idToken.orElseThrow(() -> new Refusal("there is no ID token")),
                            new Expected(issuer, provider, pending.nonce()));
            Optional<Secret> kept = provider.rules().rechecks() ? refresh : Optional.empty();
            return switch (identities.admit(
                    provider, claims, kept, pending.purpose().invitation())) {
                case Outcome.Admitted(var account) ->
                        new Vouched(account, claims, pending.purpose());
                case Outcome.Turned(var reason) -> throw new Refusal(reason);
            };
        } finally {
            refresh.ifPresent(Secret::close);
        }
    }

    private Pending pending(String visit) throws Refusal {
        try (Secret note =
                notes.take(visit, NOTE)
                        .orElseThrow(() -> new Refusal("no sign-in is under way here"))) {
            return json.readValue(note.reveal(), Pending.class);
        }
    }

    private static String random() {
        try (Secret text = Hashes.randomText()) {
            return new String(text.reveal(), StandardCharsets.US_ASCII);
        }
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Hashes.of(verifier));
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(it ->
                        it.getKey()
                                + "="
                                + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
