package dev.sluice.server.control;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.TestDeployment;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Somebody with an account, a browser, and programs that want to act for them. */
final class TestPerson {
    static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";
    static final String CALLBACK = "http://127.0.0.1/callback";

    static final String PASSWORD = "four words make one";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern ACTION =
            Pattern.compile("<form method=\"post\" action=\"([^\"]+)\"");

    final String email;
    final Account account;
    final HttpClient browser = TestServer.newBrowser();
    private final TestServer server;

    TestPerson(TestServer server, String email, TenantId tenant) {
        this.server = server;
        this.email = email;
        try (Secret password = TestDeployment.secret(PASSWORD)) {
            this.account = server.deployment.accounts.createOwner(tenant, email, password);
        }
    }

    TestPerson inRole(String role) {
        server.deployment.execute(
                "update accounts set role = '%s' where id = '%s'".formatted(role, account.id()));
        return this;
    }

    TestPerson signedIn() {
        signIn("/signin");
        return this;
    }

    /** Signs in on the page that was reached, and returns the answer to its form. */
    HttpResponse<String> signIn(String page) {
        HttpResponse<String> form = get(page);
        Map<String, String> fields =
                new HashMap<>(
                        Map.of(
                                "email", email,
                                "password", PASSWORD,
                                "tenant", account.tenant().value()));
        Matcher on = Pattern.compile("name=\"continue\" value=\"([^\"]+)\"").matcher(form.body());
        if (on.find()) {
            fields.put("continue", unescaped(on.group(1)));
        }
        return post("/signin", form, fields);
    }

    HttpResponse<String> get(String path) {
        server.deployment.clock.turn(Duration.ofSeconds(7)); // the limits refill
        return TestServer.send(browser, server.at(path));
    }

    /** Presses a button of the form on the page. */
    HttpResponse<String> press(HttpResponse<String> page, Map<String, String> fields) {
        Matcher action = ACTION.matcher(page.body());
        if (!action.find()) {
            throw new IllegalStateException("no form on the page: " + page.body());
        }
        return post(unescaped(action.group(1)), page, fields);
    }

    private HttpResponse<String> post(
            String path, HttpResponse<String> page, Map<String, String> fields) {
        return post(server, browser, path, page, fields);
    }

    /** Presses a button of the form on the page that a browser shows. */
    static HttpResponse<String> press(
            TestServer server,
            HttpClient browser,
            HttpResponse<String> page,
            Map<String, String> fields) {
        Matcher action = ACTION.matcher(page.body());
        if (!action.find()) {
            throw new IllegalStateException("no form on the page: " + page.body());
        }
        return post(server, browser, unescaped(action.group(1)), page, fields);
    }

    private static HttpResponse<String> post(
            TestServer server,
            HttpClient browser,
            String path,
            HttpResponse<String> page,
            Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(fields);
        Matcher token = CSRF.matcher(page.body());
        if (!token.find()) {
            throw new IllegalStateException("no token on the page: " + page.body());
        }
        all.put("_csrf", token.group(1));
        return TestServer.send(browser, server.form(path, all));
    }

    private static String unescaped(String html) {
        return html.replace("&amp;", "&");
    }

    /** A request as a program would make it; what is given here comes on top. */
    static Map<String, String> request(String client, Map<String, String> more) {
        Map<String, String> all =
                new LinkedHashMap<>(
                        Map.of(
                                "response_type",
                                "code",
                                "client_id",
                                client,
                                "redirect_uri",
                                CALLBACK,
                                "state",
                                "xyz",
                                "code_challenge",
                                challenge(VERIFIER),
                                "code_challenge_method",
                                "S256"));
        all.putAll(more);
        all.values().removeIf(String::isEmpty);
        return all;
    }

    static String authorize(Map<String, String> parameters) {
        return "/oauth2/authorize?"
                + parameters.entrySet().stream()
                        .map(it ->
                                it.getKey()
                                        + "="
                                        + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Allows the request, and returns what the program is answered. */
    Map<String, String> allow(String client, Map<String, String> more) {
        HttpResponse<String> page = get(authorize(request(client, more)));
        return answer(press(page, Map.of("decision", "allow")));
    }

    /** The parameters of the address that the answer leads to. */
    static Map<String, String> answer(HttpResponse<String> response) {
        String location =
                response.headers()
                        .firstValue("Location")
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        response.statusCode() + " " + response.body()));
        Map<String, String> parameters = new HashMap<>();
        String query = URI.create(location).getQuery();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return parameters;
    }

    /** Redeems a code as the public client. */
    HttpResponse<String> redeem(String client, String code, Map<String, String> more) {
        Map<String, String> fields =
                new HashMap<>(
                        Map.of(
                                "grant_type", "authorization_code",
                                "client_id", client,
                                "code", code,
                                "redirect_uri", CALLBACK,
                                "code_verifier", VERIFIER));
        fields.putAll(more);
        fields.values().removeIf(String::isEmpty);
        return token(fields);
    }

    HttpResponse<String> refresh(String client, String token) {
        return token(
                Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", token));
    }

    HttpResponse<String> token(Map<String, String> fields) {
        return form("/oauth2/token", fields);
    }

    /** Sends a form as a program does, without the page's token. */
    HttpResponse<String> form(String path, Map<String, String> fields) {
        server.deployment.clock.turn(Duration.ofSeconds(2)); // the limits refill
        return TestServer.send(browser, server.form(path, fields));
    }

    /** Goes the whole way, and returns the answer of the token endpoint. */
    JsonNode tokens(String client, Map<String, String> more) {
        HttpResponse<String> response =
                redeem(client, String.valueOf(allow(client, more).get("code")), Map.of());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.body());
        }
        return TestServer.json(response);
    }

    static String error(HttpResponse<String> response) {
        return response.statusCode() + " " + TestServer.json(response).get("error").asString();
    }

    static Set<String> scopes(JsonNode tokens) {
        return Set.of(tokens.get("scope").asString().split(" ", -1));
    }
}
