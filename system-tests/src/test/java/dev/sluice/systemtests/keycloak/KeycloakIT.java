package dev.sluice.systemtests.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.config.Setting;
import dev.sluice.server.federation.IdentityProvider;
import dev.sluice.server.federation.IdentityProvider.Registration;
import dev.sluice.server.federation.IdentityProvider.Rules;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Clients.NewClient;
import dev.sluice.systemtests.McpCaller;
import dev.sluice.systemtests.ServerProcess;
import dev.sluice.systemtests.keycloak.OfficeBrowser.Page;
import dev.sluice.systemtests.mcp.ProductServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signing in at a real identity provider, and what its changes come to here. */
@EnabledIfSystemProperty(named = "sluice.keycloak", matches = ".+")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakIT {
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";
    private static final String CALLBACK = "http://127.0.0.1/callback";
    private static final String SQL = "SELECT count(*) AS n FROM orders";
    private static final JsonMapper JSON = new JsonMapper();

    private static ProductServer product;
    private static Keycloak keycloak;
    private static TenantId tenant;
    private static String client;

    @BeforeAll
    static void start() throws Exception {
        int port = ServerProcess.freePort();
        keycloak =
                new Keycloak(
                        Path.of(System.getProperty("sluice.keycloak")), "http://127.0.0.1:" + port);
        System.out.println("Keycloak answered after " + keycloak.startedIn);
        product = new ProductServer(port, Map.of(Setting.PRIVATE_ISSUERS, keycloak.origin()));
        tenant = product.demo().tenant().id();
        product.letGroupAsk("data-team");
        var identity = product.demo().server().deployment().identity();
        client =
                identity.clients()
                        .createPublic(
                                new NewClient(
                                        tenant,
                                        "editor",
                                        Set.of("query", "admin"),
                                        List.of(CALLBACK)),
                                Actor.OPERATOR)
                        .id();
        try (Secret owner = Secret.takingOver("four words make one".toCharArray());
                Secret secret = Secret.takingOver(Keycloak.SECRET.toCharArray())) {
            identity.accounts().createOwner(tenant, "olga@example.org", owner);
            identity.federation()
                    .providers()
                    .put(
                            new IdentityProvider(
                                    tenant,
                                    "corp",
                                    "Corp",
                                    new Registration(keycloak.issuer(), "sluice", true),
                                    new Rules(
                                            List.of("corp.example"),
                                            false,
                                            true,
                                            "groups",
                                            Map.of(
                                                    "data-team", Account.Role.ANALYST,
                                                    "db-admins", Account.Role.ADMIN),
                                            null,
                                            false,
                                            true)),
                            secret,
                            Actor.OPERATOR);
        }
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
        }
        keycloak.close();
    }

    private static Page signIn(OfficeBrowser browser, String user) {
        Page form = browser.open(URI.create(product.url() + "/signin/with/main/corp"));
        assertThat(form.address().toString()).as(form.body()).startsWith(keycloak.issuer());
        return browser.submit(form, Map.of("username", user, "password", Keycloak.PASSWORD));
    }

    private static Optional<Account> account(String email) {
        return product.demo().server().deployment().identity().accounts().list(tenant).stream()
                .filter(account -> account.email().value().equals(email))
                .findFirst();
    }

    /** A program's tokens for whoever is signed in in the browser. */
    private static JsonNode tokens(OfficeBrowser browser) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client);
        query.put("redirect_uri", CALLBACK);
        query.put("scope", "query");
        query.put("code_challenge", challenge());
        query.put("code_challenge_method", "S256");
        Page consent =
                browser.open(URI.create(product.url() + "/oauth2/authorize?" + encoded(query)));
        Page back = browser.submit(consent, Map.of("decision", "allow"));
        assertThat(back.address().toString()).as(back.body()).startsWith(CALLBACK);
        String code = back.address().getQuery().replaceFirst("(?:.*&)?code=([^&]*).*", "$1");
        HttpResponse<String> answer =
                token(
                        Map.of(
                                "grant_type", "authorization_code",
                                "client_id", client,
                                "code", code,
                                "redirect_uri", CALLBACK,
                                "code_verifier", VERIFIER));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> refresh(JsonNode tokens) {
        askAgainAtOnce();
        return token(
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        client,
                        "refresh_token",
                        tokens.get("refresh_token").asString()));
    }

    private static HttpResponse<String> token(Map<String, String> form) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(product.url() + "/oauth2/token"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A minute has to pass between two questions to the issuer; let it have passed. */
    private static void askAgainAtOnce() {
        try (Connection connection =
                        product.demo().server().deployment().store().deployment().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update external_identities set checked_at = checked_at - interval '1 hour'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(it ->
                        it.getKey()
                                + "="
                                + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String challenge() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String answer(JsonNode tokens) {
        try (McpCaller caller =
                new McpCaller(product.mcp(), tokens.get("access_token").asString())) {
            HttpResponse<String> answer = caller.run(SQL);
            JsonNode result = JSON.readTree(answer.body()).path("result").path("structuredContent");
            return result.has("rows")
                    ? "rows"
                    : answer.statusCode() + " " + result.path("code").asString();
        }
    }

    @Test
    @Order(1)
    void groupsGiveARoleAndData() {
        try (OfficeBrowser browser = new OfficeBrowser()) {
            Page home = signIn(browser, "fay");
            assertThat(home.status()).as(home.body()).isEqualTo(200);
            assertThat(home.body()).contains("fay@corp.example");
            assertThat(account("fay@corp.example").map(Account::role))
                    .contains(Account.Role.ANALYST);
            assertThat(answer(tokens(browser))).isEqualTo("rows");
        }
    }

    @Test
    @Order(2)
    void whoIsInNoGroupOrHasNoVerifiedAddressDoesNotComeIn() {
        for (String user : List.of("gus", "una")) {
            try (OfficeBrowser browser = new OfficeBrowser()) {
                Page refused = signIn(browser, user);
                assertThat(refused.status()).as(user + refused.body()).isEqualTo(403);
                assertThat(account(user + "@corp.example")).isEmpty();
            }
        }
    }

    @Test
    @Order(3)
    void aGroupThatSomebodyLeavesIsGoneAtTheNextRefresh() {
        try (OfficeBrowser browser = new OfficeBrowser()) {
            keycloak.join("fay", "db-admins");
            signIn(browser, "fay");
            assertThat(account("fay@corp.example").map(Account::role)).contains(Account.Role.ADMIN);
            JsonNode tokens = tokens(browser);
            keycloak.leave("fay", "data-team");
            HttpResponse<String> next = refresh(tokens);
            assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
            assertThat(answer(JSON.readTree(next.body()))).isNotEqualTo("rows");
            keycloak.join("fay", "data-team");
            keycloak.leave("fay", "db-admins");
            HttpResponse<String> later = refresh(JSON.readTree(next.body()));
            assertThat(answer(JSON.readTree(later.body()))).isEqualTo("rows");
            assertThat(account("fay@corp.example").map(Account::role))
                    .contains(Account.Role.ANALYST);
        }
    }

    @Test
    @Order(4)
    void anotherKeyOfTheIssuerIsFoundOut() {
        keycloak.rotateKeys();
        boolean in = false;
        for (int i = 0; i < 30 && !in; i++) { // the keys are read again every ten seconds
            try (OfficeBrowser browser = new OfficeBrowser()) {
                in = signIn(browser, "fay").status() == 200;
            }
        }
        assertThat(in).isTrue();
    }

    @Test
    @Order(5)
    void whoIsDisabledThereIsOutHereAtTheNextRefresh() {
        try (OfficeBrowser browser = new OfficeBrowser()) {
            signIn(browser, "fay");
            JsonNode tokens = tokens(browser);
            assertThat(answer(tokens)).isEqualTo("rows");
            keycloak.disable("fay");
            HttpResponse<String> refused = refresh(tokens);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("invalid_grant");
            assertThat(answer(tokens)).as("its access token too").startsWith("401");
            Page signIn = browser.open(URI.create(product.url() + "/"));
            assertThat(signIn.address().getPath()).as("and its session").isEqualTo("/signin");
        }
    }
}
