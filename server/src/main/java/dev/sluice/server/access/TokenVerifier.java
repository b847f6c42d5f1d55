package dev.sluice.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.core.TenantId;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.VerifiedTokens.Verified;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies our own access tokens: JWTs signed with RS256 and no other algorithm (RFC 9068, RFC
 * 8725). A token seen before is recognised by its hash, so its signature is checked once for each
 * node; its lifetime and its key are checked every time, its epochs by the audit intent.
 */
public final class TokenVerifier implements Authenticator {
    /** How far ahead of ours the clock of the node that issued a token may be. */
    static final Duration CLOCK_SKEW_MAX = Duration.ofSeconds(60);

    /** The {@code typ} of an access token (RFC 9068 section 2.1). */
    public static final String TYPE = "at+jwt";

    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType(TYPE);

    private final PublicUrl url;
    private final VerificationKeys keys;
    private final TokenStanding standing;
    private final EpochView epochs;
    private final InstantSource clock;
    private final Challenges challenges;
    private final VerifiedTokens verified = new VerifiedTokens();

    public TokenVerifier(
            PublicUrl url,
            VerificationKeys keys,
            TokenStanding standing,
            EpochView epochs,
            InstantSource clock) {
        this.url = url;
        this.keys = keys;
        this.standing = standing;
        this.epochs = epochs;
        this.clock = clock;
        this.challenges = new Challenges(url);
    }

    @Override
    public Authentication authenticate(@Nullable String authorization, String scope) {
        if (authorization == null) {
            return challenges.missing(scope);
        }
        return BearerToken.parse(authorization)
                .flatMap(this::authenticated)
                .<Authentication>map(caller ->
                        caller.principal().scopes().contains(scope)
                                ? caller
                                : challenges.insufficient(scope, caller.principal().scopes()))
                .orElseGet(() -> challenges.invalid(scope));
    }

    /**
     * Forgets a token that turned out to be stale; the next request verifies it anew.
     *
     * @param id {@code jti}
     */
    public void invalidate(String id) {
        verified.removeToken(id);
    }

    private Optional<Authenticated> authenticated(BearerToken token) {
        String fingerprint = token.fingerprint();
        Instant now = clock.instant();
        Optional<Verified> known = verified.find(fingerprint);
        if (known.isEmpty()) {
            Optional<Verified> fresh = verify(token, now);
            fresh.ifPresent(found -> verified.add(fingerprint, found, now));
            return fresh.map(Verified::authenticated);
        }
        if (known.get().until().isAfter(now) && keys.publicKey(known.get().key()).isPresent()) {
            return known.map(Verified::authenticated);
        }
        verified.remove(fingerprint);
        return Optional.empty();
    }

    private Optional<Verified> verify(BearerToken token, Instant now) {
        return parsed(token)
                .filter(jwt -> acceptable(jwt.getHeader()))
                .flatMap(jwt -> claims(jwt).filter(claims -> current(claims, now)))
                .flatMap(claims -> standing(claims, token));
    }

    private static Optional<SignedJWT> parsed(BearerToken token) {
        try {
            return Optional.of(SignedJWT.parse(token.text()));
        } catch (ParseException | RuntimeException e) {
            return Optional.empty(); // the library throws whatever for headers that are no object
        }
    }

    /** The claims, once the signature is found to be that of a published key. */
    private Optional<AccessTokenClaims> claims(SignedJWT jwt) {
        Optional<RSAPublicKey> key = keys.publicKey(jwt.getHeader().getKeyID());
        try {
            return key.isPresent() && jwt.verify(new RSASSAVerifier(key.get()))
                    ? AccessTokenClaims.of(jwt.getHeader().getKeyID(), jwt.getJWTClaimsSet())
                    : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    /** The key's kind follows from the algorithm we demand, never from what the token says. */
    private static boolean acceptable(JWSHeader header) {
        return JWSAlgorithm.RS256.equals(header.getAlgorithm())
                && ACCESS_TOKEN.equals(header.getType())
                && header.getKeyID() != null
                && header.getCriticalParams() == null;
    }

    private boolean current(AccessTokenClaims claims, Instant now) {
        Instant latest = now.plus(CLOCK_SKEW_MAX);
        return claims.issuer().equals(url.issuer())
                && claims.audience().contains(url.resource())
                && claims.expiresAt().isAfter(now)
                && !claims.issuedAt().isAfter(latest)
                && !claims.notBefore().isAfter(latest);
    }

    /**
     * Reads the epochs first and asks the store second: whatever is revoked in between makes the
     * epochs stale, so that no cached answer outlives a revocation.
     */
    private Optional<Verified> standing(AccessTokenClaims claims, BearerToken token) {
        TenantId tenant = claims.principal().tenant();
        String account = claims.principal().user();
        long tokenVersion = epochs.version(tenant, "token:" + claims.id());
        long accountVersion = epochs.version(tenant, "account:" + account);
        if (tokenVersion > 0 || !standing.stands(claims.id(), token.text())) {
            return Optional.empty();
        }
        Epochs versions = new Epochs(claims.id(), tokenVersion, account, accountVersion);
        return Optional.of(
                new Verified(
                        new Authenticated(
                                claims.principal().in(standing.groups(account)), versions),
                        claims.key(),
                        claims.expiresAt()));
    }
}
