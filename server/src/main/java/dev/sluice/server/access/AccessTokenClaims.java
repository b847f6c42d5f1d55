package dev.sluice.server.access;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.sluice.core.Principal;
import dev.sluice.core.TenantId;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an access token says, once its signature has been checked.
 *
 * @param key the key that the signature was checked with ({@code kid})
 * @param id {@code jti}
 * @param notBefore the moment of issue when the token names none
 */
record AccessTokenClaims(
        String key,
        String id,
        String issuer,
        Set<String> audience,
        Instant issuedAt,
        Instant notBefore,
        Instant expiresAt,
        Principal principal) {

    /** Empty when a claim is missing or not of its type (RFC 9068 section 2.2). */
    static Optional<AccessTokenClaims> of(String key, JWTClaimsSet set) throws ParseException {
        String id = set.getJWTID();
        String issuer = set.getIssuer();
        Date issuedAt = set.getIssueTime();
        Date expiresAt = set.getExpirationTime();
        Optional<Principal> principal = principal(set);
        if (id == null
                || issuer == null
                || issuedAt == null
                || expiresAt == null
                || principal.isEmpty()) {
            return Optional.empty();
        }
        Date notBefore = set.getNotBeforeTime() == null ? issuedAt : set.getNotBeforeTime();
        return Optional.of(
                new AccessTokenClaims(
                        key,
                        id,
                        issuer,
                        Set.copyOf(set.getAudience()),
                        issuedAt.toInstant(),
                        notBefore.toInstant(),
                        expiresAt.toInstant(),
                        principal.get()));
    }

    private static Optional<TenantId> tenant(String claim) {
        try {
            return Optional.of(new TenantId(claim));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Principal> principal(JWTClaimsSet set) throws ParseException {
        String subject = set.getSubject();
        String client = set.getStringClaim("client_id");
        String tenant = set.getStringClaim("tenant");
        String scope = set.getStringClaim("scope");
        Actor actor = Actor.of(set);
        if (subject == null
                || client == null
                || tenant == null
                || scope == null
                || !actor.fits(subject.equals(client))) {
            return Optional.empty();
        }
        Map<String, String> claims = new HashMap<>();
        claims.put("user.id", subject);
        claims.put("client.id", client);
        claims.put("tenant", tenant);
        String email = set.getStringClaim("email");
        if (email != null) {
            claims.put(Principal.EMAIL, email);
        }
        return tenant(tenant)
                .map(id ->
                        new Principal(
                                id,
                                subject,
                                client,
                                actor.agent(),
                                Set.copyOf(Arrays.asList(scope.split(" "))),
                                claims));
    }
}
