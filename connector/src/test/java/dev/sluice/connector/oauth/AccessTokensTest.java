package dev.sluice.connector.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.connector.http.StubServer;
import dev.sluice.connector.oauth.Grant.ClientAuthentication;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AccessTokensTest {
    private static final String SECRET = "s3cr&t=%/ü";

    private final AtomicInteger issued = new AtomicInteger();
    private final Map<SecretName, String> secrets = new HashMap<>();
    private final List<String> replaced = new ArrayList<>();
    private int lifetime = 3_600;
    private String rotated = "";

    private final StubServer endpoint = new StubServer(_ -> StubServer.json(answer()));

    @AfterEach
    void close() {
        endpoint.close();
    }

    private String answer() {
        return """
        {"access_token":"token-%d","token_type":"Bearer","expires_in":%d%s}\
        """
                .formatted(
                        issued.incrementAndGet(),
                        lifetime,
                        rotated.isEmpty() ? "" : ",\"refresh_token\":\"" + rotated + "\"");
    }

    private final Credential credential =
            new Credential() {
                @Override
                public Secret open(SecretName name) {
                    return Secret.takingOver(secrets.get(name).getBytes(StandardCharsets.UTF_8));
                }

                @Override
                public boolean has(SecretName name) {
                    return secrets.containsKey(name);
                }

                @Override
                public boolean replace(SecretName name, Secret secret) {
                    replaced.add(name.value() + "=" + new String(secret.reveal(), UTF_8));
                    return false;
                }
            };
    private static final Charset UTF_8 = StandardCharsets.UTF_8;

    private AccessTokens tokens(AuthMethod method, ClientAuthentication authentication) {
        ConnectionSettings settings =
                new ConnectionSettings(
                        "trino",
                        "127.0.0.1",
                        1,
                        "tpch",
                        "reader",
                        TlsSettings.of(TlsMode.DISABLE),
                        ConnectionMode.FRESH,
                        method,
                        null,
                        Map.of(
                                "token_url",
                                endpoint.address() + "/oauth/token",
                                "client_id",
                                "sluice:id"));
        return Sessions.tokens(
                new Target(settings, credential, new DirectNetwork()),
                new Sessions.Defaults(null, "read all", authentication));
    }

    private static String ask(AccessTokens tokens) throws SourceFailure {
        try (Stop stop = Stop.after(Duration.ofMinutes(1));
                Secret token = tokens.token(stop)) {
            return new String(token.reveal(), UTF_8);
        }
    }

    @Test
    void aClientSaysWhoItIsInAHeader() throws SourceFailure {
        secrets.put(SecretName.CLIENT_SECRET, SECRET);
        try (AccessTokens tokens = tokens(AuthMethod.OAUTH_CLIENT, ClientAuthentication.BASIC)) {
            assertThat(ask(tokens)).isEqualTo("token-1");
        }
        StubServer.Asked asked = endpoint.asked("POST", "/oauth/token").getFirst();
        assertThat(asked.form())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("grant_type", "client_credentials", "scope", "read all"));
        // RFC 6749 section 2.3.1: each half encoded as in a form, then joined.
        assertThat(
                        new String(
                                Base64.getDecoder()
                                        .decode(
                                                asked.header("authorization")
                                                        .substring("Basic ".length())),
                                UTF_8))
                .isEqualTo("sluice%3Aid:s3cr%26t%3D%25%2F%C3%BC");
    }

    @Test
    void aClientSaysWhoItIsInTheForm() throws SourceFailure {
        secrets.put(SecretName.CLIENT_SECRET, SECRET);
        try (AccessTokens tokens = tokens(AuthMethod.OAUTH_CLIENT, ClientAuthentication.POST)) {
            ask(tokens);
        }
        StubServer.Asked asked = endpoint.asked().getFirst();
        assertThat(asked.form())
                .containsEntry("client_id", "sluice:id")
                .containsEntry("client_secret", SECRET);
        assertThat(asked.headers()).doesNotContainKey("authorization");
    }

    @Test
    void aTokenServesUntilItIsAboutToExpire() throws SourceFailure {
        secrets.put(SecretName.CLIENT_SECRET, SECRET);
        try (AccessTokens tokens = tokens(AuthMethod.OAUTH_CLIENT, ClientAuthentication.BASIC)) {
            assertThat(List.of(ask(tokens), ask(tokens))).containsOnly("token-1");
        }
        lifetime = 0;
        try (AccessTokens tokens = tokens(AuthMethod.OAUTH_CLIENT, ClientAuthentication.BASIC)) {
            assertThat(List.of(ask(tokens), ask(tokens))).containsExactly("token-2", "token-3");
        }
    }

    @Test
    void aTokenThatAServiceRefusedIsReplacedOnce() throws SourceFailure {
        secrets.put(SecretName.CLIENT_SECRET, SECRET);
        try (AccessTokens tokens = tokens(AuthMethod.OAUTH_CLIENT, ClientAuthentication.BASIC)) {
            ask(tokens);
            refuse(tokens, "token-1");
            assertThat(ask(tokens)).isEqualTo("token-2");
            refuse(tokens, "token-1"); // by a call that set out earlier
            assertThat(ask(tokens)).isEqualTo("token-2");
        }
    }

    private static void refuse(AccessTokens tokens, String token) {
        try (Secret used = Secret.takingOver(token.getBytes(UTF_8))) {
            tokens.refused(used);
        }
    }

    @Test
    void manyThreadsShareOneRequest() throws Exception {
        secrets.put(SecretName.CLIENT_SECRET, SECRET);
        try (AccessTokens tokens = tokens(AuthMethod.OAUTH_CLIENT, ClientAuthentication.BASIC);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> asking = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                asking.add(() -> ask(tokens));
            }
            for (Future<String> one : threads.invokeAll(asking)) {
                assertThat(one.get()).isEqualTo("token-1");
            }
        }
        assertThat(endpoint.asked()).hasSize(1);
    }

    @Test
    void aRefreshTokenThatWasReplacedIsKeptAndUsed() throws SourceFailure {
        secrets.put(SecretName.REFRESH_TOKEN, "first");
        lifetime = 0;
        rotated = "second";
        try (AccessTokens tokens = tokens(AuthMethod.OAUTH_REFRESH, ClientAuthentication.BASIC)) {
            ask(tokens);
            rotated = "";
            ask(tokens);
            ask(tokens);
        }
        assertThat(endpoint.asked())
                .extracting(one -> one.form().get("refresh_token"))
                .containsExactly("first", "second", "second");
        assertThat(endpoint.asked().getFirst().form())
                .containsEntry("grant_type", "refresh_token")
                .containsEntry("client_id", "sluice:id");
        assertThat(replaced).containsExactly("refresh_token=second");
    }

    @Test
    void aServiceAccountSignsItsAssertion() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        KeyPair pair = generator.generateKeyPair();
        String pem =
                "-----BEGIN PRIVATE KEY-----\\n"
                        + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded())
                        + "\\n-----END PRIVATE KEY-----\\n";
        secrets.put(
                SecretName.SERVICE_ACCOUNT,
                """
                {"type":"service_account","client_email":"r@p.iam.example","private_key_id":"k1",
                 "private_key":"%s","token_uri":"https://elsewhere.example/steal"}\
                """
                        .formatted(pem));
        try (AccessTokens tokens = tokens(AuthMethod.SERVICE_ACCOUNT, ClientAuthentication.BASIC)) {
            assertThat(ask(tokens)).isEqualTo("token-1");
        }
        Map<String, String> form = endpoint.asked("POST", "/oauth/token").getFirst().form();
        assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        String[] parts = form.get("assertion").split("\\.", -1);
        assertThat(json(parts[0]).path("kid").asString()).isEqualTo("k1");
        JsonNode claims = json(parts[1]);
        assertThat(claims.path("iss").asString()).isEqualTo("r@p.iam.example");
        assertThat(claims.path("scope").asString()).isEqualTo("read all");
        assertThat(claims.path("aud").asString()).endsWith("/oauth/token");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(3_600);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    private static JsonNode json(String part) {
        return HttpReply.JSON.readTree(Base64.getUrlDecoder().decode(part));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "no json",
                "{\"type\":\"service_account\",\"client_email\":\"a\",\"private_key\":\"-----\"}",
                "{\"type\":\"service_account\",\"client_email\":\"a\",\"private_key\":\"AAAA\"}",
                "{\"type\":\"authorized_user\"}"
            })
    void aKeyFileThatIsNoneIsRefusedWithoutBeingQuoted(String file) {
        secrets.put(SecretName.SERVICE_ACCOUNT, file);
        try (AccessTokens tokens = tokens(AuthMethod.SERVICE_ACCOUNT, ClientAuthentication.BASIC)) {
            SluiceException told = failure(tokens).forAdministrator();
            assertThat(told.details()).containsEntry("reason", "credential_unreadable");
        }
        assertThat(endpoint.asked()).isEmpty();
    }

    @Test
    void aRefusalIsToldByItsCodeAlone() {
        secrets.put(SecretName.CLIENT_SECRET, SECRET);
        endpoint.answering(_ ->
                new StubServer.Whole(
                        401,
                        Map.of(),
                        "{\"error\":\"invalid_client\",\"error_description\":\"" + SECRET + "\"}"));
        try (AccessTokens tokens = tokens(AuthMethod.OAUTH_CLIENT, ClientAuthentication.BASIC)) {
            SluiceException told = failure(tokens).forAdministrator();
            assertThat(told.code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
            assertThat(told.details())
                    .containsEntry("reason", "login_refused")
                    .containsEntry("oauth_error", "invalid_client");
            assertThat(told.getMessage() + told.details()).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"access_token\":\"a\"}",
                "{\"access_token\":\"a b\",\"token_type\":\"bearer\"}",
                "{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"bearer\"}",
                "{\"access_token\":\"a\",\"token_type\":\"mac\"}",
                "{\"access_token\":[\"a\"],\"token_type\":\"bearer\"}"
            })
    void garbageIsNoToken(String body) {
        secrets.put(SecretName.CLIENT_SECRET, SECRET);
        endpoint.answering(_ -> StubServer.json(body));
        try (AccessTokens tokens = tokens(AuthMethod.OAUTH_CLIENT, ClientAuthentication.BASIC)) {
            assertThat(failure(tokens).outcome().toString()).contains("wrong_server");
        }
    }

    @Test
    void anEndpointThatSendsPeopleElsewhereIsNotFollowed() {
        secrets.put(SecretName.CLIENT_SECRET, SECRET);
        try (StubServer other = new StubServer(_ -> StubServer.json(answer()))) {
            endpoint.answering(
                    _ -> new StubServer.Whole(307, Map.of("Location", other.address() + "/x"), ""));
            try (AccessTokens tokens =
                    tokens(AuthMethod.OAUTH_CLIENT, ClientAuthentication.BASIC)) {
                assertThat(failure(tokens).code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
            }
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void anEndpointThatStallsOrNeverEndsIsLeft() {
        secrets.put(SecretName.CLIENT_SECRET, SECRET);
        try (AccessTokens tokens = tokens(AuthMethod.OAUTH_CLIENT, ClientAuthentication.BASIC)) {
            endpoint.answering(_ -> new StubServer.Endless());
            assertThat(failure(tokens).code()).isEqualTo(ReasonCode.RESULT_TOO_LARGE);
            endpoint.answering(_ -> new StubServer.Cut());
            assertThat(failure(tokens).code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
            endpoint.answering(_ -> new StubServer.Stalled());
            try (Stop stop = Stop.after(Duration.ofMillis(300))) {
                SourceFailure late =
                        catchThrowableOfType(SourceFailure.class, () -> tokens.token(stop));
                assertThat(late.code()).isEqualTo(ReasonCode.TIMEOUT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://token.example/", "ftp://127.0.0.1/", "https://", "::", "x y"})
    void aTokenIsAskedForOnlyWhereNobodyListens(String address) {
        SluiceException told =
                catchThrowableOfType(
                        SluiceException.class, () -> TokenEndpoint.of(address, "token_url"));
        assertThat(told.code()).isEqualTo(ReasonCode.INVALID_ARGUMENT);
        assertThat(told.details()).containsEntry("argument", "token_url");
    }

    private static SourceFailure failure(AccessTokens tokens) {
        return catchThrowableOfType(SourceFailure.class, () -> ask(tokens));
    }
}
