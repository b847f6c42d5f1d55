package dev.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Authentication.Challenge;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final PublicUrl URL = new PublicUrl("https://sluice.example.org");
    private static final Instant ISSUED = Instant.parse("2026-03-01T12:00:00Z");
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private static KeyPair ours;
    private static KeyPair foreign;

    private Instant now = ISSUED.plusSeconds(1);
    private final Map<String, RSAPublicKey> published = new HashMap<>();
    private final Set<String> fallen = new HashSet<>();
    private final Map<String, Long> versions = new HashMap<>();
    private int asked;
    private final TokenVerifier verifier =
            new TokenVerifier(
                    URL,
                    id -> Optional.ofNullable(published.get(id)),
                    this::stands,
                    (tenant, name) -> versions.getOrDefault(tenant + "/" + name, 0L),
                    () -> now);

    TokenVerifierTest() {
        published.put("k1", (RSAPublicKey) ours.getPublic());
    }

    @BeforeAll
    static void keys() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        ours = generator.generateKeyPair();
        foreign = generator.generateKeyPair();
    }

    private boolean stands(String id, String text) {
        asked++;
        return !fallen.contains(id);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(URL.issuer())
                .audience(URL.resource())
                .subject("client_1")
                .claim("client_id", "client_1")
                .claim("tenant", "main")
                .claim("scope", "query admin")
                .jwtID("t1")
                .issueTime(Date.from(ISSUED))
                .expirationTime(Date.from(ISSUED.plusSeconds(3600)));
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).type(TYPE).keyID("k1");
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(signer);
            return "Bearer " + jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(
                header().build(),
                change.apply(claims()).build(),
                new RSASSASigner(ours.getPrivate()));
    }

    private static String token() {
        return token(claims -> claims);
    }

    private static String withHeader(JWSHeader.Builder header) {
        return signed(header.build(), claims().build(), new RSASSASigner(ours.getPrivate()));
    }

    private void refused(String authorization) {
        Authentication answer = verifier.authenticate(authorization, "query");
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Challenge.class,
                        challenge -> {
                            assertThat(challenge.code()).isEqualTo(ReasonCode.UNAUTHENTICATED);
                            assertThat(challenge.wwwAuthenticate())
                                    .startsWith("Bearer error=\"invalid_token\"")
                                    .contains(
                                            "resource_metadata=\"https://sluice.example.org"
                                                    + "/.well-known/oauth-protected-resource"
                                                    + "/api/mcp\"");
                        });
    }

    private Authenticated accepted(String authorization) {
        Authentication answer = verifier.authenticate(authorization, "query");
        assertThat(answer).isInstanceOf(Authenticated.class);
        return (Authenticated) answer;
    }

    @Test
    void readsTheAgentThatActsForAPersonOrForItself() {
        Authenticated delegated =
                accepted(
                        token(claims ->
                                claims.subject("ana").claim("act", Map.of("sub", "support-bot"))));
        assertThat(delegated.principal().agent()).isEqualTo("support-bot");
        assertThat(delegated.principal().actsForItself()).isFalse();
        Authenticated alone = accepted(token(claims -> claims.claim("agent", "support-bot")));
        assertThat(alone.principal().agent()).isEqualTo("support-bot");
        assertThat(alone.principal().actsForItself()).isTrue();
    }

    @Test
    void refusesActorsThatAreNotOne() {
        Map<String, Object> nested = Map.of("sub", "b", "act", Map.of("sub", "a"));
        for (Object act : List.of(nested, "b", List.of("b"), 1, Map.of(), Map.of("sub", 1))) {
            refused(token(claims -> claims.subject("ana").claim("act", act)));
        }
        refused(token(claims -> claims.claim("act", Map.of("sub", "b"))));
        refused(token(claims -> claims.subject("ana").claim("agent", "b")));
        refused(token(claims -> claims.claim("agent", 1)));
    }

    @Test
    void readsThePrincipal() {
        Authenticated caller = accepted(token());
        assertThat(caller.principal().tenant().value()).isEqualTo("main");
        assertThat(caller.principal().user()).isEqualTo("client_1");
        assertThat(caller.principal().scopes()).containsExactlyInAnyOrder("query", "admin");
        assertThat(caller.principal().claims()).containsEntry("user.id", "client_1");
        assertThat(caller.epochs()).isEqualTo(new Epochs("t1", 0, "client_1", 0));
    }

    @Test
    void takesTheSchemeInAnyCase() {
        accepted(token().replace("Bearer", "bearer"));
        accepted(token().replace("Bearer", "BEARER"));
    }

    @Test
    void challengesARequestWithoutCredentialsWithoutAnErrorCode() {
        assertThat(verifier.authenticate(null, "query"))
                .isEqualTo(
                        new Challenge(
                                ReasonCode.UNAUTHENTICATED,
                                "An access token is needed: Authorization: Bearer <token>.",
                                "Bearer scope=\"query\", resource_metadata=\""
                                        + URL.resourceMetadata()
                                        + "\""));
    }

    @Test
    void asksForAMissingScope() {
        Authentication answer =
                verifier.authenticate(token(claims -> claims.claim("scope", "query")), "admin");
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Challenge.class,
                        challenge -> {
                            assertThat(challenge.code()).isEqualTo(ReasonCode.INSUFFICIENT_SCOPE);
                            assertThat(challenge.wwwAuthenticate())
                                    .startsWith("Bearer error=\"insufficient_scope\"")
                                    .contains("scope=\"admin query\"", "resource_metadata=");
                        });
    }

    @Test
    void livesAnHourToTheSecond() {
        String token = token();
        now = ISSUED.plusSeconds(3599);
        accepted(token);
        now = ISSUED.plusSeconds(3600);
        refused(token);
        now = ISSUED.plusSeconds(3601);
        refused(token);
    }

    @Test
    void refusesAnAlgorithmOtherThanRs256() throws JOSEException {
        byte[] publicKey = ours.getPublic().getEncoded();
        JWSHeader hmac = new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE).keyID("k1").build();
        refused(signed(hmac, claims().build(), new MACSigner(publicKey)));
        refused("Bearer " + new PlainJWT(claims().build()).serialize());
        String none = Base64URL.encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}").toString();
        refused("Bearer " + none + "." + token().split("\\.", -1)[1] + ".AA");
        for (JWSAlgorithm other : List.of(JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
            refused(withHeader(new JWSHeader.Builder(other).type(TYPE).keyID("k1")));
        }
    }

    @Test
    void refusesAForeignKeyAndAnUnknownOne() {
        refused(signed(header().build(), claims().build(), new RSASSASigner(foreign.getPrivate())));
        refused(withHeader(header().keyID("k2")));
        refused(withHeader(header().keyID(null)));
    }

    @Test
    void refusesAnotherTypeAndCriticalExtensions() {
        refused(withHeader(header().type(JOSEObjectType.JWT)));
        refused(withHeader(header().type(null)));
        refused(withHeader(header().criticalParams(Set.of("exp"))));
    }

    @Test
    void refusesAnotherIssuerOrAudience() {
        refused(token(claims -> claims.issuer("https://elsewhere.example")));
        refused(token(claims -> claims.audience("https://elsewhere.example")));
        refused(token(claims -> claims.audience(URL.issuer())));
        refused(token(claims -> claims.audience(URL.resource() + "/")));
        accepted(token(claims -> claims.audience(List.of("https://a.example", URL.resource()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"iss", "aud", "sub", "client_id", "tenant", "scope", "jti", "iat", "exp"})
    void refusesATokenWithoutOneOfItsClaimsOrWithAnotherKindOfValue(String claim) {
        refused(token(claims -> claims.claim(claim, null)));
        refused(token(claims -> claims.claim(claim, Map.of("a", 1))));
        refused(token(claims -> claims.claim(claim, true)));
    }

    @Test
    void refusesATenantThatCannotBeOne() {
        refused(token(claims -> claims.claim("tenant", "Main; drop schema")));
    }

    @Test
    void refusesATokenFromTheFuture() {
        Date later = Date.from(now.plusSeconds(61));
        refused(token(claims -> claims.issueTime(later)));
        refused(token(claims -> claims.notBeforeTime(later)));
        accepted(token(claims -> claims.issueTime(Date.from(now.plusSeconds(59)))));
    }

    @Test
    void refusesATokenThatWasChanged() {
        String[] parts = token().split("\\.", -1);
        String claims = claims().claim("tenant", "other").build().toString();
        refused(parts[0] + "." + Base64URL.encode(claims) + "." + parts[2]);
        refused(parts[0] + "." + parts[1] + "." + parts[2].substring(4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer",
                "Bearer ",
                "Bearer a",
                "Bearer a.b",
                "Bearer a.b.c",
                "Bearer a.b.c.d",
                "Bearer a.b.c d.e.f",
                "Bearer a.b.c, Bearer a.b.c",
                "Bearer\ta.b.c",
                "Bearer ä.b.c",
                "Basic YTpi",
                "Bearer e30.e30.e30",
                "Bearer bnVsbA.bnVsbA.AA"
            })
    void refusesGarbage(String authorization) {
        refused(authorization);
    }

    @Test
    void refusesLongAndDeepTokens() {
        refused("Bearer " + "a".repeat(5000) + ".b.c");
        refused("Bearer " + Base64URL.encode("[".repeat(2000)) + ".e30.AA");
        refused("Bearer " + Base64URL.encode("{\"a\":".repeat(500)) + ".e30.AA");
        refused(token(claims -> claims.claim("padding", "x".repeat(4000))));
    }

    @Test
    void checksATokenOnceAndItsKeyAlways() {
        String token = token();
        accepted(token);
        accepted(token);
        assertThat(asked).isEqualTo(1);
        published.clear();
        refused(token);
    }

    @Test
    void forgetsATokenThatTurnedOutToBeStale() {
        String token = token();
        accepted(token);
        fallen.add("t1");
        verifier.invalidate("another");
        accepted(token);
        verifier.invalidate("t1");
        refused(token);
    }

    @Test
    void refusesWhatTheStoreDoesNotKnowAndWhatWasRevoked() {
        fallen.add("t1");
        refused(token());
        fallen.clear();
        versions.put("main/token:t1", 1L);
        refused(token());
    }

    @Test
    void carriesTheAccountsVersionAsItWasBeforeTheStoreWasAsked() {
        versions.put("main/account:client_1", 3L);
        TokenVerifier racing =
                new TokenVerifier(
                        URL,
                        id -> Optional.ofNullable(published.get(id)),
                        (id, text) -> {
                            versions.put("main/account:client_1", 4L);
                            return true;
                        },
                        (tenant, name) -> versions.getOrDefault(tenant + "/" + name, 0L),
                        () -> now);
        assertThat(racing.authenticate(token(), "query"))
                .isInstanceOfSatisfying(
                        Authenticated.class,
                        caller -> assertThat(caller.epochs().accountVersion()).isEqualTo(3));
    }

    @Test
    void saysSoWhenTheStoreCannotBeAsked() {
        TokenVerifier cut =
                new TokenVerifier(
                        URL,
                        id -> Optional.ofNullable(published.get(id)),
                        (id, text) -> {
                            throw new SluiceException(ReasonCode.STORE_UNAVAILABLE, "Down.");
                        },
                        (tenant, name) -> 0,
                        () -> now);
        assertThatThrownBy(() -> cut.authenticate(token(), "query"))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.STORE_UNAVAILABLE));
    }

    @Test
    void remembersABoundedNumberOfTokens() {
        VerifiedTokens remembered = new VerifiedTokens();
        Authenticated caller = accepted(token());
        for (int i = 0; i < VerifiedTokens.ENTRIES_MAX + 10; i++) {
            remembered.add(
                    "f" + i,
                    new VerifiedTokens.Verified(caller, "k1", now.plus(Duration.ofHours(1))),
                    now);
        }
        assertThat(remembered.size()).isLessThanOrEqualTo(VerifiedTokens.ENTRIES_MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sluice.example.org",
                "ftp://sluice.example.org",
                "https://",
                "https://a.example/path",
                "https://a.example?x",
                "https://a.example#x",
                "https://user@a.example",
                "mailto:a@b.c",
                "https://a b"
            })
    void refusesAPublicUrlThatIsNone(String url) {
        assertThatThrownBy(() -> PublicUrl.of(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void derivesItsAddressesFromThePublicUrl() {
        PublicUrl url = PublicUrl.of("http://127.0.0.1:7433/");
        assertThat(url.issuer()).isEqualTo("http://127.0.0.1:7433");
        assertThat(url.resource()).isEqualTo("http://127.0.0.1:7433/api/mcp");
        assertThat(url.https()).isFalse();
    }
}
