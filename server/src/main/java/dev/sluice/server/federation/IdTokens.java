package dev.sluice.server.federation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks what issuers say of people (OpenID Connect Core 1.0 sections 2 and 3.1.3.7). The
 * algorithms are RS256 and ES256 and no other, with a key that the issuer publishes.
 */
final class IdTokens {
    static final Duration CLOCK_SKEW_MAX = Duration.ofSeconds(60);

    private static final int CHARACTERS_MAX = 64 * 1024;
    private static final int SUBJECT_CHARACTERS_MAX = 255;
    private static final int GROUP_CHARACTERS_MAX = 200;
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final Issuers issuers;
    private final InstantSource clock;

    IdTokens(Issuers issuers, InstantSource clock) {
        this.issuers = issuers;
        this.clock = clock;
    }

    /**
     * What is expected of a token.
     *
     * @param nonce what we sent along, null where nothing was sent (a refresh)
     */
    record Expected(Issuer issuer, IdentityProvider provider, @Nullable String nonce) {}

    /** Whether a text can be the name of a group here. */
    static boolean isGroup(String name) {
        return !name.isBlank()
                && name.length() <= GROUP_CHARACTERS_MAX
                && name.chars().noneMatch(Character::isISOControl);
    }

    /** The claims of a token that was found to be the issuer's, for us, and current. */
    Claims check(String text, Expected expected) throws Refusal {
        if (text.length() > CHARACTERS_MAX) {
            throw new Refusal("the ID token is too long");
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            verify(token, expected.issuer());
            JWTClaimsSet claims = token.getJWTClaimsSet();
            addressed(claims, expected);
            current(claims);
            String nonce = claims.getStringClaim("nonce");
            if (expected.nonce() != null && !same(expected.nonce(), nonce)) {
                throw new Refusal("the ID token answers another request");
            }
            return claims(claims, expected.provider().rules().groupsClaim());
        } catch (ParseException e) {
            throw new Refusal("the ID token cannot be read");
        }
    }

    private void verify(SignedJWT token, Issuer issuer) throws Refusal {
        JWSHeader header = token.getHeader();
        JWSAlgorithm algorithm = header.getAlgorithm();
        if (!JWSAlgorithm.RS256.equals(algorithm) && !JWSAlgorithm.ES256.equals(algorithm)) {
            throw new Refusal("the ID token's algorithm is neither RS256 nor ES256");
        }
        if (header.getCriticalParams() != null || ACCESS_TOKEN.equals(header.getType())) {
            throw new Refusal("the token is no ID token");
        }
        for (JWK key : issuers.keys(issuer, header.getKeyID())) {
            if (verifies(token, key, algorithm)) {
                return;
            }
        }
        throw new Refusal("no key of the issuer verifies the ID token");
    }

    /** The key's kind follows from the algorithm, never the other way round. */
    private static boolean verifies(SignedJWT token, JWK key, JWSAlgorithm algorithm) {
        boolean fit =
                !key.isPrivate()
                        && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                        && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm));
        try {
            Optional<JWSVerifier> verifier =
                    switch (key) {
                        case RSAKey rsa when fit && JWSAlgorithm.RS256.equals(algorithm) ->
                                Optional.of(new RSASSAVerifier(rsa));
                        case ECKey ec when fit && JWSAlgorithm.ES256.equals(algorithm) ->
                                Optional.of(new ECDSAVerifier(ec));
                        default -> Optional.empty();
                    };
            return verifier.isPresent() && token.verify(verifier.get());
        } catch (JOSEException e) {
            return false; // a key of another curve or size
        }
    }

    private static void addressed(JWTClaimsSet claims, Expected expected)
            throws ParseException, Refusal {
        String us = expected.provider().registration().clientId();
        List<String> audience = claims.getAudience();
        String party = claims.getStringClaim("azp");
        if (!expected.issuer().id().equals(claims.getIssuer())) {
            throw new Refusal("the ID token is another issuer's");
        }
        boolean ours =
                audience.contains(us) && (party == null ? audience.size() == 1 : party.equals(us));
        if (!ours) {
            throw new Refusal("the ID token is for somebody else");
        }
    }

    private void current(JWTClaimsSet claims) throws Refusal {
        Instant now = clock.instant();
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        Date from = claims.getNotBeforeTime();
        Instant latest = now.plus(CLOCK_SKEW_MAX);
        if (issued == null
                || expires == null
                || !expires.toInstant().plus(CLOCK_SKEW_MAX).isAfter(now)
                || issued.toInstant().isAfter(latest)
                || (from != null && from.toInstant().isAfter(latest))) {
            throw new Refusal("the ID token is expired, or not yet valid");
        }
    }

    static boolean same(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8));
    }

    private Claims claims(JWTClaimsSet claims, @Nullable String groupsClaim)
            throws ParseException, Refusal {
        String subject = claims.getSubject();
        if (subject == null || subject.isEmpty() || subject.length() > SUBJECT_CHARACTERS_MAX) {
            throw new Refusal("the ID token names nobody");
        }
        return new Claims(
                subject,
                claims.getStringClaim("email"),
                Boolean.TRUE.equals(claims.getClaim("email_verified")),
                groupsClaim == null ? List.of() : groups(claims, groupsClaim),
                texts(claims.getClaim("amr")),
                authenticatedAt(claims));
    }

    /** An issuer that does not say when it saw the person may have seen them long ago. */
    private Instant authenticatedAt(JWTClaimsSet claims) throws ParseException, Refusal {
        Date said = claims.getDateClaim("auth_time");
        if (said == null || said.toInstant().isBefore(Instant.EPOCH)) {
            return Instant.EPOCH;
        }
        Instant now = clock.instant();
        if (said.toInstant().isAfter(now.plus(CLOCK_SKEW_MAX))) {
            throw new Refusal("the ID token speaks of a sign-in to come");
        }
        return said.toInstant().isAfter(now) ? now : said.toInstant();
    }

    /** A claim of this name, or the one at the end of a path such as {@code realm_access.roles}. */
    private static List<String> groups(JWTClaimsSet claims, String name) throws Refusal {
        Object value = claims.getClaim(name);
        if (value == null) {
            value = claims.getClaims();
            for (String step : name.split("\\.", -1)) {
                value = value instanceof Map<?, ?> members ? members.get(step) : null;
            }
        }
        List<String> groups = texts(value);
        if (groups.size() > IdentityProvider.GROUPS_MAX) {
            throw new Refusal("the person is in more than 200 groups");
        }
        return groups.stream().filter(IdTokens::isGroup).distinct().sorted().toList();
    }

    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case String one -> List.of(one);
            case List<?> several ->
                    several.stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList();
            case null, default -> List.of();
        };
    }

    /**
     * What an issuer says of somebody.
     *
     * @param subject never given to anybody else by this issuer
     * @param email as it was sent; worth something only when verified
     * @param groups sorted
     * @param methods how they proved who they are (RFC 8176)
     * @param authenticatedAt when they did, long ago where the issuer does not say
     */
    record Claims(
            String subject,
            @Nullable String email,
            boolean emailVerified,
            List<String> groups,
            List<String> methods,
            Instant authenticatedAt) {
        Claims {
            groups = List.copyOf(groups);
            methods = List.copyOf(methods);
        }
    }
}
